"""Trying cases: on a telephone by a link, from paper afterwards; the links and scripts that the lead hands out."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.testing.actions import enter_run, try_case
from firstlight.testing.asking import asked_of, case_for, link_subject, open_cycles, progress_of, subject_of
from firstlight.testing.models import Case, Cycle, Tester
from firstlight.testing.policies import MAY_EDIT_TESTS
from firstlight.web.forms.answering import in_project_zone, show_form
from firstlight.web.forms.trying import PaperForm, TryForm, beforehand
from firstlight.web.guests import GuestViewing, guest_page, guest_pages, show_to_guest
from firstlight.web.pages import trying as page
from firstlight.web.saying import SeeOther, back_to
from firstlight.web.showing import Step, show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.workspace.actions import make_guest_link
from firstlight.workspace.guests import Subject
from firstlight.workspace.models import Project
from firstlight.workspace.policies import MAY_SHARE, MAY_VIEW_TESTING
from firstlight.workspace.queries import guest_links_of

#: How long a link of a tester works, in days.
DAYS = 21


def _subjects(project: Project) -> list[Subject]:
    """Every tester in every cycle that is not over."""
    from django.utils import timezone

    cycles = open_cycles(project, (timezone.now() + project.clock_offset).date())
    testers = list(Tester.objects.filter(project=project).order_by("name"))
    return [(link_subject(one.ref, who.ref), f"{one.ref}, {who.name}") for one in cycles for who in testers]


@guest_page(
    "test-run", title="Test cases of a tester", policy=MAY_EDIT_TESTS, subjects=_subjects,
    rights=frozenset({"assurance.attest"}), writes=True,
)  # fmt: skip
def try_cases(guest: GuestViewing) -> HttpResponse:
    """What the tester is asked to try; one case where the address names it."""
    found = subject_of(guest.project, guest.subject)
    if found is None:
        return _gone(guest)
    wanted = guest.rest.strip("/")
    if wanted:
        case = case_for(guest.project, *found, wanted)
        return _one(guest, *found, case) if case else _gone(guest)
    if guest.request.method == "POST":
        return _gone(guest)
    lines = page.asked_lines(asked_of(guest.project, *found), guest.here)
    title = _("%(name)s: %(cycle)s") % {"name": found[1].name, "cycle": found[0].title}
    return show_to_guest(guest, "guest_cases.html", title, lines=lines, cycle=found[0], tester=found[1])


def _one(guest: GuestViewing, cycle: Cycle, tester: Tester, case: Case) -> HttpResponse:
    """One case: its steps, and what was said of it."""
    request, steps = guest.request, list(case.steps.order_by("number"))
    post = request.method == "POST"
    form = TryForm(request.POST if post else None, request.FILES if post else None, case, steps,
                   initial=beforehand(cycle, tester, case))  # fmt: skip
    status = 422 if post else 200
    if post and form.is_valid():
        try:
            try_case(guest.context, guest.link, form.tried())
            return SeeOther(f"{guest.here}?done={case.ref}")
        except (Invalid, NotFound) as refusal:
            form.add_error(None, refusal.sentence)
        except Conflict as refusal:
            form.add_error(None, refusal.sentence)
            status = 409
    response = show_to_guest(guest, "guest_case.html", case.title, form=form, case=case, cycle=cycle, tester=tester)
    response.status_code = status
    return response


def _gone(guest: GuestViewing) -> HttpResponse:
    response = show_to_guest(guest, "guest_cases_gone.html", _("This is not asked of you any more"))
    response.status_code = 410
    return response


def _way(viewing: Viewing, cycle: Cycle) -> tuple[Step, Step]:
    slug = viewing.project.slug
    return (_("Testing"), reverse("testing", args=[slug])), (cycle.title, reverse("cycle", args=[slug, cycle.ref]))


def _cycle(viewing: Viewing, ref: str) -> Cycle:
    found = Cycle.objects.filter(project=viewing.project, ref=ref).first()
    if found is None:
        raise NotFound(_("There is no such test cycle."))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_VIEW_TESTING)
def testers(viewing: Viewing, ref: str) -> HttpResponse:
    """How far each tester of a cycle is; whoever may hands out links here, to many at once."""
    found = _cycle(viewing, ref)
    made = _links(viewing, found) if viewing.request.method == "POST" else []
    lines = page.tester_lines(progress_of(viewing.project, found), found.ref, guest_links_of(viewing.project),
                              viewing.context.now, viewing.project.slug)  # fmt: skip
    may_share = MAY_SHARE.allows(viewing.context) and MAY_EDIT_TESTS.allows(viewing.context)
    return show(viewing, "testers.html", _("Testers of %(cycle)s") % {"cycle": found.ref}, *_way(viewing, found),
                cycle=found, lines=lines, made=made, may_share=may_share)  # fmt: skip


def _links(viewing: Viewing, cycle: Cycle) -> list[page.MadeLink]:
    """New links for the testers that were chosen."""
    MAY_SHARE.check(viewing.context)
    purpose = guest_pages["test-run"].purpose
    chosen = Tester.objects.filter(project=viewing.project, ref__in=viewing.request.POST.getlist("tester"))
    made = []
    for one in chosen.order_by("name"):
        title = _("Test cases: %(name)s, %(cycle)s") % {"name": one.name, "cycle": cycle.ref}
        link, token = make_guest_link(viewing.context, purpose, subject=link_subject(cycle.ref, one.ref),
                                      title=title, label=one.name, days=DAYS)  # fmt: skip
        address = viewing.request.build_absolute_uri(reverse("guest", args=[token]))
        made.append(page.made_link(one, link, address, viewing.project.name))
    return made


@require_safe
@project_page(MAY_VIEW_TESTING)
def script(viewing: Viewing, ref: str) -> HttpResponse:
    """What is tried, to be printed and ticked off on paper: all cases of the cycle, or those of one tester."""
    found = _cycle(viewing, ref)
    tester = Tester.objects.filter(project=viewing.project, ref=viewing.request.GET.get("tester", "")).first()
    cases = page.script_cases(viewing.project, found, tester, viewing.request.GET.get("case", ""))
    title = _("Script of %(cycle)s") % {"cycle": found.ref}
    return show(viewing, "script.html", title, *_way(viewing, found), cycle=found, tester=tester, cases=cases)


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_EDIT_TESTS)
@in_project_zone
def enter(viewing: Viewing, ref: str, case: str) -> HttpResponse:
    """Enter a run from paper."""
    found = _cycle(viewing, ref)
    row = Case.objects.filter(project=viewing.project, ref=case).first()
    if row is None:
        raise NotFound(_("There is no such test case."))
    given, files = sent(viewing), viewing.request.FILES or None
    form = PaperForm(given, files, row, list(row.steps.order_by("number")), initial=beforehand(found, None, row))
    if form.is_bound and form.is_valid() and _entered(viewing, found, form):
        return back_to(viewing, "script", ref, said=_("It is entered, and marked as coming from paper."))
    context: dict[str, Any] = {"template": "enter_run.html", "case": row, "cycle": found}
    return show_form(
        viewing, _("Enter from paper: %(case)s") % {"case": row.title}, form, *_way(viewing, found), **context
    )


def _entered(viewing: Viewing, cycle: Cycle, form: PaperForm) -> bool:
    try:
        given = form.cleaned_data
        enter_run(viewing.context, cycle=cycle.ref, tester=given["tester"], at=given["at"], tried=form.tried())
    except Invalid as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True

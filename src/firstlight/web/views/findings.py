"""What tests have found, whether the business accepts each process, and how a cycle ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstlight.reporting.exit_report import REPORT_FORMS, exit_file
from firstlight.testing.acceptance import acceptance_of
from firstlight.testing.actions import accept_incomplete, insist_on_completion, report_finding
from firstlight.testing.exit_report import ExitReport, exit_report
from firstlight.testing.exits import exit_name
from firstlight.testing.policies import MAY_EDIT_TESTS
from firstlight.testing.sheets import FINDINGS
from firstlight.web.exporting import attached
from firstlight.web.forms.answering import done_with, show_form
from firstlight.web.forms.findings import FindingForm, LeniencyForm
from firstlight.web.listing import Asked, Window
from firstlight.web.opening import addresses_for, may_open, settings_address
from firstlight.web.pages import acceptance as page
from firstlight.web.pages import findings as register
from firstlight.web.pages import lists
from firstlight.web.saying import back_to
from firstlight.web.showing import Step, show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.web.views.worklists import file_view, list_view
from firstlight.web.worklists import ListPage, register_list
from firstlight.workspace.policies import MAY_VIEW_TESTING
from firstlight.workspace.queries import today_in

#: Open findings that the page of a cycle shows; the register has all.
FINDINGS_SHOWN = 25


def _way(viewing: Viewing) -> Step:
    return _("Testing"), reverse("testing", args=[viewing.project.slug])


def _addresses(viewing: Viewing) -> Callable[..., str]:
    return addresses_for(viewing.context, viewing.project.slug)


FINDING_LIST = register_list(
    ListPage(
        "findings",
        "Findings",
        FINDINGS,
        lambda viewing: register.findings(_addresses(viewing), today_in(viewing.context)),
        lambda viewing: register.finding_rows(viewing.project, today_in(viewing.context)),
        way=(gettext_noop("Testing"), "testing"),
        path="finding.ref",
        also=lambda viewing: {
            "add_url": reverse("report-finding", args=[viewing.project.slug]), "add_words": _("Report a finding"),
        },
    )
)  # fmt: skip
findings, findings_file = list_view(FINDING_LIST), file_view(FINDING_LIST)


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_EDIT_TESTS)
def report(viewing: Viewing) -> HttpResponse:
    """Write down what somebody found, with the case and the cycle that the address names."""
    asked = {key: viewing.request.GET.get(key, "")[:60] for key in ("case", "cycle")}
    form = FindingForm(sent(viewing), initial={**asked, "found_by": viewing.person.name})
    made = done_with(viewing, form, lambda given: report_finding(viewing.context, **given), beside="title")
    if made:
        return back_to(viewing, "findings", said=_("%(ref)s is written down.") % {"ref": made.ref})
    way = (_way(viewing), (_("Findings"), reverse("findings", args=[viewing.project.slug])))
    lede = _("What is not as it should be, and what it means for the business. Owner and date follow in the list.")
    return show_form(viewing, _("Report a finding"), form, *way, lede=lede, verb=_("Report finding"))


@require_safe
@project_page(MAY_VIEW_TESTING)
def acceptance(viewing: Viewing) -> HttpResponse:
    """Each end-to-end process: what passed, what is open, who has signed for it."""
    found = acceptance_of(viewing.project, viewing.context.now)
    lines = page.process_lines(found, viewing.project.slug, may_open(viewing.context, "sign"))
    accepted = sum(line.state == "met" for line in lines)
    kinds = lines[0].kinds if lines else ()
    return show(viewing, "acceptance.html", _("Acceptance"), _way(viewing), lines=lines, accepted=accepted, kinds=kinds)


@require_safe
@project_page(MAY_VIEW_TESTING)
def cycle(viewing: Viewing, ref: str) -> HttpResponse:
    """One cycle: complete, or why not."""
    found = exit_report(viewing.project, ref, viewing.context.now)
    return show(viewing, "cycle.html", found.cycle.title, _way(viewing), **_shown(viewing, found))


def _shown(viewing: Viewing, found: ExitReport) -> dict[str, Any]:
    slug, ref = viewing.project.slug, found.cycle.ref
    may_edit = MAY_EDIT_TESTS.allows(viewing.context)
    return {
        "report": found,
        "days": page.days(found.cycle),
        "settings_url": settings_address(viewing),
        "parts": page.part_lines(found, _addresses(viewing)),
        "listed": _open_findings(viewing, found),
        "forms": [(form, reverse("cycle-report", args=[slug, ref, form])) for form in REPORT_FORMS],
        "sign_url": reverse("sign", args=[slug, exit_name(ref)]) if may_open(viewing.context, "sign") else "",
        "import_url": f"{reverse('results-import', args=[slug])}?{urlencode({'cycle': ref})}" if may_edit else "",
        "may_ask": may_edit and not found.complete and not found.exit.reason,
        "may_insist": may_edit and bool(found.exit.reason),
    }


def _open_findings(viewing: Viewing, found: ExitReport) -> lists.Shown | None:
    """The open findings of the cycle as the register shows them; None where there is none."""
    refs, today = {one.ref for one in found.exit.findings}, today_in(viewing.context)
    rows = [row for row in register.finding_rows(viewing.project, today) if row.facts.ref in refs]
    ask = Asked(reverse("findings", args=[viewing.project.slug]), {"cycle": found.cycle.ref})
    part = Window(rows[:FINDINGS_SHOWN], len(rows), 1, 1)
    return lists.shown(_("Open findings"), register.findings(_addresses(viewing), today), ask, part) if rows else None


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_EDIT_TESTS)
def leniency(viewing: Viewing, ref: str) -> HttpResponse:
    """Ask that a cycle may end incomplete."""
    found = exit_report(viewing.project, ref, viewing.context.now)
    form = LeniencyForm(sent(viewing))

    def ask(given: dict[str, Any]) -> object:
        return accept_incomplete(viewing.context, cycle=ref, **given)

    if done_with(viewing, form, ask, beside="reason"):
        return back_to(viewing, "cycle", ref, said=_("It counts once the exit of the cycle is signed."))
    way = (_way(viewing), (found.cycle.title, reverse("cycle", args=[viewing.project.slug, ref])))
    context = {"template": "leniency.html", "against": found.exit.against, "report": found}
    return show_form(viewing, _("Accept it incomplete"), form, *way, **context)


@require_POST
@project_page(MAY_EDIT_TESTS)
def insist(viewing: Viewing, ref: str) -> HttpResponse:
    """Take back that a cycle may end incomplete."""
    insist_on_completion(viewing.context, cycle=ref)
    return back_to(viewing, "cycle", ref, said=_("The cycle has to be complete again."))


@require_safe
@project_page(MAY_VIEW_TESTING)
def cycle_report(viewing: Viewing, ref: str, form: str) -> HttpResponse:
    """The same as a PDF or a workbook."""
    found = exit_report(viewing.project, ref, viewing.context.now)
    name = f"{viewing.project.slug} exit {ref}.{form}"
    return attached(exit_file(viewing.project, found, form), name, form)

"""One external dependency: its page, a link for its provider, and what is noted about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from firstlight.dependencies import actions
from firstlight.dependencies.models import AgreedRequirement, Dependency, Meeting
from firstlight.dependencies.policies import MAY_EDIT_DEPENDENCIES
from firstlight.dependencies.queries import (
    dependency_named,
    facts_of,
    link_subject,
    meetings_on,
    seen_of,
    standing_rows,
    words_on,
)
from firstlight.dependencies.sheets import DEPENDENCIES
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.ledger.queries import touching
from firstlight.letters.queries import letters_about
from firstlight.web import letters_to_providers, wording
from firstlight.web.addresses import row_address
from firstlight.web.forms import providers
from firstlight.web.guests import guest_pages
from firstlight.web.handing import hand_over, handed_over
from firstlight.web.letters import can_mail
from firstlight.web.opening import addresses_for
from firstlight.web.pages import dependency as page
from firstlight.web.pages.entries import entry_lines
from firstlight.web.pages.guests import link_lines
from firstlight.web.pages.letters import letter_line, mail_to
from firstlight.web.policies import MAY_READ_LEDGER
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.workspace.actions import make_guest_link
from firstlight.workspace.guests import LONGEST_LIFE
from firstlight.workspace.models import GuestLink
from firstlight.workspace.policies import MAY_SHARE, MAY_VIEW_DEPENDENCIES, MAY_VIEW_OWN_DEPENDENCIES, MAY_VIEW_SCOPE
from firstlight.workspace.queries import today_in

#: So many entries of the ledger stand on the page.
ENTRIES = 8
#: So many words and meetings do; the lists have all.
MOST = 30
#: A link works until so many days after the day of need.
BEYOND = 14


@require_safe
@project_page(MAY_VIEW_OWN_DEPENDENCIES)
def dependency(viewing: Viewing, ref: str) -> HttpResponse:
    """How it stands, what waits for it, and everything that was said, agreed and seen."""
    return _shown(viewing, _named(viewing, ref))


def _named(viewing: Viewing, ref: str) -> Dependency:
    return dependency_named(viewing.project, ref, DEPENDENCIES.own_names(viewing.context))


def _shown(viewing: Viewing, found: Dependency, status: int = 200, **refused: forms.Form) -> HttpResponse:
    """The page; a form that was refused is shown again with what was typed."""
    project, context, today = viewing.project, viewing.context, today_in(viewing.context)
    row = standing_rows(project, context.now, [found])[0]
    meetings, words = _meetings(viewing, found), words_on(found)
    address = addresses_for(context, project.slug)
    may_edit = MAY_EDIT_DEPENDENCIES.allows(context)
    asked = {what: note.make(viewing, found, None, meetings) for what, note in NOTES.items()} if may_edit else {}
    response = show(
        viewing, "dependency.html", found.title, (_("Dependencies"), reverse("dependencies", args=[project.slug])),
        row=row, one=found, facts=page.facts(row, today), standing=page.standing(row, today),
        hits=page.hit_lines(row.hits, address) if MAY_VIEW_SCOPE.allows(context) else [],
        words=page.word_lines(words[:MOST]), more_words=max(0, len(words) - MOST),
        requirements=page.requirement_lines(found.requirements.all(), today), meetings=meetings[:MOST],
        more_meetings=max(0, len(meetings) - MOST), may_edit=may_edit,
        forms={**asked, **refused}, refused=next(iter(refused), ""), change=_change(viewing, found),
        claimed=row.facts.claimed_on if found.delivered_on is None else None,
        **_handed(viewing, found), **_recorded(viewing, found),
    )  # fmt: skip
    response.status_code = status
    return response


def _change(viewing: Viewing, found: Dependency) -> str:
    if not DEPENDENCIES.may_change(viewing.context):
        return ""
    slug = viewing.project.slug
    return row_address(slug, DEPENDENCIES.ref, found.ref, reverse("dependency", args=[slug, found.ref]))


def _meetings(viewing: Viewing, found: Dependency) -> list[Meeting]:
    """The meetings about it. Whoever sees only what is their own sees those that are about nothing else."""
    rows = meetings_on(viewing.project, found.ref)
    names = DEPENDENCIES.own_names(viewing.context)
    return rows if names is None else [one for one in rows if one.dependencies == [found.ref]]


def _handed(viewing: Viewing, found: Dependency) -> dict[str, Any]:
    """The link that was just made, and those there are."""
    context = viewing.context
    if not (MAY_SHARE.allows(context) and MAY_EDIT_DEPENDENCIES.allows(context)):
        return {"may_share": False}
    made = handed_over(viewing.request, f"dependency:{found.ref}")
    links = GuestLink.objects.filter(project=viewing.project, purpose="provider", subject=link_subject(found))
    lines = link_lines(links.select_related("made_by"), context.now)
    words = letters_to_providers.link_words(found, viewing.project, made["address"]) if made else None
    letter = mail_to(found.contact_mail, words.subject, words.body) if words else ""
    written = letters_about(viewing.project, [letters_to_providers.about(found)]).values()
    mailed = [letter_line(one, viewing.project.clock_offset) for one in written]
    return {
        "may_share": True,
        "made": made,
        "letter": letter,
        "links": lines,
        "mailed": mailed,
        "can_mail": can_mail(found.contact_mail),
    }


def _recorded(viewing: Viewing, found: Dependency) -> dict[str, Any]:
    if not MAY_READ_LEDGER.allows(viewing.context):
        return {"entries": []}
    about = [("dependency", found.ref), ("service", found.ref)]
    below = [("provider-word", f"{found.ref}-W")]
    return {"entries": entry_lines(touching(viewing.project, about, below, most=ENTRIES))}


@require_POST
@project_page(MAY_SHARE)
def dependency_link(viewing: Viewing, ref: str) -> HttpResponse:
    """A link for the provider: it asks how its dependencies stand, until some days after the last one is needed."""
    found, purpose = dependency_named(viewing.project, ref), guest_pages["provider"].purpose
    needed = standing_rows(viewing.project, viewing.context.now, [found])[0].needed_by
    days = (needed + timedelta(days=BEYOND) - today_in(viewing.context)).days if needed else 30
    title = _("Dates of %(who)s") % {"who": found.provider or found.title}
    link, token = make_guest_link(
        viewing.context, purpose, subject=link_subject(found), title=title[:200],
        label=(found.contact or found.provider)[:200], days=max(BEYOND, min(days, LONGEST_LIFE.days)),
    )  # fmt: skip
    address = viewing.request.build_absolute_uri(reverse("guest", args=[token]))
    hand_over(viewing.request, f"dependency:{ref}", address, link.title)
    if not viewing.request.POST.get("mail") or not can_mail(found.contact_mail):
        return back_to(viewing, "dependency", ref)
    facts = {"mail": found.contact_mail}
    if letters_to_providers.send_link(found, viewing.project, address):
        return back_to(viewing, "dependency", ref, said=_("The link went to %(mail)s.") % facts)
    said = _("The mail to %(mail)s could not be sent. Send the link yourself, or make another one later.")
    return back_to(viewing, "dependency", ref, said=said % facts, state="unmet")


@require_POST
@project_page(MAY_EDIT_DEPENDENCIES)
def requirement_met(viewing: Viewing, ref: str) -> HttpResponse:
    """A requirement was found to be met, today."""
    rows = AgreedRequirement.objects.filter(project=viewing.project, ref=ref).select_related("dependency")
    found = rows.first()
    if found is None:
        raise NotFound(_("There is no such requirement."))
    actions.meet_requirement(viewing.context, found)
    return back_to(viewing, "dependency", found.dependency.ref, said=_("%(ref)s is met.") % {"ref": ref})


@require_POST
@project_page(MAY_VIEW_DEPENDENCIES)
def dependency_note(viewing: Viewing, ref: str, what: str) -> HttpResponse:
    """Write down a word, a meeting, a requirement, how the service does, a delivery, or how it fits the scope."""
    MAY_EDIT_DEPENDENCIES.check(viewing.context)
    found, note = _named(viewing, ref), NOTES[what]
    form = note.make(viewing, found, viewing.request.POST, _meetings(viewing, found))
    status = 422
    if form.is_valid():
        try:
            note.do(viewing.context, found, form)
            return back_to(viewing, "dependency", ref, said=_(note.said))
        except Invalid as refusal:
            place_problems(form, refusal)
        except Conflict as refusal:
            form.add_error(None, wording.said(refusal.sentence))
            status = 409
    return _shown(viewing, _named(viewing, ref), status, **{what: form})


def place_problems(form: forms.Form, refusal: Invalid) -> None:
    """What was refused, beside the field that it is about."""
    column = refusal.problems[0].column if refusal.problems else ""
    form.add_error(column if column in form.fields else None, wording.said(refusal.sentence))


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is noted: its form, what it does, and what is said afterwards."""

    make: Callable[[Viewing, Dependency, Any, list[Meeting]], Any]
    do: Callable[[Context, Dependency, Any], object]
    said: str


def _word_form(viewing: Viewing, row: Dependency, given: Any, meetings: list[Meeting]) -> forms.Form:
    return providers.TakenWordForm(given, row, today_in(viewing.context), seen=seen_of(row), auto_id="word-%s")


def _take_down(context: Context, row: Dependency, form: providers.TakenWordForm) -> object:
    given = form.cleaned_data
    return actions.take_down_word(context, row, said=form.said(), by=given["by"], on=given["on"])


def _meeting_form(viewing: Viewing, row: Dependency, given: Any, meetings: list[Meeting]) -> forms.Form:
    last = next((one for one in meetings if one.held_on), None)
    title = last.title if last else _("Status with %(who)s") % {"who": row.provider or row.title}
    cadence = last.cadence_days if last else row.cadence_days
    today = today_in(viewing.context)
    following = today + timedelta(days=cadence)
    initial = {"title": title, "held_on": today, "cadence_days": cadence, "next_on": following}
    return providers.MeetingForm(given, initial=initial)


def _delivery_form(viewing: Viewing, row: Dependency, given: Any, meetings: list[Meeting]) -> forms.Form:
    return providers.DeliveryForm(given, initial={"on": facts_of(row, None).claimed_on or today_in(viewing.context)})


NOTES: dict[str, Note] = {
    "word": Note(_word_form, _take_down, gettext_noop("Their word is written down.")),
    "meeting": Note(
        _meeting_form,
        lambda context, row, form: actions.hold_meeting(context, dependencies=[row.ref], **form.cleaned_data),
        gettext_noop("The meeting is written down."),
    ),
    "requirement": Note(
        lambda viewing, row, given, meetings: providers.RequirementForm(given),
        lambda context, row, form: actions.agree_requirement(context, row, **form.cleaned_data),
        gettext_noop("The requirement is added."),
    ),
    "service": Note(
        lambda viewing, row, given, meetings: providers.ServiceForm(given),
        lambda context, row, form: actions.state_service(context, row, **form.cleaned_data),
        gettext_noop("The state of the service is noted."),
    ),
    "delivery": Note(
        _delivery_form,
        lambda context, row, form: actions.record_delivery(context, row, **form.cleaned_data),
        gettext_noop("The delivery is recorded."),
    ),
    "match": Note(
        lambda viewing, row, given, meetings: providers.MatchForm(given),
        lambda context, row, form: actions.hold_against_scope(context, row, **form.cleaned_data),
        gettext_noop("The comparison is noted."),
    ),
}

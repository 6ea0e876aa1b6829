"""One check on its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstlight.assurance.actions import ask_for_signatures, attest, declare_immaterial, open_action, sign
from firstlight.assurance.models import ActionItem
from firstlight.assurance.queries import actions_of_check, signatures_on, words_on
from firstlight.kernel.actions import Action
from firstlight.kernel.errors import NotFound
from firstlight.ledger.queries import touching
from firstlight.packs.actions import accept_risk, tailor_checks
from firstlight.packs.content import Check
from firstlight.packs.queries import Checklists, acceptances_of, checklists_of, pack_version
from firstlight.readiness.actions import assess_project
from firstlight.readiness.models import Assessment
from firstlight.readiness.moved import moved_since
from firstlight.readiness.queries import body_of, latest_assessment, recent
from firstlight.readiness.queries.frozen import stood_in
from firstlight.readiness.registry import measures
from firstlight.web.addresses import kept_on
from firstlight.web.keeping import kept
from firstlight.web.opening import addresses_for, may_open
from firstlight.web.pages import check as page
from firstlight.web.pages import facets, history, signatures, vouching
from firstlight.web.pages.entries import entry_lines
from firstlight.web.pages.frozen import check_of, instant
from firstlight.web.policies import MAY_READ_LEDGER
from firstlight.web.showing import Step, show
from firstlight.web.viewing import Viewing, project_page
from firstlight.workspace.models import Project
from firstlight.workspace.policies import MAY_VIEW_ACTIONS, MAY_VIEW_READINESS
from firstlight.workspace.queries import zone_of

#: So many assessments are looked at for the history of a check.
REMEMBERED = 12
#: So many entries of the ledger stand on the page.
ENTRIES = 10
#: So many actions stand on the page; the list has all.
MITIGATIONS = 20


@require_safe
@project_page(MAY_VIEW_READINESS)
def check(viewing: Viewing, ref: str) -> HttpResponse:
    """A check: as the newest assessment froze it, with what the checklist says of it."""
    title, way, context = kept(viewing, ("check", ref), lambda: _found(viewing, ref))
    return show(viewing, "check.html", title, *way, **context)


def _found(viewing: Viewing, ref: str) -> tuple[str, list[Step], dict[str, Any]]:
    """The title of the page, the way to it, and all that stands on it. NotFound where there is no such check."""
    project, slug = viewing.project, viewing.project.slug
    judged_by, latest = checklists_of(project), latest_assessment(project)
    content, document = judged_by.check(ref), body_of(latest) if latest else None
    found = check_of(document, ref) if document else None
    if content is None and found is None:
        raise NotFound(_("There is no such check."))
    area, frozen = found or (None, None)
    title = frozen["title"] if frozen else content.title if content else ref
    way = [(_("Readiness"), reverse("readiness", args=[slug]))]
    if area:
        way.append((area["title"], reverse("area", args=[slug, area["ref"]])))
    context = {"ref": ref, "content": content, "check": frozen, "area": area, "latest": latest}
    actions = actions_of_check(project, ref)
    context |= _history(project, ref, latest) | _about(viewing, ref, judged_by, frozen, actions)
    context |= _said(viewing, ref, content, document, actions[:MITIGATIONS])
    return title, way, context | (_judged(viewing, content, frozen) if frozen else {})


def _history(project: Project, ref: str, latest: Assessment | None) -> dict[str, Any]:
    past = [one for one in reversed(recent(project, REMEMBERED)) if latest and one.number <= latest.number]
    stood = stood_in(past)
    known = history.points((one.number, one.as_of, stood[one.pk].get(ref)) for one in past)
    return {"since": history.since(known), "moments": history.moments(known)}


def _about(viewing: Viewing, ref: str, judged_by: Checklists, frozen: Any, here: list[ActionItem]) -> dict[str, Any]:
    """What stands on the page whether or not it was judged."""
    project, now, content = viewing.project, viewing.context.now, judged_by.check(ref)
    below = [("attestation", f"{ref}/"), ("waiver", f"{ref}/"), ("signature", f"check:{ref}/")]
    entries = (
        touching(project, [("check", ref), ("signature", f"check:{ref}")], below, most=ENTRIES)
        if MAY_READ_LEDGER.allows(viewing.context)
        else []
    )
    pack = judged_by.pin_of(ref)
    sees_actions = MAY_VIEW_ACTIONS.allows(viewing.context)
    actions = here if sees_actions else []
    today = now.astimezone(zone_of(project)).date()
    return {
        "obligation": page.obligation(content, frozen),
        "judged_by": page.judged_by(content, measures.get(content.measure)) if content else "",
        "kept_on": _kept_on(viewing, content.measure) if content else "",
        "sees_actions": sees_actions,
        "mitigations": page.mitigations(actions[:MITIGATIONS], today),
        "mitigations_count": len(actions),
        "entries": entry_lines(entries),
        "tailored": judged_by.words_on(ref),
        "pack": pack,
        "source": page.source(content, pack_version(pack.pack) if pack else None) if content else "",
    }


def _kept_on(viewing: Viewing, measure: str) -> str:
    """Where one works on what the measure counts, for a viewer who can open that page."""
    name = kept_on(measure)
    return reverse(name, args=[viewing.project.slug]) if name and may_open(viewing.context, name) else ""


def _said(
    viewing: Viewing, ref: str, content: Check | None, document: Any, actions: list[ActionItem]
) -> dict[str, Any]:
    """What people have said since it was judged, and what the viewer may say."""
    project, context = viewing.project, viewing.context
    after = document["ledger"]["entries"] if document else 0
    on = content.signed_content if content and content.signatures else f"check:{ref}"
    items = [("action", item.ref) for item in actions]
    since = touching(project, [("check", ref), ("signature", on), *items], [("attestation", f"{ref}/")], after=after)
    return {
        "news": vouching.news(since) if document else [],
        "moved": moved_since(project, document, [content], context.now) if document and content else [],
        "given_words": vouching.given_words(words_on(project, ref), viewing.person),
        "accepted_now": acceptances_of(project, ref, context.now),
        "signed_content": on if content and content.signatures else "",
        "mine_to_sign": page.waits_to_sign(document or {}, on, viewing.person),
        "mine_to_say": bool(content and set(content.attested_by) & set(viewing.person.roles)),
        **{f"may_{verb}": action.allowed(context) for verb, action in _VERBS.items()},
    }


def _stale_here(viewing: Viewing, frozen: list[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """Stale signatures whose change the viewer may declare immaterial, by person and role. A query for each content."""
    on = {one["on"] for one in frozen if one["state"] == "stale"}
    if not on or not declare_immaterial.allowed(viewing.context):
        return {}
    given = [one for content in on for one in signatures_on(viewing.project, content)]
    return {(one.person.name, one.role): one.pk for one in given}


_VERBS: dict[str, Action[Any, Any]] = {
    "assess": assess_project,
    "attest": attest,
    "mitigate": open_action,
    "accept": accept_risk,
    "sign": sign,
    "tailor": tailor_checks,
    "ask": ask_for_signatures,
}


def _judged(viewing: Viewing, content: Check | None, frozen: Any) -> dict[str, Any]:
    """What stands on the page once it was judged."""
    address = addresses_for(viewing.context, viewing.project.slug)
    accepted = frozen["accepted"]
    return {
        "four": facets.facets(frozen),
        "figure": page.figure(frozen),
        "needed": page.needed(content, measures.get(content.measure) if content else None, frozen),
        "records": page.records(frozen, address),
        "files": page.evidence_files(frozen, address),
        "attested": page.attested(frozen),
        "as_of": instant(frozen["as_of"]),
        "expires": instant(frozen["expires"]),
        "signatures": signatures.signature_rows(frozen["signatures"], _stale_here(viewing, frozen["signatures"])),
        "signed": page.signed_count(frozen["signatures"]),
        "accepted": accepted and {**accepted, "expires": instant(accepted["expires"])},
    }

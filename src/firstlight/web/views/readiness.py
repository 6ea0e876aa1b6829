"""The checks of the newest assessment: all of them as a list, and each area on a page of its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstlight.assurance.queries import open_actions
from firstlight.kernel.errors import NotFound
from firstlight.ledger.queries import since_sequence
from firstlight.packs.queries import areas_of
from firstlight.readiness.actions import assess_project
from firstlight.readiness.moved import moved_since
from firstlight.readiness.queries import body_of, latest_assessment, trends
from firstlight.web.addresses import place
from firstlight.web.exporting import table_file
from firstlight.web.keeping import kept
from firstlight.web.listing import Listed, asked, chosen, window
from firstlight.web.pages import area, facets, lists, matrix
from firstlight.web.pages import readiness as page
from firstlight.web.pages.frozen import CheckLine, check_lines
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.workspace.policies import MAY_VIEW_READINESS
from firstlight.workspace.queries import zone_of

#: All checks stand on one page: one looks for words in them with the browser, too.
SIZE = 500


@require_safe
@project_page(MAY_VIEW_READINESS)
def readiness(viewing: Viewing) -> HttpResponse:
    """All checks, filtered and sorted as the address says."""
    latest = latest_assessment(viewing.project)
    if latest is None:
        return show(viewing, "not_judged.html", _("Readiness"))
    document = body_of(latest)
    spec = _spec(viewing, document)
    ask = asked(viewing.request, spec)
    part = window(chosen(check_lines(document), spec, ask), ask, SIZE)
    files = reverse("readiness", args=[viewing.project.slug]) + "list."
    shown = lists.shown(_("Checks"), spec, ask, part, files)
    moved = kept(viewing, "moved", lambda: _moved(viewing, document))
    return show(viewing, "readiness.html", _("Readiness"), listed=shown, latest=latest, **moved)


@require_safe
@project_page(MAY_VIEW_READINESS)
def readiness_file(viewing: Viewing, form: str) -> HttpResponse:
    """The same rows as a file."""
    latest = latest_assessment(viewing.project)
    document = body_of(latest) if latest else {"areas": []}
    spec = _spec(viewing, document)
    rows = chosen(check_lines(document), spec, asked(viewing.request, spec))
    name = f"{viewing.project.slug} checks" + (f" assessment {latest.number}" if latest else "")
    return table_file(page.FILE_HEADS, map(page.file_row, rows), form, zone_of(viewing.project), name)


def _moved(viewing: Viewing, document: Any) -> dict[str, Any]:
    """What reads otherwise than it was judged, and whether the viewer may judge again."""
    checks = [check for area in areas_of(viewing.project) for check in area.checks]
    moved = moved_since(viewing.project, document, checks, viewing.context.now)
    return {"moved": moved, "may_assess": assess_project.allowed(viewing.context)}


def _spec(viewing: Viewing, document: Any) -> Listed[CheckLine]:
    slug = viewing.project.slug
    now, zone = viewing.context.now, zone_of(viewing.project)
    return page.listed(page.area_titles(document), lambda ref: place("check", slug, ref), now, zone)


@require_safe
@project_page(MAY_VIEW_READINESS)
def area_page(viewing: Viewing, ref: str) -> HttpResponse:
    """One area with its checks."""
    title, context = kept(viewing, ("area", ref), lambda: _found(viewing, ref))
    way = (_("Readiness"), reverse("readiness", args=[viewing.project.slug]))
    return show(viewing, "area.html", title, way, **context)


def _found(viewing: Viewing, ref: str) -> tuple[str, dict[str, Any]]:
    """The title of an area, and all that stands on its page. NotFound where there is none of that ref."""
    latest = latest_assessment(viewing.project)
    document = body_of(latest) if latest else {"areas": []}
    found = page.area_of(document, ref)
    if latest is None or found is None:
        raise NotFound(_("There is no such area."))
    now, zone = viewing.context.now, zone_of(viewing.project)
    rows = matrix.matrix({"areas": [found]}, trends(viewing.project), now, zone)
    return found["title"], {
        "area": found,
        "row": rows[0],
        "checks": area.checks(found, now, zone),
        "latest": latest,
        "four": facets.counted(found["checks"]),
        "news": _news(viewing, document, {one["ref"] for one in found["checks"]}),
        **_moved(viewing, {"areas": [found]}),
    }


def _news(viewing: Viewing, document: Any, refs: set[str]) -> list[tuple[str, str]]:
    """Checks of the area about which something was recorded after the assessment: ref and what the ledger calls it."""
    project = viewing.project
    entries = since_sequence(project, document["ledger"]["entries"], ("check", "attestation", "signature", "action"))
    contents = {
        check.signed_content: check.ref
        for one in areas_of(project)
        for check in one.checks
        if check.signatures and check.ref in refs
    }
    about = {one.ref: one.check_ref for one in open_actions(project, refs)}
    found: dict[str, str] = {}
    for entry in entries:
        named = {"signature": contents, "action": about}.get(entry.subject_kind, {})
        ref = named.get(entry.subject_id) or entry.subject_id.partition("/")[0]
        if ref in refs:
            found.setdefault(ref, entry.label)
    return list(found.items())

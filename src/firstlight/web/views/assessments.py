"""Assessments: all of them, each as it was frozen, two compared, and the decision pack of one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from firstlight.readiness.comparing import compare
from firstlight.readiness.queries import all_assessments, assessment_before, assessment_numbered, body_of
from firstlight.reporting.decision_pack.summary import summarise
from firstlight.reporting.queries import pack_file, template_of
from firstlight.web import wording
from firstlight.web.exporting import attached
from firstlight.web.listing import asked, narrowed, window
from firstlight.web.pages import assessments as page
from firstlight.web.pages import lists, matrix, reasons, signatures
from firstlight.web.showing import Step, show
from firstlight.web.viewing import Viewing, project_page
from firstlight.workspace.policies import MAY_EDIT_PROJECT, MAY_VIEW_READINESS
from firstlight.workspace.queries import zone_of

#: The files of a decision pack, as they are offered.
FORMS = (
    ("pdf", gettext_noop("Decision pack as PDF")),
    ("pptx", gettext_noop("Decision pack as PowerPoint")),
    ("xlsx", gettext_noop("Decision pack as Excel")),
    ("json", gettext_noop("The assessment itself as JSON")),
)


def _way(viewing: Viewing) -> Step:
    return _("Assessments"), reverse("assessments", args=[viewing.project.slug])


@require_safe
@project_page(MAY_VIEW_READINESS)
def assessments(viewing: Viewing) -> HttpResponse:
    """Every assessment, newest first."""
    slug = viewing.project.slug
    spec = page.listed(
        lambda number: reverse("assessment", args=[slug, number]),
        lambda older, newer: reverse("compare", args=[slug, older, newer]),
    )
    ask = asked(viewing.request, spec)
    shown = lists.shown(_("Assessments"), spec, ask, window(narrowed(all_assessments(viewing.project), spec, ask), ask))
    about = _("Every judgement is kept as it was made, under its number and with its digest. Nothing changes it later.")
    return show(viewing, "register.html", _("Assessments"), listed=shown, about=about)


@require_safe
@project_page(MAY_VIEW_READINESS)
def assessment(viewing: Viewing, number: int) -> HttpResponse:
    """One assessment as it was frozen."""
    project, zone = viewing.project, zone_of(viewing.project)
    found = assessment_numbered(project, number)
    document = body_of(found)
    today = found.as_of.astimezone(zone).date()
    why = reasons.reason_lines(document, reasons.promised_then(document), today)
    context: dict[str, Any] = {
        "found": found,
        "previous": assessment_before(project, number),
        "forms": [(form, wording.said(words)) for form, words in FORMS],
        "lede": wording.said(summarise(document).lede),
        "reasons": why,
        "areas": matrix.matrix(document, {}, found.as_of, zone),
        "packs": document["packs"],
        "ledger": document["ledger"],
        "signatures": signatures.signature_rows(document["signatures"]),
        "accepted": summarise(document).accepted,
        "slides": template_of(project),
        "may_replace": MAY_EDIT_PROJECT.allows(viewing.context),
    }
    return show(viewing, "assessment.html", _("Assessment %(number)s") % {"number": number}, _way(viewing), **context)


@require_safe
@project_page(MAY_VIEW_READINESS)
def compare_two(viewing: Viewing, number: int, other: int) -> HttpResponse:
    """What changed from the earlier to the later of two assessments, whichever is named first."""
    old, new = (assessment_numbered(viewing.project, one) for one in sorted((number, other)))
    groups = page.grouped(compare(body_of(old), body_of(new)))
    title = _("From assessment %(old)s to %(new)s") % {"old": old.number, "new": new.number}
    return show(viewing, "compare.html", title, _way(viewing), old=old, new=new, groups=groups)


@require_safe
@project_page(MAY_VIEW_READINESS)
def pack(viewing: Viewing, number: int, form: str) -> HttpResponse:
    """The decision pack of an assessment, with what changed since the one before it."""
    name = f"{viewing.project.slug} decision pack {number}.{form}"
    return attached(pack_file(viewing.project, number, form), name, form)

"""Making a checklist the project's own: other words, a check that does not apply, one that is added, and undoing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firstlight.kernel.errors import Conflict, NotFound
from firstlight.kernel.sheets import Row
from firstlight.packs.actions import tailor_checks
from firstlight.packs.content import OWN
from firstlight.packs.models import Tailoring
from firstlight.packs.policies import MAY_TAILOR
from firstlight.packs.queries import areas_of, untailored
from firstlight.packs.sheets import CHECKS
from firstlight.web import wording
from firstlight.web.forms.answering import show_form, tried
from firstlight.web.forms.tailoring import AddCheckForm, TailorForm, WaiveForm
from firstlight.web.pages import tailoring as page
from firstlight.web.saying import back_to
from firstlight.web.showing import Step
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.web.views.vouching import check_named
from firstlight.workspace.profile import slug_of

Kind = Tailoring.Kind
either = require_http_methods(["GET", "HEAD", "POST"])


@either
@project_page(MAY_TAILOR)
def check_tailor(viewing: Viewing, ref: str) -> HttpResponse:
    """Say a check in the project's own words, with the reason. What stays as the checklist has it is not kept."""
    check, stored = check_named(viewing, ref), _stored(viewing, ref)
    reason = stored.values["reason"] if stored else ""
    form = TailorForm(sent(viewing), check=check, reason=reason, seen=page.seen(stored))

    def do(said: dict[str, Any]) -> None:
        original = untailored(viewing.project, ref)
        if original is None:
            kind, words = Kind.ADDED, {name: said[name] for name in page.WORDS}
        else:
            kind, words = Kind.CHANGED, form.differing(original)
        _write(viewing, ref, stored, said, {**words, "kind": kind, "reason": said["reason"]})

    if (status := _tried(form, do, stored)) == 0:
        return back_to(viewing, "check", ref, said=_("The check is worded as you say. It counts when it is judged."))
    lede = _("It is judged as before; what is recorded stays. The reason stands on the page of the check.")
    return _form(viewing, _("Tailor the check"), form, check.title, ref, status, lede=lede, verb=_("Save wording"))


@either
@project_page(MAY_TAILOR)
def check_waive(viewing: Viewing, ref: str) -> HttpResponse:
    """Waive a check that does not apply to this project, with the reason."""
    check, stored = check_named(viewing, ref), _stored(viewing, ref)
    if untailored(viewing.project, ref) is None:
        raise Conflict(_("This check was added by the project; remove it where it does not apply any more."))
    form = WaiveForm(sent(viewing), seen=page.seen(stored))

    def do(said: dict[str, Any]) -> None:
        _write(viewing, ref, stored, said, {"kind": Kind.WAIVED, "reason": said["reason"]})

    if (status := _tried(form, do, stored)) == 0:
        return back_to(viewing, "check", ref, said=_("The check does not apply here. It counts so when it is judged."))
    lede = _("It is then not asked for, and nobody’s signature is needed on it. Where it applies and is not met, a "
             "named person accepts the risk instead.")  # fmt: skip
    return _form(viewing, _("Waive the check"), form, check.title, ref, status, lede=lede, verb=_("Waive check"))


@either
@project_page(MAY_TAILOR)
def check_add(viewing: Viewing) -> HttpResponse:
    """Add a check to those of the checklists, with the reason."""
    areas = areas_of(viewing.project)
    form = AddCheckForm(sent(viewing), areas=areas, own=OWN)
    made: list[str] = []

    def do(said: dict[str, Any]) -> None:
        known = {check.ref for area in areas for check in area.checks}
        made.append(page.ref_for(said["area"], slug_of(said["title"]), known))
        values = {**said, "by": tuple(said["by"]), "kind": Kind.ADDED, "check_ref": made[0]}
        values.pop("area")
        tailor_checks(viewing.context, viewing.project, [page.change(None, page.row(values))])

    if tried(form, do):
        return back_to(viewing, "check", made[0], said=_("The check is added. It is unknown until somebody vouches."))
    lede = _("People vouch for it like for any other; a mandatory one stands in the way until it is met.")
    return show_form(viewing, _("Add a check"), form, _checklists(viewing), lede=lede, verb=_("Add check"))


@either
@project_page(MAY_TAILOR)
def check_untailor(viewing: Viewing, ref: str) -> HttpResponse:
    """Take a tailoring back: the check is again as its checklist has it, and an added one is gone."""
    stored = _stored(viewing, ref)
    if stored is None:
        raise NotFound("This check is as its checklist words it.")
    form = page.SeenForm(sent(viewing), seen=page.seen(stored))

    def do(said: dict[str, Any]) -> None:
        _check_seen(stored, said)
        tailor_checks(viewing.context, viewing.project, [page.change(stored, None)])

    if (status := _tried(form, do, stored)) == 0:
        return back_to(viewing, "packs", said=_("The check is again as its checklist has it."))
    title = check_named(viewing, ref).title
    lede, verb = page.taking_back(stored)
    return _form(viewing, _("Take the tailoring back"), form, title, ref, status, lede=lede, verb=verb)


def _stored(viewing: Viewing, ref: str) -> Row | None:
    return CHECKS.store.current(viewing.project).get((ref,))


def _check_seen(stored: Row | None, said: dict[str, Any]) -> None:
    if said["seen"] != page.seen(stored):
        raise Conflict(_("Somebody else tailored this check meanwhile. Send it again to replace what they said."))


def _write(viewing: Viewing, ref: str, stored: Row | None, said: dict[str, Any], values: dict[str, Any]) -> None:
    _check_seen(stored, said)
    kept = {"measure": stored.values["measure"], "by": stored.values["by"]} if stored else {}
    after = page.row({**kept, **values, "check_ref": ref})
    tailor_checks(viewing.context, viewing.project, [page.change(stored, after)])


def _tried(form: forms.Form, do: Any, stored: Row | None) -> int:
    """0 when it is done, else the status of the form. After a conflict the form stands against what is there now."""
    try:
        return 0 if tried(form, do) else 422 if form.is_bound else 200
    except Conflict as error:
        form.add_error(None, wording.said(error.sentence))
        given: Any = form.data
        again = given.copy()
        again["seen"] = page.seen(stored)
        form.data = again
        return 409


def _form(
    viewing: Viewing, title: str, form: forms.Form, check: str, ref: str, status: int, **context: Any
) -> HttpResponse:
    way = (check, reverse("check", args=[viewing.project.slug, ref]))
    response = show_form(viewing, title, form, _checklists(viewing), way, **context)
    response.status_code = status
    return response


def _checklists(viewing: Viewing) -> Step:
    return _("Checklists"), reverse("packs", args=[viewing.project.slug])

"""Signing what one sees, refusing to, and saying that a change does not matter."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstlight.assurance.actions import declare_immaterial, refuse_to_sign, sign
from firstlight.assurance.models import Delegation, Signature
from firstlight.assurance.policies import MAY_DECLARE_IMMATERIAL, MAY_SIGN
from firstlight.assurance.queries import delegations_held, signatures_of
from firstlight.contracts.rendering import Rendering, difference, read_rendering
from firstlight.kernel import renderings
from firstlight.kernel.errors import Conflict, NotFound
from firstlight.kernel.policies import Policy
from firstlight.web import wording
from firstlight.web.forms.answering import show_form, tried
from firstlight.web.forms.signing import ImmaterialForm, RefuseForm, SignForm
from firstlight.web.pages import signing as page
from firstlight.web.saying import back_to
from firstlight.web.showing import Step, show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.workspace import policies as workspace

either = require_http_methods(["GET", "HEAD", "POST"])

#: Who signs something may see it: by the kind of content.
_SEES: dict[str, Policy] = {
    "scope": workspace.MAY_VIEW_SCOPE,
    "testing": workspace.MAY_VIEW_TESTING,
    "dependencies": workspace.MAY_VIEW_DEPENDENCIES,
    "cutover": workspace.MAY_VIEW_CUTOVER,
    "cutover-scripts": workspace.MAY_VIEW_CUTOVER,
}


def content_of(viewing: Viewing, on: str) -> Rendering:
    """Today's content, for a viewer who may see it. NotFound when there is nothing to sign under that name."""
    _SEES.get(on.partition(":")[0], workspace.MAY_VIEW_READINESS).check(viewing.context)
    today = renderings.render(viewing.project, on, viewing.context.now)
    if today is None:
        raise NotFound(_("There is nothing under this name that could be signed."))
    return today


def _way(viewing: Viewing) -> Step:
    return _("Signatures"), reverse("signatures", args=[viewing.project.slug])


@either
@project_page(MAY_SIGN, confirmed=True)
def sign_content(viewing: Viewing, on: str) -> HttpResponse:
    """Exactly what is signed, and the form that signs it. What changed since it was shown is not signed."""
    today = content_of(viewing, on)
    form = _sign_form(viewing, on, today)
    given = form.data
    if form.is_bound and given.get("digest") != today.digest():
        return _changed(viewing, on, today, given.get("seen", ""), given.get("digest", ""))
    if tried(form, lambda said: _sign(viewing, on, said)):
        return back_to(viewing, "signatures", said=_("You have signed. It counts when the project is judged again."))
    return _shown(viewing, on, today, form, RefuseForm(None, **_refusing(viewing, today)))


def _sign_form(viewing: Viewing, on: str, today: Rendering) -> SignForm:
    held = delegations_held(viewing.person, viewing.context.now)
    roles = page.roles_to_sign(viewing.person, held, on, viewing.request.GET.get("role", ""))
    seen = today.canonical()
    initial = {"digest": today.digest(), "seen": seen if len(seen) <= page.LONGEST_SEEN else ""}
    return SignForm(sent(viewing), roles=roles, initial=initial)


def _sign(viewing: Viewing, on: str, said: dict[str, str]) -> None:
    role, _slash, number = said["role"].partition("/")
    mine = Delegation.objects.filter(delegate=viewing.person).select_related("giver", "project")
    delegation = get_object_or_404(mine, pk=number) if number else None
    sign(
        viewing.context, on=on, person=viewing.person, role=role, statement=said["statement"], digest=said["digest"],
        delegation=delegation,
    )  # fmt: skip


def _refusing(viewing: Viewing, today: Rendering) -> dict[str, Any]:
    return {"roles": page.own_roles(viewing.person), "initial": {"digest": today.digest()}}


def _shown(viewing: Viewing, on: str, today: Rendering, form: SignForm, refuse: RefuseForm) -> HttpResponse:
    given = signatures_of(viewing.project, viewing.context.now, on=on)
    response = show_form(
        viewing, wording.said(today.title), form, _way(viewing), template="sign.html", today=today, on=on,
        refuse=refuse, short=page.short(today.digest()), last=page.since_last(given, viewing.person, today),
    )  # fmt: skip
    response.status_code = 422 if form.errors or refuse.errors else 200
    return response


def _changed(viewing: Viewing, on: str, today: Rendering, seen: str, digest: str) -> HttpResponse:
    """It changed while one looked: the difference, the way back to it, and nothing signed."""
    changes = page.changed_meanwhile(seen, digest, today)
    title = _("It changed while you looked")
    response = show(viewing, "sign_changed.html", title, _way(viewing), today=today, on=on, changes=changes)
    response.status_code = 409
    return response


@require_POST
@project_page(MAY_SIGN, confirmed=True)
def refuse(viewing: Viewing, on: str) -> HttpResponse:
    """Say under one's name why one does not sign what one was shown."""
    today = content_of(viewing, on)
    form = RefuseForm(viewing.request.POST, **_refusing(viewing, today))
    if form.data.get("digest") and form.data["digest"] != today.digest():
        return _changed(viewing, on, today, "", "")
    person = viewing.person
    if tried(form, lambda said: refuse_to_sign(viewing.context, on=on, person=person, **said)):
        return back_to(viewing, "signatures", said=_("Your refusal is recorded, with your reason."), state="running")
    held = delegations_held(person, viewing.context.now)
    roles = page.roles_to_sign(person, held, on)
    blank = SignForm(None, roles=roles, initial={"digest": today.digest(), "seen": today.canonical()})
    return _shown(viewing, on, today, blank, form)


@either
@project_page(MAY_DECLARE_IMMATERIAL, confirmed=True)
def immaterial(viewing: Viewing, number: int) -> HttpResponse:
    """Declare that what changed under a signature does not matter, and why."""
    rows = Signature.objects.select_related("person", "project")
    given = get_object_or_404(rows.exclude(digest=""), pk=number, project=viewing.project)
    today = content_of(viewing, given.on)
    if today.digest() == given.digest:
        raise Conflict(_("This signature covers what is there; there is no change to declare immaterial."))
    form = ImmaterialForm(sent(viewing), digest=today.digest())
    if tried(form, lambda said: declare_immaterial(viewing.context, given, **said)):
        who = given.person.name
        return back_to(
            viewing, "signatures", said=_("The change is declared immaterial; %(who)s is told.") % {"who": who}
        )
    changes = page.changes(difference(read_rendering(given.rendering), today))
    lede = _("It covers the signature of %(who)s with this change, and with no further one.") % {
        "who": given.person.name
    }
    title, verb = _("Declare the change immaterial"), _("Declare immaterial")
    return show_form(
        viewing, title, form, _way(viewing), template="immaterial.html", lede=lede, verb=verb, changes=changes
    )

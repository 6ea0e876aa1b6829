"""What people say about a check: their word, an accepted risk, a mitigation."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firstlight.assurance.actions import attest, open_action, withdraw_word
from firstlight.assurance.models import Attestation
from firstlight.assurance.policies import MAY_ACT, MAY_ATTEST
from firstlight.kernel.errors import Invalid, NotFound
from firstlight.packs.actions import accept_risk, end_acceptance
from firstlight.packs.content import Check
from firstlight.packs.policies import MAY_WAIVE
from firstlight.packs.queries import acceptances_of, areas_of
from firstlight.web.forms.answering import in_project_zone, show_form, tried
from firstlight.web.forms.vouching import AcceptRiskForm, AttestForm, BecauseForm, MitigateForm
from firstlight.web.pages import vouching as page
from firstlight.web.saying import back_to
from firstlight.web.showing import Step
from firstlight.web.viewing import Viewing, project_page, sent

either = require_http_methods(["GET", "HEAD", "POST"])


def check_named(viewing: Viewing, ref: str) -> Check:
    """The check of that ref among the project's. NotFound when there is none."""
    found = next((one for area in areas_of(viewing.project) for one in area.checks if one.ref == ref), None)
    if found is None:
        raise NotFound(_("There is no such check."))
    return found


def _way(viewing: Viewing, check: Check) -> Step:
    return check.title, reverse("check", args=[viewing.project.slug, check.ref])


@either
@project_page(MAY_ATTEST)
@in_project_zone
def attest_check(viewing: Viewing, ref: str) -> HttpResponse:
    """Give one's word on a check, with evidence."""
    check, given = check_named(viewing, ref), sent(viewing)
    if not check.attested_by:
        raise Invalid(_("This check is computed from the records of the project; nobody’s word changes it."))
    files = viewing.request.FILES if given is not None else None
    form = AttestForm(given, files, roles=page.roles_for(viewing.person, check))

    def do(said: dict[str, Any]) -> None:
        attest(
            viewing.context, check_ref=ref, person=viewing.person, uploads=tuple(form.uploads()),
            links=[said["link"]] if said["link"] else [],
            **{name: said[name] for name in ("state", "statement", "role", "effective", "expires")},
        )  # fmt: skip

    if tried(form, do):
        return back_to(
            viewing, "check", ref, said=_("Your word is recorded. It counts when the check is judged again.")
        )
    lede = page.word_wanted(check)
    return show_form(
        viewing, _("Give your word"), form, _way(viewing, check), lede=lede, verb=_("Give word"), files=True,
        template="attest.html", evidence_wanted=check.evidence_required,
    )  # fmt: skip


@either
@project_page(MAY_ATTEST)
def withdraw(viewing: Viewing, number: int) -> HttpResponse:
    """Take one's own word back."""
    word = get_object_or_404(Attestation.objects.select_related("person"), pk=number, project=viewing.project)
    form = BecauseForm(sent(viewing))
    if tried(form, lambda said: withdraw_word(viewing.context, word, because=said["because"])):
        return back_to(viewing, "check", word.check_ref, said=_("Your word is taken back. It counts no longer."))
    check = check_named(viewing, word.check_ref)
    lede = _("You said: “%(words)s” It stays to be read, and counts no longer.") % {"words": word.statement}
    return show_form(viewing, _("Take your word back"), form, _way(viewing, check), lede=lede, verb=_("Take word back"))


@either
@project_page(MAY_WAIVE, confirmed=True)
@in_project_zone
def accept(viewing: Viewing, ref: str) -> HttpResponse:
    """Accept in writing the risk that a check is not met."""
    check, form = check_named(viewing, ref), AcceptRiskForm(sent(viewing))
    person = viewing.person
    if tried(form, lambda said: accept_risk(viewing.context, check_ref=ref, person=person, **said)):
        return back_to(
            viewing, "check", ref, said=_("You have accepted the risk. It counts when the check is judged again.")
        )
    lede = page.risk_borne(check)
    return show_form(viewing, _("Accept the risk"), form, _way(viewing, check), lede=lede, verb=_("Accept risk"))


@either
@project_page(MAY_WAIVE, confirmed=True)
def end_accepting(viewing: Viewing, ref: str) -> HttpResponse:
    """End the acceptance of a risk before its time is over."""
    check, form = check_named(viewing, ref), BecauseForm(sent(viewing))
    held = acceptances_of(viewing.project, ref, viewing.context.now)
    if not held:
        raise NotFound(_("No accepted risk of this check holds now."))
    if tried(form, lambda said: end_acceptance(viewing.context, held[0], because=said["because"])):
        return back_to(viewing, "check", ref, said=_("The risk is no longer accepted."))
    lede = page.acceptance_sentence(held[0])
    return show_form(viewing, _("End the acceptance"), form, _way(viewing, check), lede=lede, verb=_("End acceptance"))


@either
@project_page(MAY_ACT)
@in_project_zone
def mitigate(viewing: Viewing, ref: str) -> HttpResponse:
    """Open a mitigation from a check."""
    check = check_named(viewing, ref)
    form = MitigateForm(sent(viewing), owners=page.owners(viewing.project))
    source = _("Check %(title)s") % {"title": check.title[:150]}
    if tried(form, lambda said: open_action(viewing.context, check_ref=ref, source=source, **said)):
        return back_to(viewing, "check", ref, said=_("The mitigation stands in the list of actions."))
    lede = page.mitigation_for(check)
    return show_form(viewing, _("Add a mitigation"), form, _way(viewing, check), lede=lede, verb=_("Add mitigation"))

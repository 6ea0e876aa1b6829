"""What waits for whose signature, asking for signatures, and letting others sign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstlight.assurance.actions import (
    ask_for_signatures,
    delegate_signing,
    end_delegation,
    remind_signer,
    withdraw_request,
)
from firstlight.assurance.actions import asking as actions
from firstlight.assurance.models import AskedSigner, Delegation, SignatureRequest
from firstlight.assurance.policies import MAY_ASK, MAY_SIGN
from firstlight.assurance.queries import declared_to, delegations_held, delegations_of, requests_of, standings_on
from firstlight.assurance.rules import RequestFacts
from firstlight.kernel.errors import NotFound
from firstlight.letters.queries import has_mail, letters_about
from firstlight.packs.queries import areas_of
from firstlight.readiness.queries import body_of, latest_assessment
from firstlight.web import letters
from firstlight.web.forms.answering import in_project_zone, show_form, tried
from firstlight.web.forms.signing import AskForm, DelegateForm
from firstlight.web.pages import signing as page
from firstlight.web.pages.letters import letter_line, mail_to, reminded
from firstlight.web.saying import back_to
from firstlight.web.showing import Step, show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.workspace.policies import MAY_VIEW_DECISIONS
from firstlight.workspace.queries import zone_of

either = require_http_methods(["GET", "HEAD", "POST"])


def _way(viewing: Viewing) -> Step:
    return _("Signatures"), reverse("signatures", args=[viewing.project.slug])


def _today(viewing: Viewing) -> date:
    return viewing.context.now.astimezone(zone_of(viewing.project)).date()


@require_safe
@project_page(MAY_VIEW_DECISIONS)
def signatures(viewing: Viewing) -> HttpResponse:
    """What waits for whose signature since when: one's own on top."""
    now, me = viewing.context.now, viewing.person
    requests = requests_of(viewing.project, now)
    standings = {on: standings_on(viewing.project, on, now) for on in {one.on for one in requests}}
    titles = dict(page.contents(areas_of(viewing.project)))
    looking = _looking(viewing, requests)
    lines = [page.request_line(one, standings[one.on], page.content_title(one.on, titles), looking) for one in requests]
    return show(
        viewing, "signatures.html", _("Signatures"), lines=page.by_urgency(lines), contents=_wanted(viewing, titles),
        told=declared_to(me), may_ask=ask_for_signatures.allowed(viewing.context), has_mail=looking.has_mail,
        may_sign=delegate_signing.allowed(viewing.context),
    )  # fmt: skip


def _looking(viewing: Viewing, requests: Sequence[RequestFacts]) -> page.Looking:
    """Who looks, and the letters to those who are asked."""
    me, ahead = viewing.person, viewing.project.clock_offset
    refs = {me.ref, *(one.giver.ref for one in delegations_held(me, viewing.context.now))}
    named = {letters.about(who.pk): who.pk for one in requests for step in one.steps for who in step.signers}
    found = letters_about(viewing.project, named) if named else {}
    lines = {named[about]: letter_line(letter, ahead) for about, letter in found.items()}
    return page.Looking(refs, me.ref, _today(viewing), lines, has_mail())


def _wanted(viewing: Viewing, titles: dict[str, str]) -> list[page.WantedLine]:
    latest = latest_assessment(viewing.project)
    return page.wanted_lines(titles.items(), body_of(latest) if latest else {}, viewing.person)


@either
@project_page(MAY_ASK)
def ask(viewing: Viewing) -> HttpResponse:
    """Ask for signatures, step by step."""
    project, person = viewing.project, viewing.person
    contents = page.contents(areas_of(project))
    people = page.people_who_sign(project, person)
    form = AskForm(sent(viewing), contents=contents, people=people, on=viewing.request.GET.get("on", ""))

    def do(said: dict[str, Any]) -> None:
        known = {one.ref: one for one in project.people.all()}
        pairs = ((quorum, [name.rpartition("/") for name in chosen]) for quorum, chosen in form.steps())
        steps = [actions.Step(quorum, tuple((known[ref], role) for ref, _slash, role in who)) for quorum, who in pairs]
        words = {name: said[name] for name in ("on", "reason", "due")}
        ask_for_signatures(viewing.context, person=person, steps=steps, **words)

    if tried(form, do):
        return back_to(viewing, "signatures", said=_("The signatures are asked for."))
    lede = _("Each step is signed before the next begins. Whoever asks signs nothing of it.")
    return show_form(
        viewing,
        _("Ask for signatures"),
        form,
        _way(viewing),
        lede=lede,
        verb=_("Ask for signatures"),
        template="ask.html",
    )


@either
@project_page(MAY_ASK)
def remind(viewing: Viewing, number: int) -> HttpResponse:
    """Remind somebody by mail; or words to copy, and a note that one has reminded them oneself."""
    asked, given = letters.asked_named(viewing.project, number), sent(viewing)
    if asked is None:
        raise NotFound(_("Nobody is asked here."))
    mailed = letters.can_mail(asked.person.email)
    if given is None:
        return _words_to_copy(viewing, asked, mailed=mailed)
    before, by_hand = asked.reminders, not mailed or bool(given.get("by_hand"))
    after = remind_signer(viewing.context, asked, by_hand=by_hand)
    said, state = reminded(asked.person, by_hand=by_hand, again=after.reminders > before)
    return back_to(viewing, "signatures", said=said, state=state)


def _words_to_copy(viewing: Viewing, asked: AskedSigner, *, mailed: bool) -> HttpResponse:
    base = viewing.request.build_absolute_uri("/").rstrip("/")
    words = letters.signing_words(asked, base, reminder=True)
    address = mail_to(asked.person.email, words.subject, words.body)
    title = _("Remind %(who)s") % {"who": asked.person.name}
    facts = {"asked": asked, "words": words, "address": address, "mailed": mailed, "has_mail": has_mail()}
    return show(viewing, "remind.html", title, _way(viewing), **facts)


@require_POST
@project_page(MAY_ASK)
def withdraw(viewing: Viewing, number: int) -> HttpResponse:
    """Ask no longer."""
    rows = SignatureRequest.objects.select_related("asked_by")
    withdraw_request(viewing.context, get_object_or_404(rows, pk=number, project=viewing.project))
    return back_to(viewing, "signatures", said=_("The request is withdrawn. Signatures that were given stay."))


@either
@project_page(MAY_SIGN)
@in_project_zone
def delegations(viewing: Viewing) -> HttpResponse:
    """Who signs for whom, and a form to let somebody sign for oneself."""
    project, me = viewing.project, viewing.person
    titles = page.contents(areas_of(project))
    people = page.delegates(project, me)
    form = DelegateForm(sent(viewing), people=people, contents=[("", _("Everything I sign")), *titles])

    def do(said: dict[str, Any]) -> None:
        delegate = project.people.get(ref=said.pop("delegate"))
        delegate_signing(viewing.context, giver=me, delegate=delegate, **said)

    if tried(form, do):
        return back_to(viewing, "delegations", said=_("They can sign for you in that time."))
    lines = page.delegation_lines(delegations_of(project), me, dict(titles), viewing.context.now)
    lede = _("Who signs for you is named with your name on each signature, and cannot pass it on.")
    title, verb = _("Who signs for whom"), _("Let them sign for me")
    return show_form(
        viewing, title, form, _way(viewing), template="delegations.html", lede=lede, verb=verb, lines=lines
    )


@require_POST
@project_page(MAY_SIGN)
def end(viewing: Viewing, number: int) -> HttpResponse:
    """End a delegation that one gave."""
    rows = Delegation.objects.select_related("giver", "delegate")
    end_delegation(viewing.context, get_object_or_404(rows, pk=number, project=viewing.project))
    return back_to(viewing, "delegations", said=_("They sign for you no longer."))

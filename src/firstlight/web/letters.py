"""Letters to those who are asked to sign: written in their language, once for each occasion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstlight.assurance.models import AskedSigner
from firstlight.assurance.queries import requests_of, standings_on
from firstlight.assurance.rules import outstanding, signature_of
from firstlight.contracts.events import SignerReminded, SigningMoved
from firstlight.kernel.outbox import handles
from firstlight.letters import stores
from firstlight.letters.queries import has_mail
from firstlight.packs.queries import areas_of
from firstlight.web import wording
from firstlight.web.pages.signing import content_title, contents
from firstlight.workspace.languages import language_of
from firstlight.workspace.models import Project
from firstlight.workspace.queries import zone_of

_ROWS = AskedSigner.objects.select_related("person__user", "step__request__asked_by", "step__request__project")


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in a letter."""

    subject: str
    body: str


def about(asked: int) -> str:
    """How letters name one who is asked to sign."""
    return f"asked:{asked}"


def can_mail(mail: str) -> bool:
    """Whether a letter can go to that address from here."""
    return bool(mail) and has_mail()


def signing_words(asked: AskedSigner, base: str, *, reminder: bool) -> Words:
    """The letter to one who is asked to sign, in their language. `base` is where people reach this installation."""
    request, person = asked.step.request, asked.person
    project = request.project
    with override(language_of(person)):
        title = content_title(request.on, dict(contents(areas_of(project))))
        facts: dict[str, Any] = {
            "name": person.name, "who": request.asked_by.name, "role": wording.role_inside(asked.role), "title": title,
            "project": project.name, "reason": request.reason, "due": wording.day(request.due), "reminder": reminder,
            "asked": wording.day(request.asked.astimezone(zone_of(project)).date()),
            "address": base + reverse("sign", args=[project.slug, request.on]),
        }  # fmt: skip
        subject = _("Reminder: your signature on “%(title)s”") if reminder else _("Your signature on “%(title)s”")
        body = render_to_string("firstlight/signing_mail.txt", facts).strip() + "\n"
        return Words(" ".join((subject % facts).split())[:300], body)


def asked_named(project: Project, number: int) -> AskedSigner | None:
    """One who is asked to sign in this project."""
    return _ROWS.filter(pk=number, step__request__project=project).first()


@handles(SigningMoved)
def write_to_whose_turn_it_is(event: SigningMoved, now: datetime) -> None:
    """Each of those for whom a request waits gets one letter; letters to the others are not needed any more."""
    project = _project(event.project)
    if project is None or not has_mail():
        return
    known = _ROWS.filter(step__request__project=project, step__request__on=event.on)
    turn = _asked_now(project, event.on)
    stores.drop(project, [about(one.pk) for one in known if one.pk not in turn])
    for one in known:
        if one.pk in turn:
            _write(one, f"turn:{one.pk}", reminder=False)


@handles(SignerReminded)
def write_a_reminder(event: SignerReminded, now: datetime) -> None:
    """One letter for each time, unless they have signed by now."""
    project = _project(event.project)
    asked = asked_named(project, event.asked) if project and has_mail() else None
    if project is None or asked is None or not _still_open(project, asked):
        return
    _write(asked, f"reminder:{asked.pk}:{event.count}", reminder=True)


def _project(uid: str) -> Project | None:
    return Project.objects.filter(uid=uid).first()


def _asked_now(project: Project, on: str) -> set[int]:
    """Those for whom requests wait, by the project's own clock: an event that was left behind comes by another one."""
    now = timezone.now() + project.clock_offset
    requests = requests_of(project, now, on=on)
    standings = standings_on(project, on, now) if requests else []
    return {one.pk for request in requests for one in outstanding(request, standings)}


def _still_open(project: Project, asked: AskedSigner) -> bool:
    now, on = timezone.now() + project.clock_offset, asked.step.request.on
    everyone = [one for request in requests_of(project, now, on=on) for step in request.steps for one in step.signers]
    facts = next((one for one in everyone if one.pk == asked.pk), None)
    return facts is not None and signature_of(facts, standings_on(project, on, now)) is None


def _write(asked: AskedSigner, key: str, *, reminder: bool) -> None:
    person, request = asked.person, asked.step.request
    if not person.email:
        return
    words = signing_words(asked, settings.ADDRESS, reminder=reminder)
    stores.write_letter(
        request.project, key, timezone.now(), about=about(asked.pk), to=person.email,
        to_name=" ".join(person.name.split()), reply_to=request.asked_by.email, subject=words.subject, body=words.body,
    )  # fmt: skip

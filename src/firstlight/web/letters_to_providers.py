"""Letters to providers: the link, sent at once and kept nowhere; and reminders, which name the link they have."""

from __future__ import annotations

import logging
from datetime import date, datetime
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstlight.contracts.events import ProviderSilent
from firstlight.dependencies.models import Dependency
from firstlight.dependencies.queries import asked_by_link, working_links
from firstlight.kernel.outbox import handles
from firstlight.letters import stores
from firstlight.letters.queries import has_mail
from firstlight.web import wording
from firstlight.web.letters import Words
from firstlight.workspace.models import GuestLink, Person, Project
from firstlight.workspace.queries import zone_of


def about(row: Dependency) -> str:
    """How letters name the dependency that they are about."""
    return f"provider:{row.pk}"


def link_words(row: Dependency, project: Project, address: str) -> Words:
    """The letter that hands a link over. The language of the contact is not known: it is that of the installation."""
    with override(settings.LANGUAGE_CODE):
        subject = _("%(what)s for %(project)s: does the date stand?") % {"what": row.title, "project": project.name}
        return Words(" ".join(subject.split())[:300], _body(row, project, address=address))


def send_link(row: Dependency, project: Project, address: str) -> bool:
    """Mail it. False where the server did not take it: it can be copied all the same, and is not tried again."""
    words = link_words(row, project, address)
    try:
        return bool(send_mail(words.subject, words.body, None, [row.contact_mail]))
    except (SMTPException, OSError):
        logging.getLogger(__name__).warning("The link of a provider could not be sent by mail.", exc_info=True)
        return False


@handles(ProviderSilent)
def write_to_a_silent_provider(event: ProviderSilent, now: datetime) -> None:
    """One letter for each day on which that was noticed, while a link of theirs works."""
    project = Project.objects.filter(uid=event.project).first()
    row = Dependency.objects.filter(project=project, ref=event.dependency).first() if project else None
    link = _link_of(project, row) if project and row else None
    if project is None or row is None or link is None or not row.contact_mail or not has_mail():
        return
    with override(settings.LANGUAGE_CODE):
        subject = _("Reminder: %(what)s for %(project)s") % {"what": row.title, "project": project.name}
        body = _body(row, project, link=link, days=event.days)
    stores.write_letter(
        project, f"silent:{row.pk}:{event.day}", timezone.now(), about=about(row), to=row.contact_mail,
        to_name=_name(row), reply_to=_answer_to(project, row), subject=" ".join(subject.split())[:300], body=body,
    )  # fmt: skip


def _link_of(project: Project, row: Dependency) -> GuestLink | None:
    """The newest link of theirs that works."""
    mine = [one for one in working_links(timezone.now()) if one.project_id == project.pk]
    fitting = [one for one in mine if asked_by_link(project, one).filter(pk=row.pk).exists()]
    return max(fitting, key=lambda one: one.made, default=None)


def _body(row: Dependency, project: Project, **more: Any) -> str:
    facts: dict[str, Any] = {
        "name": _name(row), "what": row.title, "project": project.name, "address": "", "link": None,
        "promised": wording.day(row.promised) if row.promised else "", "owner": row.owner, **more,
    }  # fmt: skip
    link: GuestLink | None = facts["link"]
    if link is not None:
        zone = zone_of(project)
        facts |= {"given": _day(link.made, zone), "until": _day(link.expires, zone)}
    return render_to_string("firstlight/provider_mail.txt", facts).strip() + "\n"


def _day(at: datetime, zone: Any) -> str:
    found: date = at.astimezone(zone).date()
    return wording.day(found)


def _name(row: Dependency) -> str:
    return " ".join((row.contact.partition(",")[0] or row.provider or row.title).split())[:200]


def _answer_to(project: Project, row: Dependency) -> str:
    """Whoever looks after it in the project, where they are somebody with a mail address."""
    person = Person.objects.filter(project=project, name=row.owner).first() if row.owner else None
    return person.email if person else ""

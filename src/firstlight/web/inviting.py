"""The mail that invites somebody."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from firstlight.workspace.models import Invitation, Project

#: What Django says when nobody has set a sender.
_NO_SENDER = "webmaster@localhost"


def has_mail() -> bool:
    """Whether this installation can send mail."""
    return str(settings.DEFAULT_FROM_EMAIL) != _NO_SENDER


def send_invitation(invitation: Invitation, project: Project, address: str) -> bool:
    """Send it. False where there is no mail, or the server did not take it: the link can be copied all the same."""
    if not has_mail():
        return False
    facts = {"project": project.name, "who": invitation.made_by, "address": address}
    subject = " ".join((_("Invitation to %(project)s") % facts).split())
    words = _(
        "%(who)s invites you to the project %(project)s in Firstlight.\n\nOpen this link to accept:\n%(address)s\n"
    )
    try:
        return bool(send_mail(subject, words % facts, None, [invitation.email]))
    except (SMTPException, OSError):
        logging.getLogger(__name__).warning("An invitation could not be sent by mail.", exc_info=True)
        return False

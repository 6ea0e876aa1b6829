"""The mail that invites somebody."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.core.mail import send_mail
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from firstlight.identity.queries import account_of
from firstlight.workspace.models import Invitation, Project


def send_invitation(invitation: Invitation, project: Project, address: str) -> bool:
    """Send it, in the language of the account if there is one; else in that of whoever invites.

    False where the server did not take it: the link can be copied all the same. It is not tried again, since the link
    in it is kept nowhere.
    """
    account = account_of(invitation.email)
    with override((account.language if account else "") or get_language()):
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

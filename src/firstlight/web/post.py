"""Letters from the door, sent after the answer: how long a page takes says nothing about who has an account."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Thread

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstlight.identity.actions import ask_for_link
from firstlight.identity.queries import account_of
from firstlight.kernel.context import Context

_log = logging.getLogger(__name__)


def later(do: Callable[[], None]) -> None:
    """Do it beside the answer to this request. What goes wrong is logged, because nobody waits for it."""

    def done() -> None:
        try:
            do()
        except Exception:
            _log.exception("A letter could not be sent")
        finally:
            connection.close()

    Thread(target=done, name="post").start()


def send_link(context: Context, email: str, address_for: Callable[[str], str]) -> None:
    """Mail a link to whoever has an account under this address; nothing where nobody has. `address_for` a token."""
    user = account_of(email)
    if user is None:
        return
    token = ask_for_link(context, user)
    with override(user.language or settings.LANGUAGE_CODE):
        words = render_to_string("firstlight/sign_in_mail.txt", {"name": user.name, "address": address_for(token)})
        send_mail(_("Your sign-in link for Firstlight"), words, None, [user.email])

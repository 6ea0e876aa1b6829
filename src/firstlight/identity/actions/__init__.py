"""The only writers of accounts and of what opens them."""

from __future__ import annotations

from firstlight.identity.actions.accounts import add_user, change_account, let_add_projects, set_password
from firstlight.identity.actions.codes import (
    add_authenticator_app,
    make_recovery_codes,
    remove_authenticator_app,
    reset_second_factor,
    use_code,
    use_recovery_code,
)
from firstlight.identity.actions.links import LINK_LIFE, ask_for_link, make_sign_in_link, use_sign_in_link
from firstlight.identity.actions.organisations import tie_to_organisation
from firstlight.identity.actions.passkeys import add_passkey, remove_passkey, use_passkey
from firstlight.identity.actions.sessions import begin_session, confirm_person, end_sessions, note_failures
from firstlight.identity.tokens import digest_of

__all__ = [
    "LINK_LIFE",
    "add_authenticator_app",
    "add_passkey",
    "add_user",
    "ask_for_link",
    "begin_session",
    "change_account",
    "confirm_person",
    "digest_of",
    "end_sessions",
    "let_add_projects",
    "make_recovery_codes",
    "make_sign_in_link",
    "note_failures",
    "remove_authenticator_app",
    "remove_passkey",
    "reset_second_factor",
    "set_password",
    "tie_to_organisation",
    "use_code",
    "use_passkey",
    "use_recovery_code",
    "use_sign_in_link",
]

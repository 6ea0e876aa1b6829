"""Reading accounts, links, and what people sign in with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from firstlight.identity.audit import SIGNED_IN
from firstlight.identity.models import AuthenticatorApp, OrganisationAccount, Passkey, RecoveryCode, SignInLink, User
from firstlight.identity.policies import OWN_ACCOUNT
from firstlight.identity.tokens import digest_of
from firstlight.kernel.context import Actor, Context
from firstlight.ledger.models import Entry
from firstlight.ledger.queries import PLACE
from firstlight.ledger.recording import WORKSPACE


@dataclass(frozen=True, slots=True)
class Keys:
    """What a person can show at the door."""

    password: bool
    passkeys: int
    app: bool
    recovery_codes: int
    organisation: bool

    @property
    def second(self) -> bool:
        """Whether a password or a link alone does not sign in."""
        return self.app or self.passkeys > 0

    @property
    def can_confirm(self) -> bool:
        """Whether there is something to show again without a new link."""
        return self.password or self.second


def holder_of(token: str, now: datetime) -> User | None:
    """Whom a link would sign in. None when it never was, has been used or has expired. Uses nothing up."""
    link = SignInLink.objects.select_related("user").filter(token_digest=digest_of(token), used=None).first()
    return link.user if link and link.expires > now and link.user.is_active else None


def account_of(email: str) -> User | None:
    """The open account of a mail address, however it is written."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def account_with_number(number: object) -> User | None:
    """The open account of that number."""
    return User.objects.filter(pk=number, is_active=True).first() if isinstance(number, int) else None


def account_of_organisation(issuer: str, subject: str) -> User | None:
    """The open account that the organisation's sign-in knows under this name."""
    known = OrganisationAccount.objects.select_related("user").filter(issuer=issuer, subject=subject).first()
    return known.user if known and known.user.is_active else None


def keys_of(user: User) -> Keys:
    """What the person can show."""
    return Keys(
        password=user.has_usable_password(),
        passkeys=user.passkeys.count(),
        app=AuthenticatorApp.objects.filter(user=user).exists(),
        recovery_codes=RecoveryCode.objects.filter(user=user, used=None).count(),
        organisation=user.organisation_accounts.exists(),
    )


def passkeys_of(user: User) -> list[Passkey]:
    """The person's passkeys, oldest first."""
    return list(user.passkeys.select_related("user").order_by("added", "pk"))


def app_of(user: User) -> AuthenticatorApp | None:
    """The person's authenticator app."""
    return AuthenticatorApp.objects.filter(user=user).first()


def own_context(user: User, now: datetime) -> Context:
    """The circumstances of a person at their own account, outside of any project."""
    return Context(Actor("person", str(user.pk), user.name, OWN_ACCOUNT), now)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A time at which somebody signed in, how, and with what browser."""

    at: datetime
    by: str
    device: str


def recent_sign_ins(user: User, most: int = 5) -> list[SignIn]:
    """The newest times this person signed in, as the ledger has them."""
    entries = Entry.objects.filter(
        stream=WORKSPACE, subject_kind="user", subject_id=str(user.pk), action=SIGNED_IN.code
    ).order_by(PLACE.desc())[:most]
    told = [(entry.at, json.loads(entry.after or "{}")) for entry in entries]
    return [SignIn(at, facts.get("by", ""), facts.get("device", "")) for at, facts in told]

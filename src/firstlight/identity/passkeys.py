"""Asking a browser for a passkey and judging what it answers (Web Authentication). Reads and writes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from firstlight.identity.models import Passkey, User
from firstlight.kernel.errors import Invalid

#: How long a browser may take to answer.
ANSWER_WITHIN = timedelta(minutes=5)

_WRONG = (ValueError, TypeError, KeyError, AttributeError, InvalidSignature, AssertionError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Site:
    """Where the browser is: the name that passkeys belong to, and the origins that may use them."""

    name: str
    origins: frozenset[str]

    @classmethod
    def of_host(cls, host: str) -> Site:
        """The site of a Host header. Without encryption only on this machine, as browsers have it."""
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        local = name == "localhost" or name.endswith(".localhost")
        return cls(name, frozenset({f"https://{host}"} | ({f"http://{host}"} if local else set())))


@dataclass(frozen=True, slots=True)
class Question:
    """What a browser was asked, and when. Kept in the session until it answers."""

    challenge: str
    asked: datetime

    def digest(self) -> str:
        """Under which it is remembered that this question has been answered."""
        return hashlib.sha256(self.challenge.encode()).hexdigest()

    def check_age(self, now: datetime) -> None:
        """Raises Invalid when the browser took too long."""
        if not timedelta() <= now - self.asked <= ANSWER_WITHIN:
            raise Invalid("The passkey took longer than five minutes. Use it again.", code="passkey-late")


@dataclass(frozen=True, slots=True)
class NewCredential:
    """The public half of a new passkey."""

    credential_id: str
    credential: str
    sign_count: int


def ask_for_new(site: Site, user: User, known: Sequence[Passkey], now: datetime) -> tuple[dict[str, Any], Question]:
    """The options with which a browser makes a passkey that can be found without typing a name."""
    options, state = _server(site).register_begin(
        PublicKeyCredentialUserEntity(id=_handle(user), name=user.email, display_name=user.name),
        credentials=[_data(one) for one in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), Question(state["challenge"], now)


def ask_for_known(site: Site, known: Sequence[Passkey], now: datetime) -> tuple[dict[str, Any], Question]:
    """The options with which a browser signs in: with one of these passkeys, or, given none, with any of this site."""
    options, state = _server(site).authenticate_begin(
        credentials=[_data(one) for one in known] or None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), Question(state["challenge"], now)


def read_new(site: Site, question: Question, answer: Mapping[str, Any]) -> NewCredential:
    """Raises Invalid for an answer to another question, from another site, or by nobody in particular."""
    try:
        data = _server(site).register_complete(_state(question), answer)
        credential = data.credential_data
        if credential is None:
            raise ValueError("no credential")
    except _WRONG as error:
        raise Invalid("The browser's answer does not fit. Add the passkey again.", code="passkey-wrong") from error
    return NewCredential(websafe_encode(credential.credential_id), websafe_encode(bytes(credential)), data.counter)


def named_in(answer: Mapping[str, Any]) -> str:
    """Which passkey an answer is by, base64url without padding; empty when it does not say."""
    named = answer.get("id")
    return named.rstrip("=") if isinstance(named, str) else ""


def read_known(site: Site, question: Question, passkey: Passkey, answer: Mapping[str, Any]) -> int:
    """How often the device has signed. Raises Invalid for a wrong signature, question, site, or a copied device."""
    try:
        _server(site).authenticate_complete(_state(question), [_data(passkey)], answer)
        response = AuthenticationResponse.from_dict(answer).response
        if response.user_handle and response.user_handle != _handle(passkey.user):
            raise ValueError("made for another account")
        count = int(response.authenticator_data.counter)
        if passkey.sign_count and count <= passkey.sign_count:
            raise ValueError("counted backwards: a copy of the device")
    except _WRONG as error:
        raise wrong_passkey() from error
    return count


def wrong_passkey() -> Invalid:
    """The same words for every reason, so that nobody learns which passkeys there are."""
    return Invalid("This passkey does not open this account. Use another way to sign in.", code="passkey-wrong")


def _server(site: Site) -> Fido2Server:
    rp = PublicKeyCredentialRpEntity(id=site.name, name="Firstlight")
    return Fido2Server(rp, verify_origin=lambda origin: origin in site.origins)


def _state(question: Question) -> dict[str, Any]:
    return {"challenge": question.challenge, "user_verification": UserVerificationRequirement.REQUIRED}


def _data(passkey: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(passkey.credential))


def _handle(user: User) -> bytes:
    """What a device keeps of whom the passkey is for: says nothing about the person."""
    return salted_hmac("firstlight.identity.handle", str(user.pk), algorithm="sha256").digest()

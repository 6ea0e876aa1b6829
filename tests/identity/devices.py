"""A device that makes and uses passkeys as a real one does, and an app that shows codes."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.utils import websafe_encode

from firstlight.identity.actions import add_authenticator_app, add_passkey
from firstlight.identity.models import User
from firstlight.identity.passkeys import Question, Site, ask_for_known, ask_for_new
from firstlight.identity.queries import own_context
from firstlight.identity.rules import STEP, code_at

ORIGIN = "https://firstlight.example.org"
SITE = Site.of_host("firstlight.example.org")
SECRET = b"twenty secret bytes!"


class Device:
    """One passkey. `verifies`: whether the device has checked whose hand it is in."""

    def __init__(self, origin: str = ORIGIN, name: str = "firstlight.example.org") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.origin, self.name, self.count, self.verifies = origin, name, 0, True

    def make(self, challenge: str) -> dict[str, Any]:
        """The answer to a question for a new passkey."""
        numbers = self.key.public_key().public_numbers()
        point = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor.encode(point)
        told = cbor.encode({"fmt": "none", "attStmt": {}, "authData": self._data(0x41) + attested})
        return self._answer({"attestationObject": told, "clientDataJSON": self._client("webauthn.create", challenge)})

    def sign(self, challenge: str) -> dict[str, Any]:
        """The answer to a question for a known passkey."""
        self.count += 1
        data, client = self._data(0x01), self._client("webauthn.get", challenge)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer({"authenticatorData": data, "clientDataJSON": client, "signature": signature})

    def _data(self, flags: int) -> bytes:
        flags |= 0x04 if self.verifies else 0
        return hashlib.sha256(self.name.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: dict[str, bytes]) -> dict[str, Any]:
        written = {name: websafe_encode(value) for name, value in response.items()}
        own = websafe_encode(self.id)
        return {"id": own, "rawId": own, "type": "public-key", "response": written, "clientExtensionResults": {}}


def asked_for_new(user: User, now: datetime) -> tuple[Question, str]:
    """A question for a new passkey, and its challenge."""
    _, question = ask_for_new(SITE, user, [], now)
    return question, question.challenge


def asked_for_known(now: datetime) -> tuple[Question, str]:
    """A question for any passkey, and its challenge."""
    _, question = ask_for_known(SITE, [], now)
    return question, question.challenge


def added_device(user: User, now: datetime, device: Device | None = None) -> Device:
    """A device whose passkey opens the account."""
    device = device or Device()
    site = Site.of_host(device.origin.partition("//")[2])
    _, question = ask_for_new(site, user, [], now)
    add_passkey(
        own_context(user, now), user, name="Laptop", site=site, question=question,
        answer=device.make(question.challenge),
    )  # fmt: skip
    return device


def code_now(now: datetime, secret: bytes = SECRET) -> str:
    """What the app shows."""
    return code_at(secret, int(now.timestamp()) // STEP)


def add_app(user: User, now: datetime) -> User:
    """The person has an authenticator app."""
    add_authenticator_app(own_context(user, now), user, secret=SECRET, code=code_now(now))
    return user

"""A small OpenID provider that can be told to be wrong."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

ISSUER, CLIENT, SECRET = "https://id.example.org", "firstlight", "a secret between two"
BACK = "http://testserver/sign-in/organisation/return/"
_RSA, _STRANGER = rsa.generate_private_key(65537, 2048), rsa.generate_private_key(65537, 2048)
_EC = ec.generate_private_key(ec.SECP256R1())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _whole(number: int) -> str:
    return _text(number.to_bytes((number.bit_length() + 7) // 8, "big"))


class FakeProvider:
    """Answers what a provider answers; `fault` and `forge` make it wrong in one way."""

    def __init__(self, now: datetime, algorithm: str = "RS256") -> None:
        self.algorithm, self.fault, self.forge = algorithm, "", ""
        at = int(now.timestamp())
        self.claims: dict[str, Any] = {
            "iss": ISSUER, "aud": CLIENT, "sub": "0815", "nonce": "nonce", "iat": at, "exp": at + 300,
            "email": "PL@example.org", "email_verified": True,
        }  # fmt: skip
        self.sent: dict[str, str] = {}

    def says(self, *, drop: list[str] | None = None, **claims: Any) -> None:
        self.claims |= claims
        for name in drop or []:
            self.claims.pop(name, None)

    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.fault == "down":
            raise httpx.ConnectError("nobody there")
        if self.fault == "no json":
            return httpx.Response(200, text="<html>")
        if self.fault == "list":
            return httpx.Response(200, json=[])
        if request.url.path == "/token":
            self.sent = dict(parse_qsl(request.content.decode()))
            return httpx.Response(200, json={} if self.fault == "no token" else {"id_token": self._token()})
        if request.url.path == "/keys":
            return httpx.Response(200, json={"keys": self._keys()})
        issuer = "https://evil.example" if self.fault == "other issuer" else ISSUER
        return httpx.Response(200, json={
            "issuer": issuer, "authorization_endpoint": f"{ISSUER}/go", "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
        })  # fmt: skip

    def _keys(self) -> list[dict[str, str]]:
        one, two = _RSA.public_key().public_numbers(), _EC.public_key().public_numbers()
        return [
            {"kty": "RSA", "kid": "RS256", "use": "sig", "n": _whole(one.n), "e": _whole(one.e)},
            {"kty": "EC", "kid": "ES256", "crv": "P-256", "x": _whole(two.x), "y": _whole(two.y)},
        ]

    def _token(self) -> str:
        kid = "nobody's" if self.forge == "unknown key" else self.algorithm
        named = self.forge if self.forge in ("none", "HS256") else self.algorithm
        head = _text(json.dumps({"alg": named, "kid": kid}).encode())
        body = _text(json.dumps(self.claims).encode())
        signature = self._sign(f"{head}.{body}".encode())
        if self.forge == "changed":
            body = _text(json.dumps(self.claims | {"sub": "4711"}).encode())
        return f"{head}.{body}" if self.forge == "cut" else f"{head}.{body}.{_text(signature)}"

    def _sign(self, data: bytes) -> bytes:
        if self.forge == "none":
            return b""
        if self.algorithm == "ES256" and self.forge != "stranger":
            first, second = decode_dss_signature(_EC.sign(data, ec.ECDSA(SHA256())))
            return first.to_bytes(32, "big") + second.to_bytes(32, "big")
        return (_STRANGER if self.forge == "stranger" else _RSA).sign(data, padding.PKCS1v15(), SHA256())

"""The protocol of the organisation's own sign-in: OpenID Connect, authorization code with PKCE. Writes nothing.

Everything that a provider says is checked: issuer, audience, signature, times, nonce (OpenID Connect Core, 3.1.3.7).
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.hashes import SHA256

from firstlight.kernel.errors import Invalid

#: Seconds by which the clocks of provider and installation may differ, and for which a provider is waited for.
_CLOCKS_DIFFER = 120
_TIMEOUT = 10.0

Client = Callable[[], httpx.Client]


@dataclass(frozen=True, slots=True)
class Provider:
    """Where the provider does what, as it says itself."""

    issuer: str
    authorization: str
    token: str
    keys: str


@dataclass(frozen=True, slots=True)
class Request:
    """One person on the way to the provider and back. Kept in the session."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> Request:
        """With values that nobody can guess."""
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the provider has signed in. `shown_at`: when they last showed there who they are, where it says so."""

    subject: str
    email: str
    email_is_verified: bool
    shown_at: datetime | None


def client() -> httpx.Client:
    """Waits no longer than people do, and follows nobody elsewhere."""
    return httpx.Client(timeout=_TIMEOUT, follow_redirects=False)


def discover(issuer: str, using: Client = client) -> Provider:
    """Ask the provider where it does what. Raises Invalid when it does not answer, or speaks for another issuer."""
    told = _get(f"{issuer}/.well-known/openid-configuration", using)
    try:
        if str(told["issuer"]).rstrip("/") != issuer:
            raise ValueError("another issuer")
        return Provider(told["issuer"], told["authorization_endpoint"], told["token_endpoint"], told["jwks_uri"])
    except (KeyError, ValueError, TypeError) as error:
        raise _unusable("its description does not fit its address") from error


def address_to_go(provider: Provider, request: Request, *, client_id: str, back: str, again: bool) -> str:
    """Where to send the browser. `again`: the person is to show who they are, even if the provider knows them."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(request.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code", "scope": "openid email profile", "client_id": client_id, "redirect_uri": back,
        "state": request.state, "nonce": request.nonce, "code_challenge": challenge, "code_challenge_method": "S256",
    } | ({"prompt": "login", "max_age": "0"} if again else {})  # fmt: skip
    return f"{provider.authorization}{'&' if '?' in provider.authorization else '?'}{urlencode(asked)}"


def redeem(
    provider: Provider, request: Request, code: str, *, client_id: str, secret: str, back: str, now: datetime,
    using: Client = client,
) -> Identity:  # fmt: skip
    """Exchange the code for whom it stands for. Raises Invalid when anything about the answer is wrong."""
    asked = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": back, "client_id": client_id,
        "client_secret": secret, "code_verifier": request.verifier,
    }  # fmt: skip
    try:
        with using() as session:
            answer = session.post(provider.token, data=asked, headers={"Accept": "application/json"})
        token = str(answer.raise_for_status().json()["id_token"])
        claims = _claims(token, _get(provider.keys, using)["keys"])
        _check(claims, provider, client_id, request, now)
        shown = claims.get("auth_time")
        verified = claims.get("email_verified") in (True, "true")
        email = str(claims.get("email") or claims.get("preferred_username") or "").strip().lower()
        return Identity(
            str(claims["sub"]), email, verified and bool(claims.get("email")),
            datetime.fromtimestamp(shown, UTC) if isinstance(shown, int | float) else None,
        )  # fmt: skip
    except (httpx.HTTPError, KeyError, ValueError, TypeError, InvalidSignature, OverflowError) as error:
        raise _unusable("its answer could not be verified") from error


def _claims(token: str, keys: list[Mapping[str, Any]]) -> dict[str, Any]:
    """What the token says, once one of the provider's keys has signed it."""
    head, body, signature = token.split(".")
    header = json.loads(_bytes(head))
    named = [one for one in keys if one.get("use", "sig") == "sig" and header.get("kid") in (None, one.get("kid"))]
    if header.get("alg") not in ("RS256", "ES256") or not named:
        raise ValueError("signed by a key or in a way that is not known")
    for key in named:
        try:
            _verify(key, header["alg"], f"{head}.{body}".encode(), _bytes(signature))
        except InvalidSignature:
            continue
        claims = json.loads(_bytes(body))
        if not isinstance(claims, dict):
            raise ValueError("says nothing")
        return claims
    raise InvalidSignature


def _verify(key: Mapping[str, Any], algorithm: str, signed: bytes, signature: bytes) -> None:
    if algorithm == "RS256" and key["kty"] == "RSA":
        public = rsa.RSAPublicNumbers(_number(key["e"]), _number(key["n"])).public_key()
        public.verify(signature, signed, padding.PKCS1v15(), SHA256())
    elif algorithm == "ES256" and key.get("crv") == "P-256" and len(signature) == 64:
        point = ec.EllipticCurvePublicNumbers(_number(key["x"]), _number(key["y"]), ec.SECP256R1()).public_key()
        halves = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
        point.verify(utils.encode_dss_signature(*halves), signed, ec.ECDSA(SHA256()))
    else:
        raise InvalidSignature


def _check(claims: Mapping[str, Any], provider: Provider, client_id: str, request: Request, now: datetime) -> None:
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    right = (
        claims["iss"] == provider.issuer
        and client_id in audience
        and (len(audience) == 1 or claims.get("azp") == client_id)
        and secrets.compare_digest(str(claims["nonce"]), request.nonce)
        and float(claims["exp"]) > now.timestamp() - _CLOCKS_DIFFER
        and float(claims["iat"]) < now.timestamp() + _CLOCKS_DIFFER
    )
    if not right:
        raise ValueError("not for us, not now, or not for this request")


def _get(address: str, using: Client) -> dict[str, Any]:
    try:
        with using() as session:
            told = session.get(address).raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise _unusable("it does not answer") from error
    if not isinstance(told, dict):
        raise _unusable("its description does not fit its address")
    return told


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(text: str) -> int:
    return int.from_bytes(_bytes(text))


def _unusable(why: str) -> Invalid:
    return Invalid(f"The organisation's sign-in cannot be used: {why}. Use another way to sign in.", code="openid")

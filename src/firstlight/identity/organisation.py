"""What an installation is told of the organisation's own sign-in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenId:
    """The organisation's own sign-in (OpenID Connect). `trusts_mail`: its mail addresses count without being marked
    as verified, for a provider that marks none."""

    issuer: str
    client: str
    secret: str
    name: str
    trusts_mail: bool

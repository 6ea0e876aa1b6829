"""Packs: what the project is judged by, what a newer version would change, and pinning it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from firstlight.api.doors import visit
from firstlight.api.shapes import Given, Ref, Slug, Told, reaches, reading, writing
from firstlight.kernel.errors import Invalid, NotFound
from firstlight.packs.actions import pin_packs
from firstlight.packs.models import PinnedPack
from firstlight.packs.queries import newer_versions, pack_version, pins_of, version_named
from firstlight.packs.rules import UpgradeLine, compare_packs
from firstlight.packs.shipped import newest_shipped
from firstlight.workspace.policies import MAY_VIEW_READINESS

router = Router()

_AT = "/projects/{slug}/packs"


class PackTold(Told):
    """A pinned pack. `newer` are versions that were loaded since."""

    ref: str
    version: str
    title: str
    digest: str
    loaded: datetime
    newer: list[str]


class WordsChange(Told):
    """What is worded or set differently."""

    what: str
    before: str
    after: str


class PackChange(Told):
    """What another version says of a check."""

    kind: str
    ref: str
    title: str
    changes: list[WordsChange]


class PinsGiven(Given):
    """The packs by which the project is to be judged from now on, in this order: "go-live@2026.1"."""

    packs: list[Ref] = Field(min_length=0, max_length=20)


@router.get(_AT, response=reading(list[PackTold]))
def list_packs(request: HttpRequest, slug: Slug) -> Any:
    """The packs that the project is judged by."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    return _pins(pins_of(here.project))


def _pins(pins: list[PinnedPack]) -> list[dict[str, Any]]:
    newer = newer_versions(pins)
    return [
        {"ref": pin.ref, "version": pin.pack.version, "title": pin.pack.title, "digest": pin.pack.digest,
         "loaded": pin.pack.loaded, "newer": [one.version for one in newer.get(pin.ref, [])]}
        for pin in pins
    ]  # fmt: skip


@router.put(_AT, response=writing(list[PackTold]))
@reaches(pin_packs)
def pin_versions(request: HttpRequest, slug: Slug, given: PinsGiven) -> Any:
    """Judge by just these versions from now on. Nothing recorded is touched."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    pin_packs.policy.check(here.context)
    try:
        versions = [version_named(name) for name in given.packs]
    except NotFound as error:
        raise Invalid(error.sentence) from error
    pin_packs(here.context, versions)
    return _pins(pins_of(here.project))


@router.get(_AT + "/{ref}/changes/{version}", response=reading(list[PackChange]))
def compare_pack(request: HttpRequest, slug: Slug, ref: Ref, version: Ref) -> Any:
    """What another loaded version of a pinned pack would change: checks, then messages. Nothing changes by looking."""
    here = visit(request, slug, MAY_VIEW_READINESS)
    pin = next((pin for pin in pins_of(here.project) if pin.ref == ref), None)
    if pin is None:
        raise NotFound("The project is not judged by a pack of that name.")
    lines = compare_packs(pack_version(pin.pack), pack_version(version_named(f"{ref}@{version}")), newest_shipped())
    return [_change(line) for line in lines]


def _change(line: UpgradeLine) -> dict[str, Any]:
    changes = [{"what": what, "before": before, "after": after} for what, before, after in line.changes]
    return {"kind": line.kind, "ref": line.ref, "title": line.title, "changes": changes}

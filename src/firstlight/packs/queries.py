"""Reading packs and what a project makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.packs.content import Area, Check, Pack, content_folder, pack_of
from firstlight.packs.models import PackVersion, PinnedPack, Tailoring, Waiver
from firstlight.packs.rules import TAILORED_FIELDS, TailoringFacts, tailored


@dataclass(frozen=True, slots=True)
class WaiverFacts:
    """An accepted risk."""

    check_ref: str
    reason: str
    person: str
    title: str
    accepted: datetime
    expires: datetime


@lru_cache(maxsize=32)
def _read(pk: int, digest: str) -> Pack:
    import json

    return pack_of(json.loads(PackVersion.objects.get(pk=pk).body), digest)


def pack_version(version: PackVersion) -> Pack:
    """The content of a loaded version. Kept in memory, since it never changes."""
    return _read(version.pk, version.digest)


def version_named(name: str) -> PackVersion:
    """ "go-live@2026.1", or "go-live" for the newest loaded. NotFound naming what there is."""
    ref, _, version = name.partition("@")
    rows = PackVersion.objects.filter(ref=ref).order_by("-pk")
    found = (rows.filter(version=version) if version else rows).first()
    if found is None:
        known = ", ".join(f"{row.ref}@{row.version}" for row in PackVersion.objects.order_by("ref", "pk")) or "none"
        raise NotFound(f"There is no pack “{name}”; known: {known}.")
    return found


def loaded_versions() -> list[PackVersion]:
    """Every version that is loaded, by ref, the newest of each last. One query, without their contents."""
    return list(PackVersion.objects.defer("body", "source"))


def source_of(version: PackVersion) -> bytes | None:
    """The file of a version, byte by byte; None where nobody kept it and it is not one that comes with the program."""
    if version.source is not None:
        return version.source.encode()
    for path in (content_folder() / "packs").glob(f"{version.ref}/*.yaml"):
        data = path.read_bytes()
        if sha256(data).hexdigest() == version.digest:
            return data
    return None


def pins_of(project: ProjectLike) -> list[PinnedPack]:
    """The packs that the project is judged by, in its order."""
    return list(
        PinnedPack.objects.filter(project_id=project.pk).select_related("pack").defer("pack__body", "pack__source")
    )


def newer_versions(pins: Iterable[PinnedPack]) -> dict[str, list[PackVersion]]:
    """By the ref of each pinned pack, the versions loaded after the pinned one, the newest first. One query."""
    pinned = {pin.ref: pin.pack_id for pin in pins}
    found: dict[str, list[PackVersion]] = {}
    for row in PackVersion.objects.filter(ref__in=pinned).defer("body", "source").order_by("-pk"):
        if row.pk > pinned[row.ref]:
            found.setdefault(row.ref, []).append(row)
    return found


def tailoring_of(project: ProjectLike) -> list[TailoringFacts]:
    """What the project added and says differently."""
    return [
        TailoringFacts(
            row.check_ref,
            row.kind,
            {
                **{name: getattr(row, name) for name in TAILORED_FIELDS if getattr(row, name)},
                "measure": row.measure,
                "by": tuple(row.by),
            },
            row.reason,
        )
        for row in Tailoring.objects.filter(project_id=project.pk)
    ]


def packs_of(project: ProjectLike) -> list[Pack]:
    """The content of the packs that the project is judged by, in its order, as shipped: nothing tailored. One query."""
    return [pack_version(pin.pack) for pin in pins_of(project)]


@dataclass(frozen=True, slots=True)
class Checklists:
    """What a project is judged by: its packs, what it says differently, and the areas that come of both."""

    pins: Sequence[PinnedPack]
    tailoring: Sequence[TailoringFacts]
    areas: tuple[Area, ...]

    def check(self, ref: str) -> Check | None:
        """The check of that ref."""
        return next((one for area in self.areas for one in area.checks if one.ref == ref), None)

    def pin_of(self, ref: str) -> PinnedPack | None:
        """The pinned pack that brings the check; None for one that the project added."""
        return next((pin for pin in self.pins if any(one.ref == ref for one in pack_version(pin.pack).checks())), None)

    def words_on(self, ref: str) -> TailoringFacts | None:
        """What the project says of the check itself."""
        return next((one for one in self.tailoring if one.check_ref == ref), None)


def checklists_of(project: ProjectLike) -> Checklists:
    """All that a project is judged by. Two queries."""
    pins, tailoring = pins_of(project), tailoring_of(project)
    areas = tailored((area for pin in pins for area in pack_version(pin.pack).areas), tailoring)
    return Checklists(pins, tailoring, areas)


def areas_of(project: ProjectLike) -> tuple[Area, ...]:
    """All areas of all pinned packs, tailored. Two queries."""
    return checklists_of(project).areas


def untailored(project: ProjectLike, check_ref: str) -> Check | None:
    """A check as its pack words it; None for one that the project added."""
    checks = (check for pin in pins_of(project) for check in pack_version(pin.pack).checks())
    return next((check for check in checks if check.ref == check_ref), None)


def offered_versions(pins: Iterable[PinnedPack]) -> list[PackVersion]:
    """The newest version of each loaded pack of which none is pinned. One query."""
    pinned = {pin.ref for pin in pins}
    newest = {row.ref: row for row in loaded_versions() if row.ref not in pinned}
    return list(newest.values())


def waivers_of(project: ProjectLike, now: datetime) -> Mapping[str, WaiverFacts]:
    """The accepted risk of each check that has one and that has not expired; the newest where there are several."""
    rows = Waiver.objects.filter(project_id=project.pk, accepted__lte=now, expires__gt=now)
    return {
        row.check_ref: WaiverFacts(
            row.check_ref, row.reason, row.person.name, row.person.title, row.accepted, row.expires
        )
        for row in rows.select_related("person").order_by("accepted")
    }


def acceptances_of(project: ProjectLike, check_ref: str, now: datetime) -> list[Waiver]:
    """The accepted risks of a check that hold now, the newest first. One query."""
    rows = Waiver.objects.filter(project_id=project.pk, check_ref=check_ref, accepted__lte=now, expires__gt=now)
    return list(rows.select_related("person").order_by("-accepted"))

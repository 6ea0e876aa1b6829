"""Loading, pinning and upgrading packs; tailoring checks; accepting risks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from firstlight.contracts.tables import Problem
from firstlight.kernel.actions import Changed, Done, Facts, Subject, action
from firstlight.kernel.canonical import canonical
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.documents import read_document
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.kernel.sheets import Row, RowChange
from firstlight.packs import audit, policies, stores
from firstlight.packs.content import read_pack
from firstlight.packs.models import PackVersion, PinnedPack, Tailoring, Waiver
from firstlight.packs.queries import pack_version, pins_of
from firstlight.workspace.models import Person, Project
from firstlight.workspace.queries import check_own, here


@action(policy=policies.MAY_PIN, record=audit.PACK_LOADED)
def load_pack(context: Context, data: bytes, file: str) -> Done[PackVersion]:
    """Load a version of a pack. The same bytes again change nothing; other bytes under its name are a Conflict."""
    pack = read_pack(data, file)
    content = {
        "title": pack.title,
        "digest": pack.digest,
        "body": canonical(read_document(data, file).data),
        "source": data.decode(),
        "loaded": context.now,
    }
    made, new = PackVersion.objects.get_or_create(ref=pack.ref, version=pack.version, defaults=content)
    if made.digest != pack.digest:
        raise Conflict(
            f"{file}: {pack.ref}@{pack.version} was loaded before with other content. "
            "A version never changes; give the new content a new version."
        )
    if not new:
        return Done.nothing(made)
    facts = {"ref": pack.ref, "version": pack.version, "digest": pack.digest}
    return Done.one(made, Subject("pack", str(made), pack.title), after=facts)


@action(policy=policies.MAY_PIN, record=audit.PACK_PINNED)
def pin_packs(context: Context, versions: Sequence[PackVersion]) -> Done[list[PinnedPack]]:
    """From now on the project is judged by just these versions, in this order. Nothing recorded is touched."""
    return _pin(here(context), versions)


@action(policy=policies.MAY_PIN, record=audit.PACK_PINNED)
def pin_pack(context: Context, version: PackVersion, *, instead_of: str = "") -> Done[list[PinnedPack]]:
    """Judge the project by this version, too, or in the place of another version of the same pack.

    Conflict when another version than `instead_of` is pinned now; nothing when this one is already.
    """
    project = here(context)
    pins = pins_of(project)
    now = next((pin.pack.version for pin in pins if pin.ref == version.ref), "")
    if now == version.version:
        return Done.nothing(pins)
    if now != instead_of:
        raise Conflict(
            f"Somebody else chose {version.ref}@{now} meanwhile." if now else f"{version.ref} is no longer pinned."
        )
    kept = [version if pin.ref == version.ref else pin.pack for pin in pins]
    return _pin(project, kept if now else [*kept, version])


@action(policy=policies.MAY_PIN, record=audit.PACK_UNPINNED)
def unpin_pack(context: Context, ref: str, *, version: str) -> Done[list[PinnedPack]]:
    """Judge the project by this pack no longer. Refused for the last one, Conflict for another version than said."""
    project = here(context)
    pins = pins_of(project)
    if ref not in {pin.ref for pin in pins if pin.pack.version == version}:
        raise Conflict("The checklist is not pinned in that version any more.")
    if len(pins) == 1:
        raise Invalid("A project is judged by at least one checklist; pin another one first.")
    return _pin(project, [pin.pack for pin in pins if pin.ref != ref])


def _pin(project: Project, versions: Sequence[PackVersion]) -> Done[list[PinnedPack]]:
    """Pin just these, in this order, and say what changed."""
    if len({version.ref for version in versions}) != len(versions):
        raise Invalid("A pack is pinned in one version only.")
    _check_apart(versions)
    old = {pin.ref: pin for pin in PinnedPack.objects.filter(project=project).select_related("pack")}
    changes = []
    for position, version in enumerate(versions):
        pin = old.pop(version.ref, None)
        if pin is not None and pin.pack_id == version.pk and pin.position == position:
            continue
        before = _pinned(pin.pack, pin.position) if pin else None
        changes.append(Changed(Subject("pack", version.ref, version.title), before, _pinned(version, position)))
        PinnedPack.objects.update_or_create(
            project=project, ref=version.ref, defaults={"pack": version, "position": position}
        )
    for ref, pin in old.items():
        changes.append(Changed(Subject("pack", ref, pin.pack.title), _pinned(pin.pack, pin.position), None))
        pin.delete()
    return Done(list(PinnedPack.objects.filter(project=project)), tuple(changes))


def _pinned(version: PackVersion, position: int) -> Facts:
    return {"pack": str(version), "digest": version.digest, "position": position}


def _check_apart(versions: Sequence[PackVersion]) -> None:
    """Areas of different packs have names of their own, since checks are known by them."""
    owners: dict[str, str] = {}
    for version in versions:
        for area in pack_version(version).areas:
            other = owners.setdefault(area.ref, version.ref)
            if other != version.ref:
                both = f"The packs {other} and {version.ref} both have an area “{area.ref}”"
                raise Invalid(f"{both}; choose one of them.")


@action(policy=policies.MAY_TAILOR, record=audit.TAILORED)
def tailor_checks(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add and reword checks as a sheet says. Invalid for an added one without a title, or that a pack has already."""
    known = {check.ref for pin in pins_of(project) for check in pack_version(pin.pack).checks()}
    problems = tuple(problem for change in changes if change.after for problem in _amiss(change.after, known))
    if problems:
        raise Invalid("Some checks cannot be added.", problems=problems)
    return Done(len(changes), stores.tailoring.write(project, changes))


def _amiss(row: Row, known: set[str]) -> Iterator[Problem]:
    """What is wrong with a check that a project adds."""
    ref = row.values["check_ref"]
    if row.values["kind"] != Tailoring.Kind.ADDED:
        return
    if ref in known:
        yield row.problem(f"“{ref}” is in a pack already; say Changed, or give yours another name.", column="check_ref")
    if not row.values["title"]:
        yield row.problem("an added check needs a title.", column="title")


@action(policy=policies.MAY_WAIVE, record=audit.RISK_ACCEPTED)
def accept_risk(context: Context, *, check_ref: str, reason: str, person: Person, expires: datetime) -> Done[Waiver]:
    """A named person accepts, in writing and for a time, that a check is not met. Refused for somebody else."""
    project = here(context)
    check_own(context, person)
    if not reason.strip():
        raise Invalid("Accepting a risk needs a reason in writing.")
    if expires <= context.now:
        raise Invalid("A risk is accepted for a time to come; the date has passed.")
    made = Waiver.objects.create(
        project=project,
        check_ref=check_ref,
        reason=reason.strip(),
        person=person,
        accepted=context.now,
        expires=expires,
    )
    facts = {"reason": made.reason, "person": person.ref, "expires": expires}
    return Done.one(made, Subject("check", check_ref, made.reason[:200]), after=facts)


@action(policy=policies.MAY_WAIVE, record=audit.ACCEPTANCE_ENDED)
def end_acceptance(context: Context, waiver: Waiver, *, because: str) -> Done[Waiver]:
    """From now on the risk is not accepted any more, before its time was over. Conflict when it has ended already."""
    project = here(context)
    if waiver.project_id != project.pk:
        raise NotFound("That accepted risk is not in this project.")
    if not because.strip():
        raise Invalid("Ending the acceptance of a risk needs a sentence that says why.")
    before = {"expires": waiver.expires}
    # The database keeps acceptances that end after they began; one of this very moment ends a moment later.
    end = max(context.now, waiver.accepted + timedelta(microseconds=1))
    if Waiver.objects.filter(pk=waiver.pk, expires__gt=end).update(expires=end) != 1:
        raise Conflict("This acceptance has ended already.")
    waiver.refresh_from_db()
    after = {"expires": end, "because": because.strip()}
    return Done.one(waiver, Subject("check", waiver.check_ref, because.strip()[:200]), before=before, after=after)


@action(policy=policies.MAY_WAIVE, record=audit.WAIVERS_RECORDED)
def record_waivers(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record risks that were accepted in a file. Invalid for one that lapses before it was accepted."""
    problems = tuple(
        row.problem("it has to expire after it was accepted.", column="expires", value=row.values["expires"])
        for row in (change.after for change in changes)
        if row and row.values["expires"] <= row.values["accepted"]
    )
    if problems:
        raise Invalid("Some accepted risks lapse before they begin.", problems=problems)
    return Done(len(changes), stores.waivers.write(project, changes))

"""What a project's checks are: pinned packs, filtered by its profile, tailored, added to; what an upgrade does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from firstlight.packs.content import OWN, Area, Check, Pack

#: What a project may say differently of a check. Its identity, its source and how it is judged stay.
TAILORED_FIELDS = ("title", "obligation", "what", "why", "outcome", "risk", "mitigation")


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What decides whether a check applies. An answer that was not given is simply not in `answers`."""

    product: str
    approach: str
    answers: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class TailoringFacts:
    """A check that a project added (`kind` "added"), says differently ("changed") or waives ("waived"), and why."""

    check_ref: str
    kind: str
    fields: Mapping[str, Any]
    reason: str


def why_not(check: Check, profile: ProfileFacts) -> str:
    """Why a check does not apply, as a sentence; empty when it applies. A question not answered means it applies."""
    if check.waived:
        return f"This project waives it: {check.waived}"
    when = check.applies_when
    if "product" in when and profile.product and profile.product not in when["product"]:
        return f"It applies to {' and '.join(when['product'])} only."
    if "approach" in when and profile.approach and profile.approach not in when["approach"]:
        return f"It applies to a {' or '.join(when['approach'])} go-live only."
    for question, wanted in when.get("profile", {}).items():
        given = profile.answers.get(question)
        if given is not None and given is not wanted:
            said = "yes" if given else "no"
            return f"The profile of the project answers {said} to {question.replace('_', ' ')}."
    return ""


def tailored(areas: Iterable[Area], tailoring: Sequence[TailoringFacts]) -> tuple[Area, ...]:
    """The areas with a project's own wording and its own checks, each in the area that its ref names."""
    changed = {one.check_ref: one.fields for one in tailoring if one.kind == "changed"}
    added = [one for one in tailoring if one.kind == "added"]
    waived = {one.check_ref: one.reason for one in tailoring if one.kind == "waived"}
    result = []
    taken: set[str] = set()
    for area in areas:
        here = [one for one in added if one.check_ref.split(".")[0] == area.ref]
        taken |= {one.check_ref for one in here}
        touched = here or any(check.ref in changed or check.ref in waived for check in area.checks)
        if not touched:
            result.append(area)
            continue
        words = ((check, changed.get(check.ref, {}), waived.get(check.ref, "")) for check in area.checks)
        checks = tuple(replace(_reworded(check, own), waived=reason) for check, own, reason in words)
        result.append(replace(area, checks=(*checks, *(_added(one, area.ref) for one in here))))
    rest = [one for one in added if one.check_ref not in taken]
    if rest:
        checks = tuple(_added(one, OWN) for one in rest)
        result.append(
            Area(OWN, "Own checks", "Own", "project-lead", "What this project checks besides.", False, checks)
        )
    return tuple(result)


def _reworded(check: Check, words: Mapping[str, Any]) -> Check:
    changes = {name: words[name] for name in TAILORED_FIELDS if name in words and name != "obligation"}
    if "obligation" in words:
        changes["mandatory"] = words["obligation"] == "mandatory"
    return replace(check, **changes)


def _added(one: TailoringFacts, area: str) -> Check:
    words = one.fields
    return Check(
        ref=one.check_ref,
        area=area,
        title=words["title"],
        mandatory=words.get("obligation", "recommended") == "mandatory",
        what=words.get("what", ""),
        why=words.get("why", ""),
        outcome=words.get("outcome", ""),
        risk=words.get("risk", ""),
        mitigation=words.get("mitigation", ""),
        source=f"Added by the project: {one.reason}",
        answers=(),
        measure=words.get("measure", ""),
        attested_by=() if words.get("measure") else tuple(words.get("by") or ("project-lead",)),
        expires_after_days=words.get("expires_after_days", 30),
    )


@dataclass(frozen=True, slots=True)
class UpgradeLine:
    """What an upgrade does to one check, or to one message, whose ref is such as message.late.de."""

    kind: str  # added, changed, withdrawn
    ref: str
    title: str
    changes: tuple[tuple[str, str, str], ...] = ()


def compare_packs(old: Pack, new: Pack, usual: Pack | None = None) -> tuple[UpgradeLine, ...]:
    """What changes from one version to another, check by check, withdrawn ones last; then messages, which go out in
    people's names. What a version does not say is said as `usual` does.
    """
    before = {check.ref: check for check in old.checks()}
    after = {check.ref: check for check in new.checks()}
    lines = []
    for ref, check in after.items():
        if ref not in before:
            lines.append(UpgradeLine("added", ref, check.title))
        elif changes := tuple(_differences(before[ref], check)):
            lines.append(UpgradeLine("changed", ref, check.title, changes))
    lines += [UpgradeLine("withdrawn", ref, check.title) for ref, check in before.items() if ref not in after]
    return (*lines, *_messages(old, new, usual))


def _messages(old: Pack, new: Pack, usual: Pack | None) -> Iterable[UpgradeLine]:
    if "messages" not in old.more and "messages" not in new.more:
        return
    said = _texts(usual) if usual else {}
    before, after = said | _texts(old), said | _texts(new)
    for event, language in dict.fromkeys((*before, *after)):
        was, now = before.get((event, language), {}), after.get((event, language), {})
        kind = "changed" if was and now else "added" if now else "withdrawn"
        changes = tuple((name, was.get(name, ""), now.get(name, "")) for name in ("subject", "text")
                        if was.get(name, "") != now.get(name, ""))  # fmt: skip
        if changes:
            yield UpgradeLine(kind, f"message.{event}.{language}", f"Message “{event}” ({language})", changes)


def _texts(pack: Pack) -> dict[tuple[str, str], dict[str, str]]:
    """The texts of its messages by event and language; “rehearsal” is how a subject begins in one."""
    messages: Mapping[str, Any] = pack.more.get("messages", {})
    found = {
        (event, language): {"subject": one["subject"], "text": one["body"]}
        for event, languages in messages.get("texts", {}).items() for language, one in languages.items()
    }  # fmt: skip
    begins = messages.get("rehearsal", {}).items()
    return found | {("rehearsal", language): {"subject": one} for language, one in begins}


def _differences(old: Check, new: Check) -> Iterable[tuple[str, str, str]]:
    for one in fields(Check):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if before != after:
            yield one.name.replace("_", " "), _words(before), _words(after)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)

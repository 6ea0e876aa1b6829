"""What people enter on a board: which step, what of it, in which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from firstlight.cutover import actions
from firstlight.cutover.models import Run
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what happens to which step, and what is said with it."""

    event: str
    step: str
    said: Mapping[str, Any]


#: What can be entered: the action, and what it is told. `seen` is the version of the board that one looked at.
_ACTIONS: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
    "start": (actions.start_step, ()),
    "finish": (actions.finish_step, ("note", "evidence", "because", "seen")),
    "verify": (actions.verify_step, ("evidence", "seen")),
    "skip": (actions.skip_step, ("reason",)),
    "override": (actions.override_step, ("reason",)),
    "reopen": (actions.reopen_step, ("reason",)),
    "block": (actions.block_step, ("reason", "seen")),
    "unblock": (actions.unblock_step, ()),
    "reassign": (actions.reassign_step, ("owner", "backup", "seen")),
    "note": (actions.note_step, ("note", "evidence", "seen")),
    "late": (actions.enter_late, ("started", "ended", "note")),
    "vote": (actions.vote_at_checkpoint, ("outcome", "reason", "said_by")),
    "decide": (actions.decide_in_run, ("decision", "reason")),
    "issue": (actions.raise_issue, ("title", "detail", "owner", "due")),
    "amend": (actions.change_issue, ("title", "detail", "owner", "due", "seen")),
    "resolve": (actions.resolve_issue, ("resolution",)),
    "defer": (actions.defer_issue, ("decision", "agreed_by")),
}
#: What is decided at a checkpoint, and what follows.
_DECISIONS = {"go": ("go", ""), "repeat": ("no-go", "repeat"), "rollback": ("no-go", "rollback")}
#: Texts without which an action cannot be called; it says itself what is missing.
_NEEDED = frozenset({"reason", "owner", "title", "resolution", "decision", "outcome"})


def entry_of(given: Mapping[str, str], run: Run) -> Entry:
    """What was sent. `act` is the event and the step, “start 214”, as the buttons of a row say it. Raises Invalid."""
    event, _space, step = given.get("act", "").partition(" ")
    if event not in _ACTIONS or not step.isprintable() or not step or len(step) > 60:
        raise Invalid(_("Say what happens to which step."))
    _action, names = _ACTIONS[event]
    said: dict[str, Any] = {}
    for name in names:
        words = _typed(given, name)
        if name == "seen":
            said[name] = int(words) if words and words.isdecimal() and len(words) < 10 else None
        elif name in ("started", "ended", "due"):
            said[name] = _moment(words or "", run, given.get("clocks", ""))
        elif words is not None or name in _NEEDED:
            said[name] = words or ""
    return Entry(event, step, said)


def _typed(given: Mapping[str, str], name: str) -> str | None:
    """What somebody wrote in a field; None where it still says what stood there when the form was made.

    Lines end alike, which a form and a script send otherwise.
    """
    words, before = (one if one is None else one.replace("\r\n", "\n") for one in map(given.get, (name, f"was-{name}")))
    return None if words is None or words == before else words


def enter(context: Context, run: Run, entry: Entry) -> None:
    """Do it. Raises what the action raises."""
    action, _names = _ACTIONS[entry.event]
    said = dict(entry.said)
    if entry.event == "issue":
        action(context, run, stops=[] if entry.step == "-" else [entry.step], **said)
        return
    if entry.event in ("resolve", "defer", "amend"):
        if not entry.step.isdecimal() or len(entry.step) > 6:
            raise Invalid(_("Say which issue."))
        if entry.event == "defer":
            said["agreed_by"] = [one.strip() for one in said.get("agreed_by", "").split(",")]
        action(context, run, int(entry.step), **said)
        return
    if entry.event == "vote" and said["outcome"] not in ("go", "no-go"):
        raise Invalid(_("Say go or no-go."))
    if entry.event == "decide":
        if said["decision"] not in _DECISIONS:
            raise Invalid(_("Say go or no-go, and what follows."))
        said["outcome"], said["follows"] = _DECISIONS[said.pop("decision")]
    action(context, run, entry.step, **said)


def _moment(words: str, run: Run, clocks: str) -> datetime | None:
    """A time as it stands on paper, 2026-12-06T02:14, in the zone of the cutover; None for none.

    Where the clocks are set back an hour comes twice: `clocks` says whether it was “before” or “after” that.
    """
    if not words.strip():
        return None
    try:
        found = datetime.fromisoformat(words.strip())
    except ValueError as error:
        raise Invalid(
            _("“%(words)s” is no time; expected such as 2026-12-06T02:14.") % {"words": words[:40]}
        ) from error
    if found.tzinfo:
        return found.astimezone(UTC)
    first, second = (found.replace(tzinfo=ZoneInfo(run.time_zone), fold=fold) for fold in (0, 1))
    told = {"words": words.strip().replace("T", " "), "zone": run.time_zone}
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC) > second.astimezone(UTC):
        raise Invalid(_("“%(words)s” never comes in %(zone)s: the clocks are set ahead over it.") % told)
    if clocks not in ("before", "after"):
        raise Invalid(
            _("“%(words)s” comes twice in %(zone)s: say whether it was before or after the clocks were set back.")
            % told
        )
    return (first if clocks == "before" else second).astimezone(UTC)

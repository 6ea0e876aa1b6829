"""The state machine of a step in a run: what may happen to it in which state, and who may let it happen.

`MOVES` decides every pair of state and event: the state that follows, or the sentence that refuses it. `WHO` decides
every pair of event and standing of the speaker. Together they decide every triple; nothing is left to chance.

    state      start    finish   verify    skip     override  reopen   block    unblock  late
    waiting    running  –        –         skipped  running   –        blocked  –        running or done
    running    –        done     –         skipped  –         waiting  blocked  –        running or done
    blocked    –        –        –         skipped  –         –        blocked  waiting  running or done
    done       –        –        verified  –        –         waiting  –        –        done
    verified   –        –        –         –        –         waiting  –        –        –
    skipped    –        –        –         –        –         waiting  –        –        –

A blocked step that had begun goes on running when it is unblocked. `reassign` and `note` change no state, and are taken
in every state. A mark (milestone) is finished without being started. A checkpoint ends when it is decided: `decide`.
"""

from __future__ import annotations

from collections.abc import Mapping

WAITING, RUNNING, BLOCKED, DONE, VERIFIED, SKIPPED = "waiting", "running", "blocked", "done", "verified", "skipped"
STATES = (WAITING, RUNNING, BLOCKED, DONE, VERIFIED, SKIPPED)
#: What counts as ended for what follows.
ENDED = frozenset({DONE, VERIFIED, SKIPPED})

START, FINISH, VERIFY, SKIP, OVERRIDE = "start", "finish", "verify", "skip", "override"
REOPEN, BLOCK, UNBLOCK, LATE, REASSIGN, NOTE, DECIDE = (
    "reopen", "block", "unblock", "late", "reassign", "note", "decide",
)  # fmt: skip
EVENTS = (START, FINISH, VERIFY, SKIP, OVERRIDE, REOPEN, BLOCK, UNBLOCK, LATE, REASSIGN, NOTE, DECIDE)

#: Where a speaker stands to a step: does it (owner, backup), checks it, leads the run, or takes part in it.
DOER, CHECKER, LEAD, OTHER = "doer", "checker", "lead", "other"
STANDINGS = (DOER, CHECKER, LEAD, OTHER)

_NOT_BEGUN = "It has not begun yet; start it first."
_BEGUN = "It is running already."
_IS_BLOCKED = "It is blocked; say first that it can go on."
_NOT_BLOCKED = "It is not blocked."
_OVER = "It is done already."
_CHECKED = "It is done and verified already."
_LEFT_OUT = "It was skipped; take it up again first."
_UNFINISHED = "It is not done yet; what is not done cannot be verified."
_NOTHING_DONE = "It has not begun, so there is nothing to take up again."
_UNBLOCK = "It is blocked; say that it can go on."

#: State and event: the state that follows, or a sentence (it ends in a point) that says why not.
MOVES: Mapping[tuple[str, str], str] = {
    (WAITING, START): RUNNING, (RUNNING, START): _BEGUN, (BLOCKED, START): _IS_BLOCKED,
    (DONE, START): _OVER, (VERIFIED, START): _CHECKED, (SKIPPED, START): _LEFT_OUT,
    (WAITING, FINISH): _NOT_BEGUN, (RUNNING, FINISH): DONE, (BLOCKED, FINISH): _IS_BLOCKED,
    (DONE, FINISH): _OVER, (VERIFIED, FINISH): _CHECKED, (SKIPPED, FINISH): _LEFT_OUT,
    (WAITING, VERIFY): _UNFINISHED, (RUNNING, VERIFY): _UNFINISHED, (BLOCKED, VERIFY): _UNFINISHED,
    (DONE, VERIFY): VERIFIED, (VERIFIED, VERIFY): _CHECKED, (SKIPPED, VERIFY): _LEFT_OUT,
    (WAITING, SKIP): SKIPPED, (RUNNING, SKIP): SKIPPED, (BLOCKED, SKIP): SKIPPED,
    (DONE, SKIP): _OVER, (VERIFIED, SKIP): _CHECKED, (SKIPPED, SKIP): "It was skipped already.",
    (WAITING, OVERRIDE): RUNNING, (RUNNING, OVERRIDE): _BEGUN, (BLOCKED, OVERRIDE): _IS_BLOCKED,
    (DONE, OVERRIDE): _OVER, (VERIFIED, OVERRIDE): _CHECKED, (SKIPPED, OVERRIDE): _LEFT_OUT,
    (WAITING, REOPEN): _NOTHING_DONE, (RUNNING, REOPEN): WAITING, (BLOCKED, REOPEN): _UNBLOCK,
    (DONE, REOPEN): WAITING, (VERIFIED, REOPEN): WAITING, (SKIPPED, REOPEN): WAITING,
    (WAITING, BLOCK): BLOCKED, (RUNNING, BLOCK): BLOCKED, (BLOCKED, BLOCK): BLOCKED,
    (DONE, BLOCK): _OVER, (VERIFIED, BLOCK): _CHECKED, (SKIPPED, BLOCK): _LEFT_OUT,
    (WAITING, UNBLOCK): _NOT_BLOCKED, (RUNNING, UNBLOCK): _NOT_BLOCKED, (BLOCKED, UNBLOCK): WAITING,
    (DONE, UNBLOCK): _OVER, (VERIFIED, UNBLOCK): _CHECKED, (SKIPPED, UNBLOCK): _LEFT_OUT,
    (WAITING, LATE): DONE, (RUNNING, LATE): DONE, (BLOCKED, LATE): DONE,
    (DONE, LATE): DONE, (VERIFIED, LATE): _CHECKED, (SKIPPED, LATE): _LEFT_OUT,
    **{(state, REASSIGN): state for state in STATES},
    **{(state, NOTE): state for state in STATES},
    (WAITING, DECIDE): DONE, (RUNNING, DECIDE): DONE, (BLOCKED, DECIDE): _IS_BLOCKED,
    (DONE, DECIDE): "Go was said here already.", (VERIFIED, DECIDE): "Go was said here already.",
    (SKIPPED, DECIDE): _LEFT_OUT,
}  # fmt: skip

_DOERS = frozenset({DOER, LEAD})
_ALL = frozenset(STANDINGS)
_LEADS = frozenset({LEAD})
#: Who may let an event happen. `decide` asks who is named at the checkpoint, and `verify` besides who did it.
WHO: Mapping[str, frozenset[str]] = {
    START: _DOERS, FINISH: _DOERS, LATE: _DOERS, REOPEN: _DOERS, UNBLOCK: _DOERS,
    BLOCK: frozenset({DOER, CHECKER, LEAD}), VERIFY: frozenset({CHECKER, LEAD}),
    SKIP: _LEADS, OVERRIDE: _LEADS, REASSIGN: _LEADS,
    NOTE: _ALL, DECIDE: _ALL,
}  # fmt: skip

#: What a checkpoint, a mark and a group do not take part in.
_OF_CHECKPOINT = frozenset({START, FINISH, VERIFY, SKIP, OVERRIDE, REOPEN, LATE})
_OF_MARK = frozenset({START, VERIFY, OVERRIDE})


def refusal_of(state: str, event: str, kind: str = "task") -> str:
    """Why an event cannot happen to a step of a kind in that state, as a sentence; "" where it can."""
    if kind == "group":
        return "A group is done when the steps in it are; nothing is done to it."
    if event == DECIDE and kind != "checkpoint":
        return "It is no checkpoint, so there is nothing to decide."
    if kind == "checkpoint" and event in _OF_CHECKPOINT:
        return "At a checkpoint people say go or no-go; that ends it."
    if kind == "milestone":
        if event in _OF_MARK:
            return "A milestone has no work in it; say that it is reached."
        if (state, event) == (WAITING, FINISH):
            return ""
    found = MOVES[state, event]
    return "" if found in STATES else found


def after(state: str, event: str, *, begun: bool = False, ended: bool = True) -> str:
    """The state after an event that can happen. `begun`: it had been started; `ended`: what is entered late is over."""
    if event == UNBLOCK:
        return RUNNING if begun else WAITING
    if event == LATE:
        return DONE if ended or state == DONE else RUNNING
    if event == FINISH:
        return DONE
    return MOVES[state, event]


def may(event: str, standings: frozenset[str]) -> bool:
    """Whether somebody who stands so to a step may let the event happen."""
    return bool(WHO[event] & standings)


PREPARED, PAUSED, CLOSED = "prepared", "paused", "closed"
RUN_STATES = (PREPARED, RUNNING, PAUSED, CLOSED)
PAUSE, RESUME, CLOSE = "pause", "resume", "close"
RUN_EVENTS = (START, PAUSE, RESUME, CLOSE)

_OPENED_ONLY = "The run has not started yet."
_CLOSED = "The run is closed; what happened in it stays as it is."
_PAUSED = "The run is paused; nothing is begun until it goes on."

#: The same for the run itself.
RUN_MOVES: Mapping[tuple[str, str], str] = {
    (PREPARED, START): RUNNING, (RUNNING, START): "The run has started already.",
    (PAUSED, START): "The run is paused; let it go on.", (CLOSED, START): _CLOSED,
    (PREPARED, PAUSE): _OPENED_ONLY, (RUNNING, PAUSE): PAUSED,
    (PAUSED, PAUSE): "The run is paused already.", (CLOSED, PAUSE): _CLOSED,
    (PREPARED, RESUME): _OPENED_ONLY, (RUNNING, RESUME): "The run is not paused.",
    (PAUSED, RESUME): RUNNING, (CLOSED, RESUME): _CLOSED,
    (PREPARED, CLOSE): CLOSED, (RUNNING, CLOSE): CLOSED, (PAUSED, CLOSE): CLOSED, (CLOSED, CLOSE): _CLOSED,
}  # fmt: skip


def held_back(run_state: str, event: str) -> str:
    """Why the state of the run keeps an event from all of its steps, as a sentence; "" where it does not."""
    if run_state == CLOSED:
        return _CLOSED
    if run_state == PREPARED and event not in (REASSIGN, NOTE):
        return _OPENED_ONLY
    if run_state == PAUSED and event in (START, OVERRIDE):
        return _PAUSED
    return ""

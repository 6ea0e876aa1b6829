"""The gate reviews: who held them, how far they are, what was found and said. Their answers are in `gate_answers`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from northmere import gate_answers
from northmere.people import rows
from northmere.timeline import Entry, at

_GO_LIVE = at("2026-12-07 05:00")

#: Review: title, question set, planned, reviewers, since when it is in the list; then its states.
REVIEWS: dict[str, tuple[str, str, str, str, str]] = {
    "GR-1": ("Solution blueprint", "solution-blueprint@2026.1", "2026-03-25", "mo; op", "2026-03-02 10:00"),
    "GR-2": ("Go-live readiness, wave 1", "go-live-readiness@2026.1", "2026-11-05", "mo; op", "2026-10-12 10:00"),
}
STATES = """
GR-1 | 2026-03-16 09:00 | discover
GR-1 | 2026-03-24 17:00 | in-review
GR-1 | 2026-03-26 12:00 | mitigation
GR-1 | 2026-04-10 15:00 | complete | with-findings | Margit Ohlsen
    | The course is right. Catch weights and crate accounts carry the project; both got an owner in the business.
GR-2 | 2026-10-19 09:00 | discover
GR-2 | 2026-11-05 17:00 | in-review
GR-2 | 2026-11-11 15:00 | mitigation
GR-2 | 2026-12-02 10:00 | complete | with-findings | Margit Ohlsen
    | Every finding is settled. What is left are the two risks that the sponsor bears, and they are known to all.
"""

#: Ref, kind, level, owner, due, question, raised, by whom, closed, action, what was found, what is recommended.
FINDINGS = """
GR-1-F1 | assertion | | | | blueprint.processes | 2026-03-25 14:00 | Margit Ohlsen | |
    | The nine process owners could name their processes without looking. | Keep the list in their words.
GR-1-F2 | risk | high | Sabine Kröger | 2026-04-10 | blueprint.made-here | 2026-03-25 15:00 | Olga Petrenko
    | 2026-04-09 12:00 |
    | Crate accounts are made for this project, and nobody in the business owns them.
    | Name an owner who decides what they do, before they are built.
GR-2-F1 | risk | high | Stefan Hauke | 2026-11-24 | support.trained | 2026-11-10 10:00 | Margit Ohlsen
    | 2026-11-24 16:00 |
    | Two agents of the night desk cannot open the monitoring of interfaces.
    | Give the rights, or put a second person on the night until they have them.
GR-2-F2 | issue | medium | Carl Petersen | 2026-11-25 | cutover.plan | 2026-11-10 11:00 | Olga Petrenko
    | 2026-11-25 12:00 | GR-2-F2
    | The telephone tree of the cutover weekend has one number for each depot.
    | Write down a second number and try each once.
GR-2-F3 | issue | low | Jonas Riedel | 2026-11-17 | interfaces.fallback | 2026-11-10 11:20 | Margit Ohlsen
    | 2026-11-17 09:00 | GR-2-F3
    | The paper form for orders during an outage names last year's delivery days.
    | Print it anew and take the old ones from the drawers.
GR-2-F4 | assertion | | | | scope.own-words | 2026-11-10 11:40 | Margit Ohlsen | |
    | Order desk and finance explained every step of their process without the project team. |
GR-2-F5 | risk | medium | Daniel Okafor | 2026-11-27 | data.scripts | 2026-11-10 15:00 | Olga Petrenko
    | 2026-11-27 15:00 |
    | One person knows the load of crate accounts.
    | Let a second one carry it out, from the instructions alone.
"""

#: Review | question | who | when | the words.
MESSAGES = """
GR-1 | blueprint.out | op | 2026-03-25 10:10 | Do shops stay out for good, or until wave 2?
GR-1 | blueprint.out | pl | 2026-03-25 11:30 | Until wave 3. Their tills need a contract that ends in 2028.
GR-2 | data.duration | op | 2026-11-09 09:15 | Twenty-seven hours with everything, or without the stock lots?
GR-2 | data.duration | do | 2026-11-09 10:02 | With 18,900 lots, one after the other. Rehearsal 2 runs them side by side.
GR-2 | | mo | 2026-11-10 16:00 | Thank you for the open words. I was told of two things that I did not find in any list.
GR-2 | cutover.plan | cp | 2026-11-12 09:00 | The second numbers are collected; Leipzig is missing.
"""


def reviews() -> Iterator[Entry]:
    """Each review with how far it was at each time."""
    for ref, (title, questions, planned, reviewers, since) in REVIEWS.items():
        values: dict[str, Any] = {
            "ref": ref, "title": title, "questions": questions, "planned": date.fromisoformat(planned),
            "go_live": _GO_LIVE, "reviewers": tuple(reviewers.split("; ")), "state": "planned",
        }  # fmt: skip
        moves = tuple(_moved(cells) for cells in rows(STATES) if cells[0] == ref)
        yield Entry(values, at(since), moves)


def _moved(cells: list[str]) -> tuple[datetime, dict[str, Any]]:
    _, when, state, *rest = cells
    if not rest:
        return at(when), {"state": state}
    outcome, who, summary = rest
    return at(when), {
        "state": state, "outcome": outcome, "completed": at(when), "completed_by": who, "summary": summary,
    }  # fmt: skip


def answers() -> Iterator[Entry]:
    """Every answer since it was given."""
    for review, text in gate_answers.TEXTS.items():
        for question, person, when, value, *note in rows(text):
            values = {"review": review, "question": question, "value": value, "note": note[0] if note else "",
                      "person": person, "answered": at(when)}  # fmt: skip
            yield Entry(values, at(when))


def findings() -> Iterator[Entry]:
    """Every finding, closed when it was."""
    keys = ("ref", "kind", "level", "owner", "due", "question", "raised", "raised_by", "closed", "action_ref",
            "title", "recommendation")  # fmt: skip
    for cells in rows(FINDINGS):
        values: dict[str, Any] = dict(zip(keys, cells, strict=True))
        closed, raised = values.pop("closed"), at(values["raised"])
        values |= {"review": values["ref"].rpartition("-")[0], "raised": raised, "state": "open"}
        values["due"] = date.fromisoformat(values["due"]) if values["due"] else None
        yield Entry(values, raised, ((at(closed), {"state": "closed"}),) if closed else ())


def messages() -> Iterator[Entry]:
    """What team and reviewers said to each other."""
    for review, question, person, said, text in rows(MESSAGES):
        values = {"review": review, "question": question, "person": person, "text": text, "said": at(said)}
        yield Entry(values, at(said))

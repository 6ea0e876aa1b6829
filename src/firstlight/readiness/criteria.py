"""The criteria by which an activity is entered and left, each with what feeds it and how that stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firstlight.contracts.standing import Basis, Status
from firstlight.engines.verdict import area_mark
from firstlight.packs.queries import packs_of
from firstlight.readiness.queries import body_of, latest_assessment
from firstlight.readiness.registry import measures
from firstlight.workspace.models import Project

#: The lists of a pack that hold criteria.
ENTRANCE, EXIT = "entrance_criteria", "exit_criteria"
_UNREAD = "The project has not been judged yet."
_GONE = "Nothing of it was judged in the latest assessment."
_EARLIER = "What is known of it is from before it began, and says nothing of how it went."
_NOT_BEGUN = "It has not begun: what is known before that says nothing of how it goes."


@dataclass(frozen=True, slots=True)
class Feed:
    """What a criterion rests on: a check as it was judged last, or a measure as it reads now.

    `check` is "" for a measure. `basis` says whether it was computed or is a person's word. `at` is the instant it
    speaks of.
    """

    title: str
    mark: str
    basis: str
    figure: str
    sentence: str
    at: datetime | None = None
    check: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with everything that feeds it; without evidence it is unknown, never met."""

    ref: str
    title: str
    source: str
    feeds: tuple[Feed, ...]

    @property
    def mark(self) -> str:
        """The heaviest of what feeds it."""
        return area_mark(one.mark for one in self.feeds)

    @property
    def heaviest(self) -> Feed:
        """What makes it stand as it does, the first of those as heavy."""
        return next(one for one in self.feeds if one.mark == self.mark)


@dataclass(frozen=True, slots=True)
class Criteria:
    """All criteria of a project's packs, and the assessment whose checks they rest on, None before the first."""

    entrance: tuple[Criterion, ...]
    exit: tuple[Criterion, ...]
    assessment: int | None
    as_of: datetime | None


def criteria_of(project: Project, now: datetime, began: datetime | None) -> Criteria:
    """The criteria of the pinned packs. `began` is when the activity really began, None before that.

    For leaving it, only what is known since then counts.
    """
    latest = latest_assessment(project)
    judged = _judged(body_of(latest)) if latest else None
    as_of = latest.as_of if latest else None
    packs = packs_of(project)
    reader = _Reader(project, now, judged, as_of)
    entrance = tuple(reader.criterion(one) for pack in packs for one in pack.more.get(ENTRANCE, ()))
    leaving = tuple(reader.leaving(one, began) for pack in packs for one in pack.more.get(EXIT, ()))
    return Criteria(entrance, leaving, latest.number if latest else None, as_of)


def _judged(body: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {check["ref"]: check for area in body["areas"] for check in area["checks"]}


@dataclass(frozen=True, slots=True)
class _Reader:
    project: Project
    now: datetime
    judged: Mapping[str, Mapping[str, Any]] | None
    as_of: datetime | None

    def criterion(self, given: Mapping[str, Any]) -> Criterion:
        source = f"{given['source']['document']}: {given['source']['heading']}"
        return Criterion(given["ref"], given["title"], source, tuple(self.feeds(given)))

    def leaving(self, given: Mapping[str, Any], began: datetime | None) -> Criterion:
        found = self.criterion(given)
        feeds = tuple(_since(one, began) for one in found.feeds)
        return Criterion(found.ref, found.title, found.source, feeds)

    def feeds(self, given: Mapping[str, Any]) -> Iterator[Feed]:
        for ref in given.get("checks", ()):
            yield self.check(ref)
        for name in given.get("measures", ()):
            yield self.measure(name)

    def check(self, ref: str) -> Feed:
        found = (self.judged or {}).get(ref)
        if found is None:
            sentence = _UNREAD if self.judged is None else _GONE
            return Feed(ref, Status.UNKNOWN, Basis.MEASURED, "", sentence, check=ref)
        said = datetime.fromisoformat(found["as_of"]) if found["as_of"] else None
        at = said if found["basis"] == Basis.ATTESTED else self.as_of
        sentence = found["stale"] if found["mark"] == "stale" else found["reasons"][0]
        return Feed(found["title"], found["mark"], found["basis"], found["figure_text"], sentence, at, ref)

    def measure(self, name: str) -> Feed:
        known = measures.get(name)
        if known is None:
            sentence = f"Nothing measures this yet: the measure {name} is not known here."
            return Feed(name, Status.UNKNOWN, Basis.MEASURED, "", sentence)
        reading = known.read(self.project, self.now)
        figure = reading.figure.text() if reading.figure else ""
        return Feed(known.title, reading.status, Basis.MEASURED, figure, reading.reasons[0], self.now)


def _since(feed: Feed, began: datetime | None) -> Feed:
    """What feeds a criterion for leaving: unknown where it is from before the beginning."""
    if feed.mark == Status.NOT_APPLICABLE or (began is not None and feed.at is not None and feed.at >= began):
        return feed
    if not feed.check and began is not None:
        return feed
    sentence = _NOT_BEGUN if began is None else feed.sentence if feed.mark == Status.UNKNOWN else _EARLIER
    return Feed(feed.title, Status.UNKNOWN, feed.basis, "", sentence, feed.at, feed.check)

"""The criteria by which the cutover is entered and left, as its page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from firstlight.contracts.standing import Basis
from firstlight.readiness.criteria import Criterion, Feed
from firstlight.web import wording
from firstlight.web.addresses import place


@dataclass(frozen=True, slots=True)
class FeedLine:
    """What feeds a criterion: its title, state and figure, whether it is a person's word, and where it is looked at."""

    title: str
    state: str
    basis: str
    figure: str
    url: str


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion: its state, what weighs most with its sentence, and what else feeds it."""

    ref: str
    title: str
    source: str
    state: str
    sentence: str
    heaviest: FeedLine
    others: tuple[FeedLine, ...]


def criterion_lines(found: Iterable[Criterion], slug: str) -> list[CriterionLine]:
    """Criteria in their order."""
    return [
        CriterionLine(
            one.ref, one.title, one.source, str(one.mark), wording.said(one.heaviest.sentence),
            _feed(one.heaviest, slug), tuple(_feed(feed, slug) for feed in one.feeds if feed is not one.heaviest),
        )
        for one in found
    ]  # fmt: skip


def _feed(feed: Feed, slug: str) -> FeedLine:
    basis = wording.basis(Basis(feed.basis))
    title = feed.title if feed.check else wording.said(feed.title)
    url = place("check", slug, feed.check) if feed.check else place("cutover-tasks", slug)
    return FeedLine(title, str(feed.mark), basis, wording.figure(feed.figure) if feed.figure else "", url)

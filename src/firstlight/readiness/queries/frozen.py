"""What is read out of assessments without decoding them again: an assessment is never changed, so it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from firstlight.readiness.models import Assessment

T = TypeVar("T")
Document = Mapping[str, Any]


class Kept(Generic[T]):
    """What `read` makes of a body, kept in this process under the digest of the body, for `most` of them."""

    def __init__(self, read: Callable[[Document], T], most: int) -> None:
        self.read, self.most = read, most
        self.known: dict[str, T] = {}

    def of(self, assessments: Iterable[Assessment]) -> dict[int, T]:
        """By key of the assessment. Bodies are fetched only where they were not read before: one query, or none."""
        digests = {one.pk: one.digest for one in assessments}
        found = {digest: self.known[digest] for digest in digests.values() if digest in self.known}
        unread = [pk for pk, digest in digests.items() if digest not in found]
        if unread:
            rows = Assessment.objects.filter(pk__in=unread).values_list("digest", "body")
            # In pieces, because a body is large and a person may have many projects.
            found |= {digest: self.read(json.loads(body)) for digest, body in rows.iterator(chunk_size=20)}
            if len(self.known) + len(unread) > self.most:
                self.known.clear()
            self.known.update(found)
        return {pk: found[digest] for pk, digest in digests.items()}


@dataclass(frozen=True, slots=True)
class Gist:
    """What a list of projects says of an assessment: how many reasons block, the first one, stale signatures."""

    blockers: int
    reason: str
    stale: int


@dataclass(frozen=True, slots=True)
class Stood:
    """How a check stood: its mark, its figure, and the heaviest of its reasons."""

    mark: str
    figure: str
    reason: str


def _gist(document: Document) -> Gist:
    blocking = [reason for reason in document["reasons"] if reason["blocks"]]
    first = (blocking or document["reasons"] or [{"title": ""}])[0]
    return Gist(len(blocking), first["title"], sum(one["state"] == "stale" for one in document["signatures"]))


def _stood(document: Document) -> dict[str, Stood]:
    return {
        check["ref"]: Stood(
            check["mark"], check["figure_text"], check["stale"] if check["mark"] == "stale" else check["reasons"][0]
        )
        for area in document["areas"]
        for check in area["checks"]
    }


_gists, _past = Kept(_gist, 4096), Kept(_stood, 128)


def gists_of(assessments: Iterable[Assessment]) -> dict[int, Gist]:
    """By key, these in brief. One query, or none where they were read before."""
    return _gists.of(assessments)


def stood_in(assessments: Iterable[Assessment]) -> dict[int, dict[str, Stood]]:
    """By key, how each check stood in these. One query, or none where they were read before."""
    return _past.of(assessments)

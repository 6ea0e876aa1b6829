"""Tying a result to the case it carries out, or else to the requirement it names. Pure: no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from firstlight.testing.formats.saying import pieces
from firstlight.testing.naming import RefFinder, loose
from firstlight.testing.patterns import PatternFinder


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """As much of a case as is needed to recognise its results."""

    pk: int
    ref: str
    title: str
    matches: tuple[str, ...] = ()
    persona: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a result is tied to, by key: a case, or a requirement, or nothing.

    `by` says what told it: what the file says (`property`), a `ref` in the name or the suite, the `title`, a `pattern`.
    """

    case: int | None = None
    requirement: int | None = None
    by: str = ""


class Attacher:
    """Knows the cases and the requirements of a project. `requirements` maps refs to keys."""

    def __init__(self, cases: Iterable[CaseFacts], requirements: Mapping[str, int]) -> None:
        self.cases = {case.ref: case for case in cases}
        self.by_key = {case.pk: case for case in self.cases.values()}
        self.requirements = requirements
        self.case_refs = RefFinder(self.cases, {case.ref: case.title for case in self.cases.values()})
        self.patterns = PatternFinder((form, case.ref) for case in self.cases.values() for form in case.matches)
        self.by_title: dict[str, CaseFacts | None] = {}
        for case in self.cases.values():
            title = loose(case.title)
            # Two cases of one title: the title names neither.
            self.by_title[title] = None if title in self.by_title else case

    @cached_property
    def requirement_refs(self) -> RefFinder:
        """Made when the first result comes that belongs to no case: there may be ten thousand requirements."""
        return RefFinder(self.requirements)

    def attach(self, name: str, suite: str, says: str = "") -> Attachment:
        """The case that the file names, whose ref stands in name or suite, whose title is the name, whose pattern fits.

        Else the requirement that is named or whose ref stands there; else nothing. `says` is what the file says of it.
        """
        said = pieces(says) if says else []
        for by, ref in self._cases_told(name, suite, said):
            if ref is not None:
                return Attachment(case=self.cases[ref].pk, by=by)
        for by, words in (*(("property", one) for one in said), ("ref", name)):
            if found := self.requirement_refs.find(words):
                return Attachment(requirement=self.requirements[found], by=by)
        last = self.requirement_refs.find(suite, last=True)
        return Attachment(requirement=self.requirements[last], by="ref") if last else Attachment()

    def _cases_told(self, name: str, suite: str, said: Iterable[str]) -> Iterator[tuple[str, str | None]]:
        """What could tell the case, the plainest first; each is looked for only where those before told nothing."""
        for one in said:
            yield "property", self.case_refs.find(one)
        yield "ref", self.case_refs.find(name)
        yield "ref", self.case_refs.find(suite, last=True)
        named = self.by_title.get(loose(name) or "-")
        yield "title", named.ref if named else None
        yield "pattern", self.patterns.find(name, suite)

"""Tying a result to the case it carries out, or else to the requirement it names. Pure: no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

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
    """What a result is tied to, by key: a case, or a requirement, or nothing."""

    case: int | None = None
    requirement: int | None = None


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

    def attach(self, name: str, suite: str) -> Attachment:
        """The case whose ref stands in name or suite, whose title is the name, or whose pattern fits.

        Else the requirement whose ref stands there; else nothing.
        """
        ref = self.case_refs.find(name) or self.case_refs.find(suite, last=True)
        if ref is None:
            named = self.by_title.get(loose(name) or "-")
            ref = named.ref if named else self.patterns.find(name, suite)
        if ref is not None:
            return Attachment(case=self.cases[ref].pk)
        found = self.requirement_refs.find(name) or self.requirement_refs.find(suite, last=True)
        return Attachment(requirement=self.requirements[found] if found else None)

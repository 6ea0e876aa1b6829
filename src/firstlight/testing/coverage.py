"""What is covered: each requirement by both of its paths, combinations that matter, rules of others.

Everything takes a fixed number of queries. What is worked out of requirements is kept while the ledger stands still.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from django.db.models import TextField
from django.db.models.functions import Cast

from firstlight.contracts.results import Outcome
from firstlight.kernel.context import ProjectLike
from firstlight.ledger.keeping import kept
from firstlight.ledger.queries import head_of
from firstlight.scope.models import Process, Requirement
from firstlight.testing.models import Case, Combination, Cycle, Regulation, Result
from firstlight.testing.rules.counting import BAD, worst_of
from firstlight.testing.rules.coverage import Tried, Wanted, covered, mark_of, path_mark, tops
from firstlight.testing.tallies import passed_requirements


@dataclass(frozen=True, slots=True)
class Line:
    """A requirement in scope with how both paths stand. `process` is its own, `top` the end-to-end process above it.

    `cases` is how many it has, `failing` the refs of those that fail, `stale` of those whose passes do not count.
    """

    ref: str
    title: str
    owner: str
    process: str
    top: str
    usual: str
    edge: str
    mark: str
    cases: int
    failing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    regulatory: bool = False

    @property
    def hole(self) -> bool:
        """Whether something of it is not shown to work."""
        return self.mark != "met"


@dataclass(frozen=True, slots=True)
class Block:
    """The requirements of an end-to-end process; "" for those of none."""

    ref: str
    title: str
    owner: str
    lines: tuple[Line, ...]

    @property
    def met(self) -> int:
        """How many are covered by both paths."""
        return sum(line.mark == "met" for line in self.lines)

    def of(self, mark: str) -> tuple[Line, ...]:
        """Those that stand so."""
        return tuple(line for line in self.lines if line.mark == mark)


#: Ref, and how it stands.
_Case = tuple[str, Outcome | None]


def requirement_lines(project: ProjectLike) -> tuple[Line, ...]:
    """Every requirement in scope, by ref. One query while nothing of the project changes, else seven."""
    return kept(project, head_of(project).digest, "coverage", lambda: _requirement_lines(project))


def _requirement_lines(project: ProjectLike) -> tuple[Line, ...]:
    usual, edge = _cases(project)
    named, tops = passed_requirements(project), tops_of(project)
    asked = Requirement.objects.filter(project_id=project.pk, in_scope=True).order_by("ref")
    names = ("pk", "ref", "title", "owner", "process__ref", "kind")
    return tuple(
        _line((ref, title, owner, process or "", kind), tops, (usual.get(ref, ()), edge.get(ref, ())), pk in named)
        for pk, ref, title, owner, process, kind in asked.values_list(*names).iterator(chunk_size=5000)
    )


def _cases(project: ProjectLike) -> tuple[Mapping[str, Sequence[_Case]], Mapping[str, Sequence[_Case]]]:
    """By requirement, its cases on the usual path, and on the others."""
    outcomes = _outcomes(project)
    # As text, since few lists of requirements are many: each is read once.
    rows = Case.objects.filter(project_id=project.pk).annotate(wanted=Cast("requirements", TextField())).order_by("ref")
    lists: dict[str, list[str]] = {}
    usual: dict[str, list[_Case]] = {}
    edge: dict[str, list[_Case]] = {}
    for pk, ref, path, wanted in rows.values_list("pk", "ref", "path", "wanted").iterator(chunk_size=5000):
        if (refs := lists.get(wanted)) is None:
            refs = lists[wanted] = json.loads(wanted)
        of_path, case = usual if path == Case.Path.USUAL else edge, (ref, outcomes.get(pk))
        for name in refs:
            of_path.setdefault(name, []).append(case)
    return usual, edge


def _line(
    of: tuple[str, str, str, str, str],
    tops: Mapping[str, str],
    paths: tuple[Sequence[_Case], Sequence[_Case]],
    named: bool,
) -> Line:
    ref, title, owner, process, kind = of
    usual, edge = (path_mark([outcome for _, outcome in cases]) for cases in paths)
    mark = mark_of(usual, edge, named)
    failing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    if mark in ("unmet", "stale"):
        every = sorted((*paths[0], *paths[1]), key=itemgetter(0))
        failing = tuple(name for name, one in every if one in BAD)
        stale = tuple(name for name, one in every if one is Outcome.DISCOUNTED)
    regulatory = kind == Requirement.Kind.REGULATORY
    number = len(paths[0]) + len(paths[1])
    return Line(
        ref, title, owner, process, tops.get(process, ""), usual, edge, mark, number, failing, stale, regulatory
    )


def _outcomes(project: ProjectLike) -> dict[int, Outcome | None]:
    """How each case stands over all kinds of test: the worst of them."""
    # By key of the cycle: an index has all of it in this order.
    cycles = list(Cycle.objects.filter(project_id=project.pk).order_by().values_list("pk", flat=True))
    rows = Result.objects.filter(cycle_id__in=cycles, latest=True, case__isnull=False).order_by()
    outcomes = {one.value: one for one in Outcome}
    spoken: dict[int, Outcome | None] = {}
    for case, outcome in rows.values_list("case_id", "last_outcome").distinct().iterator(chunk_size=5000):
        said, known = outcomes[outcome], spoken.get(case)
        spoken[case] = said if known is None else worst_of((known, said))
    return spoken


def tops_of(project: ProjectLike) -> dict[str, str]:
    """By process, the topmost in scope that it belongs to. One query."""
    return tops(dict(Process.objects.filter(project_id=project.pk, in_scope=True).values_list("ref", "parent__ref")))


def blocks(project: ProjectLike) -> tuple[Block, ...]:
    """The requirements by end-to-end process, by ref; those of no process last. One query more, or three."""
    return kept(project, head_of(project).digest, "coverage by process", lambda: _blocks(project))


def _blocks(project: ProjectLike) -> tuple[Block, ...]:
    rows = Process.objects.filter(project_id=project.pk, in_scope=True)
    known = {ref: (title, owner) for ref, title, owner in rows.values_list("ref", "title", "owner")}
    found: dict[str, list[Line]] = {}
    for line in requirement_lines(project):
        found.setdefault(line.top, []).append(line)
    ordered = sorted(found, key=lambda ref: (not ref, ref))
    return tuple(Block(ref, *known.get(ref, ("", "")), tuple(found[ref])) for ref in ordered)


@dataclass(frozen=True, slots=True)
class CombinationLine:
    """A combination that matters, and whether a pass that counts covers it."""

    wanted: Wanted
    owner: str
    covered: bool


def combination_lines(project: ProjectLike) -> list[CombinationLine]:
    """Every combination by ref. Two queries."""
    rows = list(Combination.objects.filter(project_id=project.pk).order_by("ref"))
    tried = _tried(project) if rows else frozenset()
    found = []
    for row in rows:
        wanted = Wanted(row.ref, row.title, row.persona, row.place, row.access, row.device, row.significant)
        found.append(CombinationLine(wanted, row.owner, covered(wanted, tried)))
    return found


def _tried(project: ProjectLike) -> frozenset[Tried]:
    """As whom, where, how and on what acceptance cases passed with a pass that counts."""
    rows = Result.objects.filter(
        cycle__project_id=project.pk, cycle__kind="uat", run__isnull=False, outcome=Outcome.PASSED.value, discounted=""
    ).order_by()
    return frozenset(rows.values_list("suite", "run__place", "run__access", "run__device").distinct())


@dataclass(frozen=True, slots=True)
class RegulationLine:
    """A rule with how its requirements stand. `mark` is the heaviest of theirs, unknown where it names none."""

    ref: str
    title: str
    level: str
    where: str
    feature: str
    documents: str
    owner: str
    requirements: tuple[str, ...]
    mark: str

    @property
    def documented(self) -> bool:
        """Whether one finds in writing by what it is followed, and where."""
        return bool(self.feature and self.documents)


def regulation_lines(project: ProjectLike) -> list[RegulationLine]:
    """Every rule by level, place and ref. One query more than the requirements."""
    rows = list(Regulation.objects.filter(project_id=project.pk))
    marks = {line.ref: _passing(line) for line in requirement_lines(project)} if rows else {}
    order = ("unmet", "unknown", "stale", "met")
    found = []
    for row in rows:
        known = [marks.get(ref, "unknown") for ref in row.requirements] or ["unknown"]
        mark = min(known, key=order.index)
        facts = (row.level, row.where, row.feature, row.documents, row.owner, tuple(row.requirements))
        found.append(RegulationLine(row.ref, row.title, *facts, mark))
    return found


def _passing(line: Line) -> str:
    """For a rule a pass is a pass, whichever path it was on."""
    if line.mark != "partly":
        return line.mark
    return "met" if "met" in (line.usual, line.edge) else "unknown"

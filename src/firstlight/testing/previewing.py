"""What files of results would do to a cycle, before anything of them is brought in. Reads, and writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from firstlight.assurance.evidence import digest_of
from firstlight.contracts.results import CaseResult, Outcome, ResultFile
from firstlight.contracts.tables import Problem, Unreadable
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.testing import stores
from firstlight.testing.actions.results import effective_of
from firstlight.testing.attaching import Attacher
from firstlight.testing.formats import BY_PEOPLE, read_results
from firstlight.testing.models import Cycle, Result, ResultImport
from firstlight.testing.results import SOUGHT, attacher_of, moment_of
from firstlight.testing.rules.counting import Ran, counting, identity_of, identity_of_run
from firstlight.testing.rules.kinds import KINDS, kind_of
from firstlight.workspace.models import Project

#: Tests that would stand otherwise are named up to so many a file; the figures count all.
NAMED = 50


@dataclass(frozen=True, slots=True)
class Turn:
    """A test that would stand otherwise than now."""

    name: str
    suite: str
    case: str
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What one file would do. With `problems` it cannot be brought in; `known` where this very file is in already.

    `matched` counts results by what tied them to a case (`property`, `ref`, `title`, `pattern`), `of_requirements`
    those that belong to no case and name a requirement, `unmatched` those that belong to nothing and are kept all the
    same. Tests, which may have several results, are `new`, `same`, `changed`, or `older` than what is there already.
    """

    file: str
    digest: str
    found: ResultFile | None = None
    problems: tuple[Problem, ...] = ()
    known: bool = False
    matched: Mapping[str, int] | None = None
    of_requirements: int = 0
    unmatched: int = 0
    new: int = 0
    same: int = 0
    changed: int = 0
    older: int = 0
    turns: tuple[Turn, ...] = ()

    @property
    def of_cases(self) -> int:
        """How many results belong to a case."""
        return sum((self.matched or {}).values())

    def counts(self) -> dict[str, int]:
        """How many results there are, and how many ended how."""
        if self.found is None:
            return {}
        ends = ("passed", Outcome.PASSED), ("failed", Outcome.FAILED), ("errors", Outcome.ERROR)
        told = {name: self.found.count(outcome) for name, outcome in (*ends, ("skipped", Outcome.SKIPPED))}
        return {"tests": len(self.found.cases), **told}

    def facts(self) -> dict[str, Any]:
        """All of it for programs."""
        found = self.found
        return {
            "file": self.file,
            "format": found.format if found else "",
            **(self.counts() or dict.fromkeys(("tests", "passed", "failed", "errors", "skipped"), 0)),
            "declared": asdict(found.declared) if found and found.declared else None,
            "warnings": list(found.warnings) if found else [],
            "problems": [str(problem) for problem in self.problems],
            "known": self.known,
            "matched": {name: (self.matched or {}).get(name, 0) for name in ("property", "ref", "title", "pattern")},
            "of_requirements": self.of_requirements,
            "unmatched": self.unmatched,
            **{name: getattr(self, name) for name in ("new", "same", "changed", "older")},
        }


@dataclass(frozen=True, slots=True)
class Preview:
    """What files would do. `cycle` is None where it is not there yet and would be made of that `kind`."""

    cycle: Cycle | None
    kind: str
    files: tuple[FilePreview, ...]

    @property
    def fits(self) -> bool:
        """Whether all files can be brought in."""
        return not any(one.problems for one in self.files)

    @property
    def news(self) -> int:
        """How many files are not in already."""
        return sum(1 for one in self.files if not one.known)


def preview_results(project: Project, cycle_ref: str, files: Iterable[tuple[str, bytes]], now: datetime) -> Preview:
    """What these files, by name and content, would do to the cycle, one after the other. Never raises for a file."""
    cycle = stores.cycle_named(project, cycle_ref)
    looking = _Looking(project, cycle, attacher_of(project), now)
    kind = KINDS[cycle.kind if cycle else kind_of(cycle_ref)]
    return Preview(cycle, kind, tuple(looking.at(name, data) for name, data in files))


class _Looking:
    """Looks at one file after the other, as if those before it were in."""

    def __init__(self, project: ProjectLike, cycle: Cycle | None, attacher: Attacher, now: datetime) -> None:
        self.project, self.cycle, self.attacher, self.now = project, cycle, attacher, now
        self.seen: set[str] = set()
        self.standing: dict[str, Ran] = {}
        self.asked: set[str] = set()
        self.files = 0

    def at(self, name: str, data: bytes) -> FilePreview:
        digest = digest_of(data)
        try:
            found = read_results(data, name)
        except Unreadable as error:
            return FilePreview(name, digest, problems=(error.problem,))
        except Invalid as error:
            return FilePreview(name, digest, problems=error.problems or (Problem(name, error.sentence),))
        rows = ResultImport.objects.filter(project_id=self.project.pk, cycle=self.cycle, digest=digest)
        known = digest in self.seen or (self.cycle is not None and rows.exists())
        self.seen.add(digest)
        if known:
            return FilePreview(name, digest, found, known=True)
        self.files += 1
        return self._compared(name, digest, found)

    def _compared(self, name: str, digest: str, found: ResultFile) -> FilePreview:
        effective = effective_of(self.now, self.cycle, found)
        people, matched = found.format in BY_PEOPLE, Counter[str]()
        of_requirements = unmatched = 0
        coming: dict[str, list[tuple[CaseResult, Ran, str]]] = {}
        for number, case in enumerate(found, start=1):
            attached = self.attacher.attach(case.name, case.suite, case.says)
            of = self.attacher.by_key[attached.case] if attached.case is not None else None
            matched[attached.by] += of is not None
            of_requirements += of is None and attached.requirement is not None
            unmatched += of is None and attached.requirement is None
            own = of is not None and people
            identity = identity_of_run(of.ref, of.persona) if of and own else identity_of(case.name, case.suite)
            at = moment_of(case, effective)
            ran = Ran(-number, identity, 0, -self.files, case.outcome, at, self.now)
            coming.setdefault(identity, []).append((case, ran, of.ref if of else ""))
        self._ask(coming)
        counts, turns = self._stands(coming)
        return FilePreview(
            name, digest, found, (), False, +matched, of_requirements, unmatched,
            counts["new"], counts["same"], counts["changed"], counts["older"], tuple(turns[:NAMED]),
        )  # fmt: skip

    def _ask(self, identities: Iterable[str]) -> None:
        """How the tests stand in the cycle now. A query for each five thousand of them."""
        wanted = sorted(set(identities) - self.asked)
        self.asked.update(wanted)
        for start in range(0, len(wanted) if self.cycle else 0, SOUGHT):
            rows = Result.objects.filter(cycle=self.cycle, latest=True, identity__in=wanted[start : start + SOUGHT])
            names = ("pk", "identity", "source_id", "outcome", "at", "source__imported")
            for pk, identity, source, outcome, at, imported in rows.order_by().values_list(*names):
                self.standing[identity] = Ran(pk, identity, 0, source or 0, Outcome(outcome), at, imported or at)

    def _stands(self, coming: Mapping[str, Sequence[tuple[CaseResult, Ran, str]]]) -> tuple[Counter[str], list[Turn]]:
        counts: Counter[str] = Counter()
        turns: list[Turn] = []
        for identity, results in coming.items():
            before, new = self.standing.get(identity), [ran for _, ran, _ in results]
            after = counting([before, *new] if before else new)
            self.standing[identity] = after
            if before is None:
                counts["new"] += 1
            elif after is before:
                counts["same" if all(one.outcome is before.outcome for one in new) else "older"] += 1
            elif after.outcome is before.outcome:
                counts["same"] += 1
            else:
                counts["changed"] += 1
                case, _, ref = results[0]
                turns.append(Turn(case.name, case.suite, ref, before.outcome, after.outcome))
        return counts, turns

"""Whether the solution is fast enough, by figures of the business and results of load tools."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from firstlight.contracts.reading import Figure, Reading, RecordLink, unknown
from firstlight.contracts.standing import HEAVIEST_FIRST, Status, worst
from firstlight.engines.loadstats import REACHED, Kind
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.registry import measure
from firstlight.scope.models import Integration, Process
from firstlight.testing.models import Cycle
from firstlight.testing.performance import Performance, performance_of
from firstlight.testing.rules.performance import Standing, Stands
from firstlight.testing.rules.wording import listed, no_cycle, number_of

_LINKED = 50
#: From so many messages in the busiest hour on an integration carries load.
_LOAD_AN_HOUR = 60
_TOLD = 6
_NO_CRITERION = "No performance criterion is known: put the figures that the business agreed to into load/criteria.csv."
_NO_RESULT = "No load result that counts is known: put the files of k6, JMeter or Locust under load/PERF-1."
_NAMES = {
    Kind.PAGE_LOAD: "page load",
    Kind.SEARCH: "search",
    Kind.THROUGHPUT: "throughput",
    Kind.USERS: "users at once",
    Kind.STABILITY: "stability",
    Kind.SCALABILITY: "scalability",
}


@measure("testing.performance.criteria", title="Performance criteria agreed in figures", unit="criteria", strict=True)
def criteria(project: ProjectLike, now: datetime) -> Reading:
    """Criteria with figure, unit and the load under which they hold, for each kind and each end-to-end process.

    Unmet where a kind (times, search, throughput, users, stability, scalability) or a process in scope has none.
    """
    found = performance_of(project, now).standings
    if not found:
        return unknown(_NO_CRITERION)
    kinds = {one.asked.criterion.kind for one in found}
    lacking = [name for kind, name in _NAMES.items() if kind not in kinds]
    told = [f"No criterion says what is fast enough for: {listed(lacking)}."] if lacking else []
    without_peak = [
        one for one in found if one.asked.criterion.peak is None and one.asked.criterion.kind is not Kind.USERS
    ]
    if without_peak:
        named = listed([one.asked.text for one in without_peak])
        told.append(f"{named} {'does' if len(without_peak) == 1 else 'do'} not say at which load to hold.")
    bare = _processes_without(project, found)
    if bare:
        told.append(f"No criterion is of the end-to-end {'process' if len(bare) == 1 else 'processes'} {listed(bare)}.")
    status = Status.UNMET if lacking or bare else Status.PARTLY if without_peak else Status.MET
    whole = f"{number_of(len(found), 'criterion has', 'criteria have')} a figure and the load under which to hold."
    figure = Figure(Decimal(len(found) - len(without_peak)), "criteria", Decimal(len(found)))
    return Reading(status, tuple(told) or (whole,), figure, _links(found), now)


def _processes_without(project: ProjectLike, found: Sequence[Standing]) -> list[str]:
    """End-to-end processes in scope that no criterion is of, nor of anything below them."""
    covered = {ref for one in found for ref in one.asked.refs}
    rows = Process.objects.filter(project_id=project.pk, in_scope=True, level=Process.Level.END_TO_END).order_by("ref")
    return [f"{ref} {title}" for ref, title in rows.values_list("ref", "title") if ref not in covered]


@dataclass(frozen=True, slots=True)
class Facet:
    """A side of performance that has to be covered: which criteria are about it, and what else should be.

    `lacking` gives sentences on what should have a criterion of this sort and has none. `what` stands in a sentence.
    """

    name: str
    title: str
    what: str
    chosen: Callable[[Standing], bool]
    lacking: Callable[[ProjectLike, Sequence[Standing]], Iterator[str]]

    def read(self, project: ProjectLike, performance: Performance) -> Reading:
        """Met where all its criteria are met by results that count, and nothing lacks one."""
        found = [one for one in performance.standings if self.chosen(one)]
        missing = tuple(self.lacking(project, found))
        if not found:
            return unknown(*(missing or (f"No criterion is about {self.what}: add one to load/criteria.csv.",)))
        return _reading(performance, found, self.what, missing)


def _reading(performance: Performance, found: Sequence[Standing], what: str, missing: Sequence[str]) -> Reading:
    if not performance.counting:
        against = [f"{one.file}: {one.against[0]}" for one in performance.evidence[:_TOLD]]
        return unknown(_NO_RESULT, *against, records=_links(found))
    ordered = sorted(found, key=lambda one: (HEAVIEST_FIRST.index(one.status), one.asked.criterion.ref))
    behind = [one for one in ordered if not one.met]
    told = [f"{one.asked.text}: {one.reasons[0]}" for one in behind[:_TOLD]]
    if len(behind) > _TOLD:
        told.append(f"{len(behind) - _TOLD} more of {len(found)} criteria about {what} are not met.")
    status = worst([*(one.status for one in found), *([Status.UNKNOWN] if missing else [])])
    whole = f"All {number_of(len(found), 'criterion', 'criteria')} about {what} are met."
    if len(found) == 1:
        whole = f"The one criterion about {what} is met."
    figure = Figure(Decimal(len(found) - len(behind)), "criteria", Decimal(len(found)))
    return Reading(status, (*told, *missing) or (whole,), figure, _links(ordered), performance.newest)


def _links(found: Sequence[Standing]) -> tuple[RecordLink, ...]:
    return tuple(RecordLink("criterion", one.asked.criterion.ref, one.asked.text) for one in found[:_LINKED])


def _covers(word: str) -> Callable[[Standing], bool]:
    return lambda one: word in one.asked.covers


def _nothing(project: ProjectLike, found: Sequence[Standing]) -> Iterator[str]:
    return iter(())


def _devices(project: ProjectLike, found: Sequence[Standing]) -> Iterator[str]:
    for word in ("device", "browser"):
        if not any(word in one.asked.covers for one in found):
            yield f"No criterion covers a {word}: say so in the column Covers of load/criteria.csv."


def _processes(project: ProjectLike, found: Sequence[Standing]) -> Iterator[str]:
    bare = _processes_without(project, found)
    if bare:
        yield f"No criterion is of the end-to-end {'process' if len(bare) == 1 else 'processes'} {listed(bare)}."


def _integrations(project: ProjectLike, found: Sequence[Standing]) -> Iterator[str]:
    """Integrations that carry load: one message a minute or more at the peak, or critical and nobody knows how many."""
    named = {one.asked.integration for one in found}
    rows = Integration.objects.filter(project_id=project.pk, in_scope=True).order_by("ref")
    heavy = [f"{row.ref} {row.title}" for row in rows if row.ref not in named and _carries_load(row)]
    if heavy:
        yield f"No criterion is of {listed(heavy)}, which {'carries' if len(heavy) == 1 else 'carry'} load."


def _carries_load(row: Integration) -> bool:
    if row.peak_an_hour is None:
        return row.criticality == Integration.Criticality.HIGH
    return row.peak_an_hour >= _LOAD_AN_HOUR


def _at_peak(one: Standing) -> bool:
    """Searches, virtual desktops and integrations are read on their own: what is missed there is told once."""
    own = _of_search(one) or _of_integration(one) or "virtualised" in one.asked.covers
    return not own and (one.asked.criterion.peak is not None or one.asked.criterion.kind is Kind.USERS)


def _of_process(one: Standing) -> bool:
    return "process" in one.asked.covers or bool(one.asked.process)


def _of_integration(one: Standing) -> bool:
    return "integration" in one.asked.covers or bool(one.asked.integration)


def _of_search(one: Standing) -> bool:
    return one.asked.criterion.kind is Kind.SEARCH or "search" in one.asked.covers


def _of_devices(one: Standing) -> bool:
    return bool({"device", "browser"} & one.asked.covers)


#: The sides of performance, in the order of the checklist.
FACETS = (
    Facet("peak", "Criteria met at the expected peak", "the expected peak", _at_peak, _nothing),
    Facet("search", "Search fast enough", "search", _of_search, _nothing),
    Facet("processes", "Processes fast enough", "processes", _of_process, _processes),
    Facet("devices", "Devices and browsers fast enough", "devices and browsers", _of_devices, _devices),
    Facet("virtualised", "Virtual desktops fast enough", "virtual desktops", _covers("virtualised"), _nothing),
    Facet("integrations", "Integrations fast enough", "integrations", _of_integration, _integrations),
)


def _register(facet: Facet) -> None:
    @measure(f"testing.performance.{facet.name}", title=facet.title, unit="criteria", strict=True)
    def read(project: ProjectLike, now: datetime) -> Reading:
        """All criteria about this side of performance are met, by results that count."""
        return facet.read(project, performance_of(project, now))


for _facet in FACETS:
    _register(_facet)


@measure("testing.performance.representative", title="Performance tests like the real operation", unit="cycles")
def representative(project: ProjectLike, now: datetime) -> Reading:
    """Performance cycles in an environment like production, with migrated data, whose results reach the peak."""
    cycles = list(Cycle.objects.filter(project_id=project.pk, kind="performance").order_by("ref"))
    if not cycles:
        return unknown(no_cycle("performance"))
    unlike = [sentence for cycle in cycles for sentence in _unlike(cycle)]
    silent = [sentence for cycle in cycles for sentence in _silent(cycle)]
    performance = performance_of(project, now)
    below = [one for one in performance.standings if (share := _share(one)) is not None and share < REACHED]
    told = [*unlike, *(f"{one.asked.text}: {_reached(one)}" for one in below[:_TOLD]), *silent]
    if not performance.counting:
        return unknown(*told, _NO_RESULT)
    status = Status.UNMET if unlike else Status.PARTLY if below else Status.UNKNOWN if silent else Status.MET
    good = sum(not list(_unlike(cycle)) and not list(_silent(cycle)) for cycle in cycles)
    whole = f"{listed([cycle.ref for cycle in cycles])} had an environment like production, migrated data and the peak."
    figure = Figure(Decimal(good), "cycles", Decimal(len(cycles)))
    links = tuple(RecordLink("cycle", cycle.ref, f"{cycle.ref} {cycle.title}") for cycle in cycles)
    return Reading(status, tuple(told) or (whole,), figure, links, performance.newest)


def _unlike(cycle: Cycle) -> Iterator[str]:
    kind = cycle.environment_kind
    if kind and kind != Cycle.Environment.PRODUCTION_LIKE:
        named = f" ({cycle.environment})" if cycle.environment else ""
        words = cycle.get_environment_kind_display().lower()
        yield f"{cycle.ref} runs in a {words} environment{named}, not one like production."
    if cycle.migrated_data is False:
        yield f"{cycle.ref} does not run with migrated data."


def _silent(cycle: Cycle) -> Iterator[str]:
    for said, what in (
        (cycle.environment_kind, "what kind of environment"),
        (cycle.migrated_data, "whether migrated data"),
    ):
        if said in ("", None):
            yield f"The list of cycles in tests/cases.xlsx does not say {what} is used for {cycle.ref}."


def _share(one: Standing) -> float | None:
    return one.judgement.peak.share if one.judgement and one.judgement.peak else None


def _reached(one: Standing) -> str:
    return next((reason for reason in one.reasons if "expected peak" in reason), one.reasons[0])


@measure(
    "testing.performance.apart-from-uat", title="Load results apart from acceptance tests", unit="files", strict=True
)
def apart_from_uat(project: ProjectLike, now: datetime) -> Reading:
    """Files of load tools that count: of a performance cycle, outside production, not beside an acceptance test.

    What does not count is left out by itself, so that it only matters where a criterion has nothing else.
    """
    performance = performance_of(project, now)
    if not performance.evidence:
        return unknown(_NO_RESULT)
    borrowed = [one for one in performance.evidence if one.against]
    counting = performance.counting
    told = [f"{one.asked.text}: {one.reasons[0]}" for one in performance.standings if one.stands is Stands.BORROWED]
    status = Status.UNMET if not counting else Status.PARTLY if told else Status.MET
    if counting:
        many = "1 file counts" if len(counting) == 1 else f"{len(counting):,} files count"
        told.append(f"{many}: of performance tests, apart from acceptance tests and production.")
    told += [f"{one.file} does not count. {one.against[0]}" for one in borrowed[:_TOLD]]
    if len(borrowed) > _TOLD:
        told.append(f"{len(borrowed) - _TOLD} more files do not count.")
    figure = Figure(Decimal(len(counting)), "files", Decimal(len(performance.evidence)))
    links = tuple(RecordLink("load-file", one.digest, one.file) for one in performance.evidence[:_LINKED])
    return Reading(status, tuple(told), figure, links, performance.newest)

"""Test cycles, the cases that only they have, and every run with what went wrong in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from northmere.outline import Case
from northmere.people import rows
from northmere.timeline import Entry, at

#: Ref, title, kind, environment, kind of environment, migrated data, version, start, end, share to pass, criteria.
CYCLES = """
SIT-1 | System integration test 1 | sit | SIT | test | no | 10.0.47 | 2026-06-29 | 2026-07-24 | 85
    | Every interface has moved one document in each direction.
SIT-2 | System integration test 2 | sit | SIT | test | yes | 10.0.48 | 2026-08-31 | 2026-09-25 | 100
    | All cases have passed; volumes are near the peak.
UAT-1 | User acceptance test 1 | uat | UAT | production-like | yes | 10.0.48 | 2026-10-05 | 2026-10-16 | 90
    | No significant case is open in order to cash and inventory to deliver.
UAT-2 | User acceptance test 2 | uat | UAT | production-like | yes | 10.0.48 | 2026-10-26 | 2026-11-27 | 100
    | All cases have passed, or the process owner has rated what is open as minor.
E2E-1 | End-to-end test | end-to-end | UAT | production-like | yes | 10.0.48 | 2026-10-19 | 2026-10-30 | 100
    | Each end-to-end process ran once from its first step to its last.
PERF-1 | Performance test | performance | PERF | production-like | yes | 10.0.48 | 2026-10-26 | 2026-11-06 | 100
    | All figures are within their limits at the load of 22 December 2025, or their risk is accepted.
REG-1 | Regression test before go-live | regression | UAT | production-like | yes | 10.0.48 | 2026-11-09 | 2026-11-27
    | 100 | What worked before the last changes works after them.
"""

#: Until change request 41, UAT-2 was to end on 11 November.
EXTENDED = ("UAT-2", "2026-11-17 10:00", {"end": date(2026, 11, 11)})

#: Ref, path, significant, process, requirements, persona, title.
MORE_CASES = """
TC-301 | usual | yes | 65.20.025 | R-112; R-132 | Order clerk | From a telephone order to the paid invoice
TC-302 | usual | yes | 65.20.035 | R-120; R-136 | EDI | From an EDI order of a chain to its invoice
TC-303 | usual | yes | 65.20.400 | R-127; R-128 | Driver | From crates at the door to the balance on the invoice
TC-304 | edge | no | 20.40.060 | R-150; R-153 | Customer service clerk
    | From a complaint to the claim against the supplier
TC-305 | usual | yes | 75.40.030 | R-202; R-206 | Buyer | From the night's proposals to the paid supplier
TC-306 | edge | no | 75.40.070 | R-205 | Buyer | From a refused receipt to the credit of the supplier
TC-307 | usual | yes | 60.30.010 | R-163; R-172 | Receiving clerk | From the ramp to the lorry in one night
TC-308 | edge | yes | 60.50.070 | R-183 | Quality officer | Recall during a night with goods on the road
TC-309 | usual | no | 60.60.010 | R-185; R-187 | Dispatcher | From the cut-off to the last stop of a tour
TC-310 | usual | no | 60.20.040 | R-159; R-223 | Stock controller | From counting to the value in the ledger
TC-311 | usual | yes | 90.60.010 | R-228; R-230 | General ledger accountant
    | Close a month with both companies and the VAT return
TC-312 | usual | no | 90.25.060 | R-217 | Cash clerk | From cash at the door to the bank
TC-313 | usual | no | 40.20.030 | R-236; R-104 | Item data clerk | From a new item to its first order
TC-314 | edge | no | 50.35.010 | R-251 | Planner | A night run that starts two hours late
TC-315 | usual | no | 99.25.020 | R-257; R-258 | IT administrator
    | From a new colleague to the first order under the right role
TC-401 | usual | yes | 99.35.010 | R-259 | 220 people | Forms of the order desk open within 2.5 s
TC-402 | edge | no | 99.35.010 | R-259 | 220 people | Forms of the order desk while invoices are printed
TC-403 | usual | yes | 99.35.010 | R-259 | 220 people | Order of 40 lines is saved within 4 s
TC-404 | edge | no | 99.35.010 | R-260 | 220 people | Customer search by part of the name within 2.0 s
TC-405 | usual | no | 99.35.010 | R-260 | 220 people | Item search within 2.0 s
TC-406 | usual | yes | 99.35.010 | R-261 | Night batch | Invoices of 2,150 deliveries within 50 minutes
TC-407 | edge | no | 99.35.010 | R-261 | Night batch | Invoices of a Friday with weekly invoices within 80 minutes
TC-408 | usual | yes | 99.35.010 | R-261; R-251 | Night batch | Planning of 6,400 items for three depots before 02:30
TC-409 | usual | no | 99.35.010 | R-262 | Web shop | 2,700 requests of the web shop in an hour
TC-410 | usual | yes | 99.35.010 | R-262 | EDI | 1,900 EDI orders in an hour
TC-411 | edge | no | 99.35.010 | R-262 | Handhelds | 11,500 scans and 4,100 weights in an hour
TC-412 | edge | no | 99.35.010 | R-259 | 220 people | Eight hours of load without a restart
"""


def cycles() -> list[Entry]:
    """The cycles; UAT-2 with the end that was planned at the time."""
    keys = (
        "ref", "title", "kind", "environment", "environment_kind", "migrated_data", "solution_version", "start", "end",
        "exit_pass_share", "exit_criteria",
    )  # fmt: skip
    found = []
    for cells in rows(CYCLES):
        values: dict[str, Any] = dict(zip(keys, cells, strict=True))
        values["migrated_data"] = values["migrated_data"] == "yes"
        values["start"], values["end"] = (date.fromisoformat(values[key]) for key in ("start", "end"))
        values["exit_pass_share"] = int(values["exit_pass_share"])
        values["owner"] = {"PERF-1": "Olga Petrenko", "SIT-1": "Ravi Menon", "SIT-2": "Ravi Menon"}.get(
            values["ref"], "Miriam Falk"
        )
        ref, when, before = EXTENDED
        changes = ((at(when), {"end": values["end"]}),) if values["ref"] == ref else ()
        found.append(Entry(values | before if changes else values, changes=changes))
    return found


def more_cases() -> list[Case]:
    """End-to-end and performance cases."""
    return [
        Case(
            ref=ref,
            title=title,
            path=path,
            process=process,
            requirements=tuple(requirements.split("; ")),
            cycles=("E2E-1" if ref < "TC-400" else "PERF-1",),
            persona=persona,
            significant=weight == "yes",
            owner="Miriam Falk" if ref < "TC-400" else "Olga Petrenko",
            since=None,
        )
        for ref, path, weight, process, requirements, persona, title in rows(MORE_CASES)
    ]


@dataclass(frozen=True, slots=True)
class Run:
    """One result file: which cases were run when by which tool, and which of them did not pass and why.

    `cases` are refs; left empty, all cases of the cycle that were written by then in the end-to-end processes of
    `processes`. `declares` is by how many tests the file claims more than it holds.
    """

    cycle: str
    started: datetime
    tool: str
    name: str
    processes: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    declares: int = 0

    @property
    def file(self) -> str:
        """Where it lies in the folder."""
        suffix = "trx" if self.tool == "trx" else "xml"
        return f"tests/{self.cycle}/{self.started:%Y-%m-%d} {self.name}.{suffix}"

    def takes(self, case: Case) -> bool:
        """Whether it is one of its cases."""
        if self.cycle not in case.cycles or case.ref in self.left_out or (case.since and case.since > self.started):
            return False
        return case.ref in self.cases if self.cases else case.process[:2] in self.processes

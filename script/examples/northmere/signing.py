"""Who signed what and when. What exactly each of them signed is worked out from the project as it was at that time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from northmere.people import rows
from northmere.timeline import at

#: What, when, who, in which role, the words.
TEXT = """
testing:sit | 2026-09-28 10:00 | jr | process-owner
    | The interfaces carry what the business needs; both cycles are read.
testing:sit | 2026-09-28 11:00 | rm | integration-lead | Both cycles are complete; all cases passed when last run.
interfaces:volumes | 2026-09-28 10:10 | jr | process-owner | The way volumes were tested is right for us.
testing:end-to-end | 2026-11-05 10:00 | ft | process-owner | Each process can be carried out from end to end.
testing:end-to-end | 2026-11-05 14:00 | mo | approver | The 15 runs are accepted.
check:change.readiness-review | 2026-11-11 16:00 | nr | change-manager | The review is complete.
cutover-checkpoints | 2026-11-11 16:00 | cp | cutover-manager | Nine criteria, to be asked on Sunday at 16:00.
interfaces:volumes | 2026-11-12 15:10 | jr | process-owner
    | The volumes of 5 November are those of our busiest hour.
open-items:uat | 2026-11-12 15:12 | jr | process-owner | The six open cases are minor for the business.
open-items:uat | 2026-11-12 15:14 | mo | approver | Read and accepted with the six open cases.
testing:performance | 2026-11-12 15:20 | jr | process-owner
    | Accepted but for item search, which is followed as PI-07.
testing:performance | 2026-11-12 15:25 | cd | solution-architect | All figures but item search and virtual desktops are within their limits.
scope | 2026-11-12 15:40 | ha | executive-sponsor | The scope of wave 1 is what I expect to go live.
check:change.readiness-review | 2026-11-12 15:42 | ha | executive-sponsor
    | Nine groups are ready, two get one more session.
cutover-checkpoints | 2026-11-12 15:43 | ha | executive-sponsor | I will be there on Sunday at 16:00.
scope | 2026-11-12 15:45 | ft | process-owner | The scope of wave 1 is what finance expects to go live.
check:migration.scripts | 2026-11-12 15:48 | ft | process-owner | The load of dry run 3 is the one we want.
testing:uat | 2026-11-12 15:50 | ft | process-owner | UAT is accepted with the six open cases.
testing:uat | 2026-11-12 15:55 | mo | approver | UAT is accepted with the six open cases.
check:migration.scripts | 2026-11-12 15:58 | mo | approver | Accepted on the word of finance.
scope | 2026-11-19 11:00 | ha | executive-sponsor | The scope with change request 41 is what I expect to go live.
open-items:uat | 2026-11-19 17:00 | jr | process-owner | The eight open cases are minor for the business.
open-items:uat | 2026-11-19 18:00 | mo | approver | Read and accepted with the eight open cases.
testing:uat | 2026-11-19 18:05 | mo | approver | UAT as of today, with the eight open cases.
scope | 2026-11-24 10:00 | ft | process-owner | The scope with change request 41 is what finance expects to go live.
testing:performance | 2026-11-27 10:00 | jr | process-owner | Item search is within its limit.
testing:performance | 2026-11-27 10:30 | cd | solution-architect | All figures but virtual desktops are within their limits.
open-items:uat | 2026-12-01 11:00 | jr | process-owner
    | No case is open; the minor defects can wait for January.
testing:uat | 2026-12-01 14:00 | ft | process-owner | UAT is complete.
testing:uat | 2026-12-01 15:00 | mo | approver | UAT is complete.
open-items:uat | 2026-12-01 15:05 | mo | approver | Read and accepted.
cutover-checkpoints | 2026-12-01 16:00 | cp | cutover-manager | Ten criteria, to be asked on Sunday at 16:00.
acceptance | 2026-12-02 16:30 | mo | approver | All eight processes are accepted.
acceptance | 2026-12-02 17:00 | ha | executive-sponsor | Accepted with the list of minor defects.
acceptance:20 | 2026-11-11 10:00 | bk | process-owner | We can take and settle complaints with it.
acceptance:40 | 2026-11-11 14:00 | ad | process-owner | Items are complete before anybody can buy them.
acceptance:90 | 2026-11-12 11:00 | ft | process-owner | We can close a month with it.
acceptance:75 | 2026-11-18 10:00 | tw | process-owner | We can buy and pay with it.
acceptance:50 | 2026-11-18 11:00 | ih | process-owner | The proposals of the night are usable.
acceptance:40 | 2026-12-01 09:00 | ad | process-owner | With the weights of the counter too.
acceptance:75 | 2026-12-01 09:20 | tw | process-owner | With change request 41.
acceptance:60 | 2026-12-01 13:00 | sk | process-owner | From the ramp to the lorry it does what we need.
acceptance:65 | 2026-12-01 13:30 | jr | process-owner | The order desk can work with it, Alsterkauf included.
acceptance:99 | 2026-12-01 16:00 | ke | process-owner | We can keep it running.
"""


@dataclass(frozen=True, slots=True)
class Signing:
    """One signature."""

    on: str
    signed: datetime
    person: str
    role: str
    statement: str


def signings() -> list[Signing]:
    """All signatures, oldest first."""
    found = [Signing(on, at(when), person, role, words) for on, when, person, role, words in rows(TEXT)]
    return sorted(found, key=lambda one: one.signed)

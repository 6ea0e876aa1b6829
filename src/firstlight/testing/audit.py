"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

CYCLES_CHANGED = Record("testing.cycles.changed", "Test cycles changed")
CASES_CHANGED = Record("testing.cases.changed", "Test cases changed")
RESULTS_IMPORTED = Record("testing.results.imported", "Test results imported")
RESULT_FILES_IMPORTED = Record("testing.results.files-imported", "Files of test results imported")
RESULTS_WITHDRAWN = Record("testing.results.withdrawn", "Test results taken back")
STEPS_CHANGED = Record("testing.steps.changed", "Steps of test cases changed")
ROLES_CHANGED = Record("testing.roles.changed", "Security roles of tests changed")
TESTERS_CHANGED = Record("testing.testers.changed", "Testers changed")
VERSIONS_CHANGED = Record("testing.versions.changed", "Versions of the solution changed")
VERSIONS_IN_FORCE = Record("testing.versions.in-force", "Versions of the solution took effect")
RUNS_CHANGED = Record("testing.runs.changed", "Test runs changed")
COUNTED_AGAIN = Record("testing.results.counted-again", "Test results counted again")
CHANGE_IMMATERIAL = Record("testing.case.immaterial", "Change of a test case declared immaterial")
FINDINGS_CHANGED = Record("testing.findings.changed", "Findings changed")
FINDING_REPORTED = Record("testing.finding.reported", "Finding reported")
LENIENCY_ASKED = Record("testing.leniency.asked", "Cycle accepted incomplete")
LENIENCY_WITHDRAWN = Record("testing.leniency.withdrawn", "Acceptance of an incomplete cycle taken back")
LENIENCIES_RECORDED = Record("testing.leniencies.recorded", "Cycles accepted incomplete recorded")
COMBINATIONS_CHANGED = Record("testing.combinations.changed", "Combinations that matter changed")
INTERFACES_CHANGED = Record("testing.interfaces.changed", "Interfaces tested changed")
REGULATIONS_CHANGED = Record("testing.regulations.changed", "Regulations changed")
CRITERIA_CHANGED = Record("testing.criteria.changed", "Criteria of performance changed")
LOAD_IMPORTED = Record("testing.load.imported", "Load results imported")
CASE_TRIED = Record("testing.case.tried", "Case tried by a tester")
CASE_ENTERED = Record("testing.case.entered", "Run entered from paper")
CASES_PLANNED = Record("testing.cases.planned", "Test cases planned again")

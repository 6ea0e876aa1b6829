"""The only writers of this layer."""

from firstlight.testing.actions.coverage import change_combinations, change_regulations
from firstlight.testing.actions.findings import (
    accept_incomplete,
    change_findings,
    insist_on_completion,
    record_leniencies,
    report_finding,
)
from firstlight.testing.actions.interfaces import change_interfaces
from firstlight.testing.actions.performance import change_criteria, import_load
from firstlight.testing.actions.plan import (
    change_cases,
    change_cycles,
    change_steps,
    declare_case_immaterial,
    plan_cases,
)
from firstlight.testing.actions.results import import_result_files, import_results, withdraw_results
from firstlight.testing.actions.runs import change_runs
from firstlight.testing.actions.surroundings import (
    change_roles,
    change_testers,
    change_versions,
    count_again,
    let_versions_take_effect,
)
from firstlight.testing.actions.trying import Tried, enter_run, try_case

__all__ = [
    "Tried",
    "accept_incomplete",
    "change_cases",
    "change_combinations",
    "change_criteria",
    "change_cycles",
    "change_findings",
    "change_interfaces",
    "change_regulations",
    "change_roles",
    "change_runs",
    "change_steps",
    "change_testers",
    "change_versions",
    "count_again",
    "declare_case_immaterial",
    "enter_run",
    "import_load",
    "import_result_files",
    "import_results",
    "insist_on_completion",
    "let_versions_take_effect",
    "plan_cases",
    "record_leniencies",
    "report_finding",
    "try_case",
    "withdraw_results",
]

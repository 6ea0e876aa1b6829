"""How the actions of testing are done: the plan, the circumstances, what people and tools found."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from firstlight.kernel.context import Context
from tests.cast import NOW, Cast, added
from tests.house.doing import Doing, does

_AT = NOW - timedelta(days=3)


def _sheet(cast: Cast, sheet: str, /, **row: Any) -> Doing:
    from firstlight.testing import sheets

    return Doing(cast.machine, (cast.project, [added(getattr(sheets, sheet), **row)]))


def _done(doing: Doing, action: str) -> None:
    from firstlight.testing import actions

    getattr(actions, action)(doing.context, *doing.arguments)


def _title_changed(sheet: Any, project: Any, ref: str) -> Any:
    from firstlight.kernel.sheets import Row, RowChange

    before = sheet.store.current(project)[(ref,)]
    return RowChange("changed", before, Row(before.identity, {**before.values, "title": "Confirm two orders"}))


@does("testing.actions.plan.change_cycles")
def _cycles(cast: Cast) -> Doing:
    return _sheet(cast, "CYCLES", ref="UAT-1", title="Acceptance test", kind="uat")


@does("testing.actions.plan.change_cases")
def _cases(cast: Cast) -> Doing:
    return _sheet(cast, "CASES", ref="TC-1", title="Confirm an order")


@does("testing.actions.plan.change_steps")
def _steps(cast: Cast) -> Doing:
    _done(_cases(cast), "change_cases")
    return _sheet(cast, "STEPS", case="TC-1", number=1, action="Open the order.")


@does("testing.actions.plan.plan_cases")
def _plan_cases(cast: Cast) -> Doing:
    _done(_cycles(cast), "change_cycles")
    _done(_cases(cast), "change_cases")
    return Doing(cast.context("wo"), (), {"cycle": "UAT-1", "cases": ["TC-1"]})


@does("testing.actions.plan.declare_case_immaterial")
def _case_immaterial(cast: Cast) -> Doing:
    from firstlight.testing.actions import change_cases
    from firstlight.testing.sheets import CASES

    _done(_cases(cast), "change_cases")
    change_cases(cast.machine, cast.project, [_title_changed(CASES, cast.project, "TC-1")])
    return Doing(cast.context("wo"), (), {"case": "TC-1", "reason": "A spelling mistake."})


@does("testing.actions.results.import_results")
def _results(cast: Cast) -> Doing:
    return Doing(cast.context("wo"), (), {"cycle_ref": "uat-1", "file": "tests/uat-1/a.xml", "data": _FILE})


_FILE = b'<testsuite name="s" tests="1"><testcase classname="c" name="TC-1"/></testsuite>'


@does("testing.actions.results.import_result_files")
def _result_files(cast: Cast) -> Doing:
    return Doing(cast.context("wo"), (), {"cycle_ref": "UAT-1", "files": [("a.xml", _FILE)]})


@does("testing.actions.results.withdraw_results")
def _withdrawn(cast: Cast) -> Doing:
    from firstlight.testing.actions import import_result_files

    (made,) = import_result_files(cast.context("wo"), cycle_ref="UAT-1", files=[("a.xml", _FILE)])
    return Doing(cast.context("wo"), (), {"batch": made.batch})


@does("testing.actions.runs.change_runs")
def _runs(cast: Cast) -> Doing:
    _done(_cycles(cast), "change_cycles")
    _done(_cases(cast), "change_cases")
    return Doing(cast.machine, (cast.project, [_run()]))


@does("testing.actions.surroundings.change_roles")
def _roles(cast: Cast) -> Doing:
    return _sheet(cast, "ROLES", name="All staff", kind="general")


@does("testing.actions.surroundings.change_testers")
def _testers(cast: Cast) -> Doing:
    return _sheet(cast, "TESTERS", ref="T-1", name="Lena Brandt", role="Order clerk")


@does("testing.actions.surroundings.change_versions")
def _versions(cast: Cast) -> Doing:
    return _sheet(cast, "VERSIONS", ref="10.0.45", title="Prices", kind="code", at=_AT)


@does("testing.actions.surroundings.let_versions_take_effect")
def _versions_take_effect(cast: Cast) -> Doing:
    _done(_sheet(cast, "VERSIONS", ref="10.0.46", title="Labels", kind="code", at=NOW + timedelta(hours=1)),
          "change_versions")  # fmt: skip
    return Doing(cast.context("wo", NOW + timedelta(hours=2)))


@does("testing.actions.surroundings.count_again")
def _count_again(cast: Cast) -> Doing:
    from firstlight.scope.models import Requirement
    from firstlight.scope.sheets import REQUIREMENTS
    from firstlight.testing.actions import change_cases, change_runs
    from firstlight.testing.sheets import CASES

    REQUIREMENTS.apply(cast.machine, cast.project, [added(REQUIREMENTS, ref="R-1", title="Confirm")])
    _done(_cycles(cast), "change_cycles")
    case = added(CASES, ref="TC-1", title="Confirm an order", requirements=("R-1",))
    change_cases(cast.machine, cast.project, [case])
    change_runs(cast.machine, cast.project, [_run()])
    Requirement.objects.filter(project=cast.project, ref="R-1").update(changed=NOW)
    return Doing(cast.context("wo"), (), {"requirements": ("R-1",)})


def _run() -> Any:
    from firstlight.testing.sheets import RUNS

    return added(RUNS, ref="RUN-1", case="TC-1", cycle="UAT-1", tester="Lena Brandt", role="Order clerk", at=_AT,
                 outcome="passed", migrated_data=True)  # fmt: skip


@does("scope.actions.declare_requirement_immaterial")
def _requirement_immaterial(cast: Cast) -> Doing:
    from firstlight.scope.actions import change_requirements
    from firstlight.scope.sheets import REQUIREMENTS

    REQUIREMENTS.apply(cast.machine, cast.project, [added(REQUIREMENTS, ref="R-1", title="Confirm")])
    change_requirements(cast.machine, cast.project, [_title_changed(REQUIREMENTS, cast.project, "R-1")])
    return Doing(cast.context("po"), (), {"requirement": "R-1", "reason": "A spelling mistake."})


@does("testing.actions.findings.change_findings")
def _findings(cast: Cast) -> Doing:
    return _sheet(cast, "FINDINGS", ref="F-1", title="Rounding", kind="bug", severity="low", state="open")


@does("testing.actions.findings.report_finding")
def _report(cast: Cast) -> Doing:
    return Doing(cast.context("wo"), (), {"title": "The weight is rounded", "kind": "training", "severity": "low"})


@does("testing.actions.findings.accept_incomplete")
def _incomplete(cast: Cast) -> Doing:
    _done(_cycles(cast), "change_cycles")
    return Doing(cast.context("wo"), (), {"cycle": "UAT-1", "reason": "One label is wrong."})


@does("testing.actions.findings.insist_on_completion")
def _insist(cast: Cast) -> Doing:
    from firstlight.testing.actions import accept_incomplete

    _done(_cycles(cast), "change_cycles")
    accept_incomplete(cast.context("wo"), cycle="UAT-1", reason="One label is wrong.")
    return Doing(cast.context("wo"), (), {"cycle": "UAT-1"})


@does("testing.actions.findings.record_leniencies")
def _leniencies(cast: Cast) -> Doing:
    _done(_cycles(cast), "change_cycles")
    return _sheet(cast, "LENIENCIES", cycle="UAT-1", reason="One label.", asked_by="Willem Oost", asked=_AT)


@does("testing.actions.interfaces.change_interfaces")
def _interfaces(cast: Cast) -> Doing:
    from firstlight.scope.sheets import INTEGRATIONS

    INTEGRATIONS.apply(cast.machine, cast.project, [added(INTEGRATIONS, ref="I-1", title="Bank statements")])
    return _sheet(cast, "INTERFACES", integration="I-1", peak_reached=540, peak_on=_AT.date())


@does("testing.actions.coverage.change_combinations")
def _combinations(cast: Cast) -> Doing:
    return _sheet(cast, "COMBINATIONS", ref="C-1", title="Night shift", persona="Picker", device="Handheld")


@does("testing.actions.coverage.change_regulations")
def _regulations(cast: Cast) -> Doing:
    return _sheet(cast, "REGULATIONS", ref="L-1", title="Value added tax", level="country", where="Germany")


@does("testing.actions.performance.change_criteria")
def _criteria(cast: Cast) -> Doing:
    from firstlight.testing.sheets import CRITERIA

    row = added(CRITERIA, ref="PC-1", title="Orders open quickly", kind="page-load", target=Decimal(2), unit="s")
    return Doing(cast.machine, (cast.project, [row]))


@does("testing.actions.performance.import_load")
def _load(cast: Cast) -> Doing:
    data = b"timeStamp,elapsed,label,success\n1793440800000,120,order,true\n"
    return Doing(cast.context("wo"), (), {"cycle_ref": "PERF-1", "file": "load/PERF-1/a.csv", "data": data})


@does("testing.actions.trying.try_case")
def _try(cast: Cast) -> Doing:
    from firstlight.testing.actions import Tried
    from firstlight.testing.asking import link_subject
    from firstlight.testing.sheets import CASES, CYCLES
    from firstlight.web.guests import guest_pages
    from firstlight.workspace.actions import make_guest_link
    from firstlight.workspace.guests import guest_actor

    cycle = added(CYCLES, ref="UAT-1", title="Acceptance", kind="uat")
    CYCLES.apply(cast.machine, cast.project, [cycle])
    case = added(CASES, ref="TC-1", title="Confirm an order", cycles=("UAT-1",))
    CASES.apply(cast.machine, cast.project, [case])
    _done(_testers(cast), "change_testers")
    purpose = guest_pages["test-run"].purpose
    subject = link_subject("UAT-1", "T-1")
    link, _ = make_guest_link(cast.context("pl"), purpose, subject=subject, title="Cases", label="Lena Brandt")
    inside = Context(guest_actor(link, purpose), NOW, cast.project)
    return Doing(inside, (link, Tried("TC-1", outcome="passed")))


@does("testing.actions.trying.enter_run")
def _enter(cast: Cast) -> Doing:
    from firstlight.testing.actions import Tried

    _done(_cycles(cast), "change_cycles")
    _done(_cases(cast), "change_cases")
    said = {"cycle": "UAT-1", "tester": "Lena Brandt", "at": _AT, "tried": Tried("TC-1", outcome="passed")}
    return Doing(cast.context("wo"), (), said)

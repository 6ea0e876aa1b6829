"""The project as it stood at a moment: every file of its folder but the signatures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from firstlight.assurance.sheets import ACTIONS, ATTESTATIONS
from firstlight.cutover.sheets import BLACKOUTS, PLANS, REHEARSALS, SHIFTS, TASKS, TIMINGS, TRIGGERS
from firstlight.dependencies.sheets import DEPENDENCIES, MEETINGS, SERVICES, WORDS
from firstlight.dependencies.sheets import REQUIREMENTS as REQUIREMENTS_AGREED
from firstlight.intake.writing import write_csv, write_workbook
from firstlight.kernel.sheets import Row, Sheet
from firstlight.packs.sheets import CHECKS, WAIVERS
from firstlight.readiness.sheets import (
    AGENDA,
    ANSWERS,
    CONDITIONS,
    DECISIONS,
    DISSENT,
    FINDINGS,
    MESSAGES,
    REVIEWS,
    VOTES,
)
from firstlight.scope.sheets import INTEGRATIONS, PARTS, PROCESSES, REQUIREMENTS, ROLLOUTS, SCOPE_CHANGES
from firstlight.testing.sheets import CASES, CYCLES, INTERFACES, ROLES, STEPS, TESTERS, VERSIONS
from firstlight.testing.sheets import RUNS as BUSINESS_RUNS
from firstlight.testing.sheets.coverage import COMBINATIONS, REGULATIONS
from firstlight.testing.sheets.findings import FINDINGS as TEST_FINDINGS
from firstlight.testing.sheets.performance import CRITERIA
from firstlight.workspace.sheets import AUTHORITY, GROUPS, KNOWLEDGE, PEOPLE
from northmere import (
    actions_register,
    asking,
    attesting,
    business_runs,
    charts,
    committee,
    cutover_plan,
    cycles,
    delivery,
    evidence,
    found,
    gate_reviews,
    interfaces,
    issues,
    load_criteria,
    load_results,
    outline,
    people,
    people_check,
    providers,
    registers,
    scope_base,
    scope_goods,
    scope_money,
    scope_order,
    surroundings,
)
from northmere.cycles import Run
from northmere.result_files import file_of
from northmere.runs import RUNS
from northmere.timeline import ZONE, Entry, at, standing

Files = dict[str, bytes]

_OUTLINE = outline.read(scope_base.TEXT, scope_goods.TEXT, scope_order.TEXT, scope_money.TEXT)
_CASES = [*_OUTLINE.cases, *cycles.more_cases(), *business_runs.regression_cases()]
_BEFORE: dict[tuple[str, str], tuple[datetime, Mapping[str, Any]]] = {
    (kind, ref): (at(until), values) for kind, ref, until, values in registers.BEFORE
}
#: The committee to come, from each of these times on.
_COMMITTEES = ("2026-10-29 14:00", "2026-11-12 14:00", "2026-11-26 14:00", "2026-12-04 15:00")


def sheet_row(sheet: Sheet, values: Mapping[str, Any], extras: Mapping[str, str] | None = None) -> Row:
    """A row with the empty value for whatever is not given."""
    complete = {column.key: values.get(column.key, column.empty) for column in sheet.columns}
    return Row(sheet.identify(complete), complete, extras or {})


def files_at(moment: datetime) -> Files:
    """Every file of the folder at that moment, by its place, signatures left out."""
    words = [word for word in attesting.words() if word.effective <= moment]
    return {
        "project.yaml": project_at(moment),
        "README.md": people.README.format(as_of=f"{moment:%d %B %Y, %H:%M}").encode(),
        "actions.xlsx": _workbook(moment, (ACTIONS, actions_register.actions())),
        "dependencies.csv": _csv(DEPENDENCIES, providers.dependencies(), moment),
        "agreed-requirements.csv": _csv(REQUIREMENTS_AGREED, providers.requirements(), moment),
        "provider-meetings.csv": _csv(MEETINGS, providers.meetings(), moment),
        "provider-words.csv": _csv(WORDS, providers.words(), moment),
        "provider-services.csv": _csv(SERVICES, providers.services(), moment),
        "waivers.csv": _csv(WAIVERS, _waivers(), moment),
        "knowledge.csv": _csv(KNOWLEDGE, people_check.confirmations(), moment),
        "checks.csv": _csv(CHECKS, [Entry(check) for check in registers.CHECKS], moment),
        "groups.csv": _csv(GROUPS, charts.groups(), moment),
        **_scope_files(moment),
        **_change_files(moment),
        **_gate_files(moment),
        **_test_files(moment, RUNS),
        **_load_files(moment),
        **_cutover_files(moment),
        **{f"evidence/{name}": evidence.content(name) for name in evidence.kept_at(moment)},
        **_word_files(moment, words),
    }


def files_behind(content: str, moment: datetime) -> Files:
    """The files that signed content depends on, at that moment: of "scope", "testing:uat", "acceptance:65"."""
    kind, _, ref = content.partition(":")
    if kind == "check":
        words = [word for word in attesting.words() if word.effective <= moment and word.check_ref == ref]
        return _word_files(moment, words)
    if kind == "cutover-checkpoints":
        return _cutover_files(moment)
    if kind == "interfaces":
        return _scope_files(moment) | _test_files(moment, [])
    if kind == "testing":
        wanted = {cells[0] for cells in people.rows(cycles.CYCLES) if cells[2] == ref}
        return _scope_files(moment) | _test_files(moment, [run for run in RUNS if run.cycle in wanted])
    if kind in ("open-items", "acceptance"):
        return _scope_files(moment) | _test_files(moment, RUNS) | _word_files(moment, [])
    return _scope_files(moment)


def _scope_files(moment: datetime) -> Files:
    return {
        "scope.xlsx": _workbook(moment, (PROCESSES, _processes()), (REQUIREMENTS, _requirements())),
        "parts.csv": _csv(PARTS, _parts(), moment),
        "integrations.csv": _csv(INTEGRATIONS, _integrations(), moment),
        "rollouts.csv": _csv(ROLLOUTS, _rollouts(), moment),
    }


def _change_files(moment: datetime) -> Files:
    """Why the scope changed; there is no such file before it did."""
    rows = _list(SCOPE_CHANGES, delivery.reasons(_requirements()), moment)
    return {"scope-changes.csv": write_csv(SCOPE_CHANGES, rows, ZONE)} if rows else {}


def _gate_files(moment: datetime) -> Files:
    """Who decides, the gate reviews, what was decided and on what; requests and delegations."""
    files: Files = {
        "authority.csv": _csv(AUTHORITY, charts.authority(), moment),
        "reviews.xlsx": _workbook(
            moment, (REVIEWS, gate_reviews.reviews()), (ANSWERS, gate_reviews.answers()),
            (FINDINGS, gate_reviews.findings()), (MESSAGES, gate_reviews.messages()),
        ),
        "decisions.xlsx": _workbook(
            moment, (DECISIONS, committee.decisions()), (AGENDA, committee.agenda()), (VOTES, committee.votes()),
            (CONDITIONS, committee.conditions()), (DISSENT, committee.dissents()),
        ),
    }  # fmt: skip
    if moment > committee.OPENED:
        files[f"assessments/{committee.NUMBER}.json"] = committee.frozen()[0]
    if (records := asking.records(moment)) is not None:
        files["records.json"] = records
    return files


def _test_files(moment: datetime, runs: Iterable[Run]) -> Files:
    cases = _workbook(
        moment, (CYCLES, cycles.cycles()), (CASES, _cases()), (STEPS, business_runs.steps()),
        (ROLES, business_runs.roles()), (TESTERS, business_runs.testers()), (VERSIONS, business_runs.versions()),
    )  # fmt: skip
    tried = _workbook(moment, (BUSINESS_RUNS, business_runs.runs()))
    covered = _workbook(
        moment, (COMBINATIONS, business_runs.combinations()), (REGULATIONS, surroundings.regulations(_OUTLINE))
    )
    return {
        "tests/cases.xlsx": cases,
        "tests/runs.xlsx": tried,
        "tests/coverage.xlsx": covered,
        "tests/findings.csv": _csv(TEST_FINDINGS, [*found.findings(), *issues.issues()], moment),
        "tests/interfaces.csv": _csv(INTERFACES, interfaces.interfaces(), moment),
        **{run.file: file_of(run, _CASES) for run in runs if run.started < moment},
    }


def _load_files(moment: datetime) -> Files:
    """What is asked of the performance, and what load tools measured."""
    return {
        "load/criteria.csv": _csv(CRITERIA, load_criteria.criteria(), moment),
        **load_results.files_at(moment),
    }


def _cutover_files(moment: datetime) -> Files:
    """The plan of the cutover with everything around it, as one workbook."""
    lists = (
        (PLANS, cutover_plan.plans), (TASKS, cutover_plan.tasks), (BLACKOUTS, cutover_plan.blackouts),
        (SHIFTS, cutover_plan.shifts), (TRIGGERS, cutover_plan.triggers), (REHEARSALS, cutover_plan.rehearsals),
        (TIMINGS, cutover_plan.timings),
    )  # fmt: skip
    return {"cutover/plan.xlsx": _workbook(moment, *((sheet, rows(moment)) for sheet, rows in lists))}


def _word_files(moment: datetime, words: list[attesting.Word]) -> Files:
    cited = sorted({name for word in words for name in word.evidence})
    return {
        "people.xlsx": _workbook(moment, (PEOPLE, _people())),
        "attestations.xlsx": write_workbook([(ATTESTATIONS, [_attestation(word) for word in words])], ZONE),
        **{f"evidence/{name}": evidence.content(name) for name in cited},
    }


def project_at(moment: datetime) -> bytes:
    """project.yaml at that moment."""
    parties = (f"  - {{ref: {ref}, name: {name}, kind: {kind}}}" for ref, name, kind in people.rows(people.PARTIES))
    committee = next(words for words in _COMMITTEES if at(words) > moment)
    text = people.PROJECT.format(as_of=f"{moment:%Y-%m-%d %H:%M}", committee=committee, parties="\n".join(parties))
    return text.encode()


def _list(sheet: Sheet, entries: Iterable[Entry], moment: datetime) -> list[Row]:
    return [sheet_row(sheet, values, extras) for values, extras in standing(entries, moment)]


def _workbook(moment: datetime, *lists: tuple[Sheet, Iterable[Entry]]) -> bytes:
    return write_workbook([(sheet, _list(sheet, entries, moment)) for sheet, entries in lists], ZONE)


def _csv(sheet: Sheet, entries: Iterable[Entry], moment: datetime) -> bytes:
    return write_csv(sheet, _list(sheet, entries, moment), ZONE)


def _entry(kind: str, values: dict[str, Any], since: datetime | None = None, **extras: str) -> Entry:
    """A row with what stood there before, if something else did."""
    until = _BEFORE.get((kind, values["ref"]))
    if until is None:
        return Entry(values, since, extras=extras)
    before = dict(until[1])
    return Entry(values | before, since, ((until[0], {key: values.get(key) for key in before}),), extras)


def _people() -> Iterable[Entry]:
    for ref, name, title, party, place, roles in people.rows(people.PEOPLE):
        held = tuple(filter(None, roles.split("; ")))
        mail = people.email(name, party)
        yield Entry(
            {"ref": ref, "name": name, "email": mail, "title": title, "party": party, "place": place, "roles": held}
        )


def _processes() -> Iterable[Entry]:
    for one in _OUTLINE.processes:
        rollout = "W1" if one.in_scope and one.level == 3 else ""
        values = {
            "ref": one.ref, "title": one.title, "level": one.level, "parent": one.parent or None,
            "rollout": rollout or None, "in_scope": one.in_scope, "owner": one.owner,
        }  # fmt: skip
        yield delivery.compared(_entry("processes", values), "process")


def _requirements() -> Iterable[Entry]:
    for one in sorted(_OUTLINE.requirements, key=lambda one: one.ref):
        values = {
            "ref": one.ref, "title": one.title, "kind": one.kind, "priority": one.priority, "process": one.process,
            "regulation": one.regulation, "in_scope": not one.rollout, "owner": one.owner,
            "notes": f"Moved to wave {one.rollout[1]}." if one.rollout else "",
        }  # fmt: skip
        extras = {"Change request": one.change} if one.change else {}
        yield delivery.compared(Entry(values, one.since, extras=extras), "requirement")


def _cases() -> Iterable[Entry]:
    for one in sorted(_CASES, key=lambda one: one.ref):
        values = {
            "ref": one.ref, "title": one.title, "path": one.path, "process": one.process,
            "requirements": one.requirements, "cycles": one.cycles, "persona": one.persona,
            "significant": one.significant, "owner": one.owner,
        }  # fmt: skip
        yield Entry(values, one.since)


def _parts() -> Iterable[Entry]:
    keys = ("ref", "title", "kind", "vendor", "version", "owner")
    for cells in people.rows(registers.PARTS):
        values = {**dict(zip(keys, cells, strict=True)), "in_scope": True, "size": delivery.SIZES.get(cells[0], "")}
        yield delivery.compared(_entry("parts", values), "part")


def _integrations() -> Iterable[Entry]:
    keys = ("ref", "title", "kind", "pattern", "system", "volume_a_day", "peak_an_hour", "criticality", "owner")
    for cells in people.rows(registers.INTEGRATIONS):
        values: dict[str, Any] = dict(zip(keys, cells, strict=True))
        values |= {key: int(values[key]) for key in ("volume_a_day", "peak_an_hour")}
        values["owner"] = registers.NAMES[values["owner"]]
        values["in_scope"] = values["ref"] != "I-15"
        values["notes"] = "" if values["in_scope"] else "Moved to wave 2."
        yield delivery.compared(_entry("integrations", values), "integration")


def _rollouts() -> Iterable[Entry]:
    for ref, title, go_live, users, countries, entities, owner in people.rows(registers.ROLLOUTS):
        values = {
            "ref": ref, "title": title, "go_live": datetime.fromisoformat(go_live).date(), "users": int(users),
            "countries": tuple(countries.split("; ")), "legal_entities": tuple(entities.split("; ")),
            "time_zones": delivery.PLACES[ref][0], "languages": delivery.PLACES[ref][1],
            "in_scope": True, "owner": owner,
        }  # fmt: skip
        yield _entry("rollouts", values)


def _waivers() -> Iterable[Entry]:
    own = [(check, who, at(since), at(until), why) for check, who, since, until, why in registers.WAIVERS]
    borne = [(check, "ha", since, until, why) for check, since, until, why in committee.acceptances()]
    for check, person, accepted, expires, reason in [*borne, *own]:
        values = {"check_ref": check, "person": person, "accepted": accepted, "expires": expires, "reason": reason}
        yield Entry(values, accepted)


def _attestation(word: attesting.Word) -> Row:
    values = {
        "check_ref": word.check_ref, "state": word.state, "statement": word.statement, "person": word.person,
        "role": word.role, "effective": word.effective, "evidence": tuple(word.evidence),
    }  # fmt: skip
    return sheet_row(ATTESTATIONS, values)

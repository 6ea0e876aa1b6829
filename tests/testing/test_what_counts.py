"""The examples of docs/algorithms/what-counts.md, asked of the real rules."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import yaml

from firstlight.contracts.results import Outcome
from firstlight.testing.rules.completion import CaseFacts, Group, stand
from firstlight.testing.rules.completion import CycleFacts as Planned
from firstlight.testing.rules.counting import Ran, identity_of, identity_of_run, latest_ones, worst_of
from firstlight.testing.rules.guards import (
    CODES,
    CycleFacts,
    Roles,
    RunFacts,
    Subject,
    VersionFacts,
    touching,
    verdict_on,
)
from tests.conftest import REPOSITORY

PAGE = (REPOSITORY / "docs" / "algorithms" / "what-counts.md").read_text()
EXAMPLES: list[dict[str, Any]] = [yaml.safe_load(one) for one in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]


def moment(given: Any) -> datetime:
    """A day begins at nine; a text may say an hour."""
    if isinstance(given, date):
        return datetime(given.year, given.month, given.day, 9, tzinfo=UTC)
    return datetime.fromisoformat(str(given)).replace(tzinfo=UTC)


def named(one: dict[str, Any]) -> str:
    return str(one["example"])


def subject(example: dict[str, Any], now: datetime) -> Subject:
    case = example.get("case", {})
    versions = [
        VersionFacts(str(one["ref"]), "", moment(one["at"]), frozenset(map(str, one.get("affects", ()))))
        for one in example.get("versions", ())
    ]
    refs = frozenset(map(str, case.get("within", ())))
    changed = moment(case["changed"]) if "changed" in case else None
    return Subject(changed, (), touching(versions, refs, now))


def guards(one: dict[str, Any], example: dict[str, Any]) -> list[str]:
    """The codes that stand against a result."""
    now = moment(example.get("now", "2026-11-20"))
    given = {key: value for key, value in example["cycle"].items() if key not in ("migrated_data",)}
    cycle = CycleFacts(**given, migrated_data=example["cycle"].get("migrated_data"))
    run = RunFacts(moment(one["at"]), "by" in one, one.get("by", ""), one.get("role", ""))
    return [guard.code for guard in verdict_on(run, cycle, Roles(), subject(example, now), UTC)]


def stands(example: dict[str, Any]) -> Outcome | None:
    """What all results say of the case together."""
    rans = []
    for number, one in enumerate(example["results"], start=1):
        by_people = "by" in one
        identity = identity_of_run("TC-1", one.get("persona", "")) if by_people else identity_of(one["file"], "suite")
        at = moment(one["at"])
        void = bool(guards(one, example))
        rans.append(Ran(number, identity, 1, -number, Outcome(one["outcome"]), at, at, void, 1, by_people))
    return worst_of(list(latest_ones(rans).values()))


@pytest.mark.parametrize("example", [one for one in EXAMPLES if "results" in one], ids=named)
def test_what_the_page_says_of_results_is_what_the_rules_say(example: dict[str, Any]) -> None:
    assert [guards(one, example) for one in example["results"]] == [one["against"] for one in example["results"]]
    assert stands(example) == example["stands"]


@pytest.mark.parametrize("example", [one for one in EXAMPLES if "cases" in one], ids=named)
def test_what_the_page_says_of_cycles_is_what_the_rules_say(example: dict[str, Any]) -> None:
    given = example["cycle"]
    cycle = Planned(1, given["ref"], given["start"], given["end"], given["share"], given["kind"])
    cases, groups = [], []
    for number, words in enumerate(example["cases"], start=1):
        outcome, _, significant = words.partition(" ")
        cases.append(CaseFacts(number, f"TC-{number}", "", bool(significant), frozenset((cycle.ref,))))
        if outcome != "none":
            groups.append(Group(1, number, Outcome(outcome), 1, outcome == "discounted"))
    (found,) = stand([cycle], cases, groups).cycles
    found = replace(found, lenient=example.get("accepted incomplete", ""))
    assert found.status(example["today"]) == example["cycle stands"]


def test_the_page_names_every_guard_and_shows_each_kind_of_rule() -> None:
    assert set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE)) == set(CODES)
    told = {code for one in EXAMPLES for result in one.get("results", ()) for code in result["against"]}
    assert told >= {"production", "administrator-role", "no-role", "no-migrated-data", "older-version", "case-changed"}
    assert len(EXAMPLES) == len(set(map(named, EXAMPLES)))

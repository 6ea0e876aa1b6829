"""Changing the register, what is published of it, what is signed of it, and how pages read it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from firstlight.assurance.models import ActionItem
from firstlight.contracts.standing import Status
from firstlight.dependencies import queries
from firstlight.dependencies.actions import change_dependencies
from firstlight.dependencies.models import Dependency
from firstlight.dependencies.sheets import DEPENDENCIES
from firstlight.kernel.errors import Invalid, Refused
from firstlight.kernel.models import OutboxEvent
from firstlight.kernel.renderings import render
from firstlight.kernel.sheets import Origin, Row, RowChange
from firstlight.ledger.models import Entry
from tests.cast import added
from tests.dependencies.conftest import Register

LATE = date(2026, 12, 3)


def slips() -> list[dict[str, Any]]:
    rows = OutboxEvent.objects.filter(kind="DependencySlipped").order_by("pk")
    return [json.loads(facts) for facts in rows.values_list("facts", flat=True)]


def test_a_promise_that_moves_past_the_need_is_published_with_its_facts(register: Register) -> None:
    register.add("D-1", owner="Integration lead")
    register.change("D-1", promised=LATE)
    assert slips() == [
        {
            "project": register.project.uid, "dependency": "D-1", "name": "Thing D-1", "needed_by": "2026-12-01",
            "promised": "2026-12-03", "owner": "Integration lead", "holds_up": [],
        }
    ]  # fmt: skip


def test_a_slip_opens_an_action_after_commit(register: Register, django_capture_on_commit_callbacks: Any) -> None:
    register.add("D-1")
    with django_capture_on_commit_callbacks(execute=True):
        register.change("D-1", promised=LATE)
    assert [item.source for item in ActionItem.objects.all()] == ["Dependency D-1"]


@pytest.mark.parametrize(
    ("before", "after", "number"),
    [
        ({}, {"promised": date(2026, 12, 1)}, 0),
        ({}, {"promised": None}, 0),
        ({}, {"notes": "x"}, 0),
        ({"promised": LATE}, {"notes": "x"}, 0),
        ({"promised": LATE}, {"promised": LATE - timedelta(days=1)}, 0),
        ({"promised": LATE}, {"promised": LATE + timedelta(days=1)}, 1),
        ({"promised": None}, {"promised": LATE}, 1),
        ({}, {"promised": LATE, "in_scope": False}, 0),
        ({"needed_by": None}, {"promised": LATE}, 0),
        ({"needed_by": None}, {"promised": date(2026, 12, 8)}, 1),
    ],
)
def test_only_a_promise_that_moves_later_and_too_late_is_a_slip(
    register: Register, before: dict[str, Any], after: dict[str, Any], number: int
) -> None:
    register.add("D-1", **before)
    assert slips() == []
    register.change("D-1", **after)
    assert len(slips()) == number


def test_a_change_is_recorded_with_what_differs(register: Register) -> None:
    register.add("D-1")
    register.change("D-1", provider="Another")
    entry = Entry.objects.filter(action="dependencies.register.changed").latest("sequence")
    assert (entry.before, entry.after) == ('{"provider":"Scanner provider"}', '{"provider":"Another"}')


def test_only_who_may_edit_dependencies_changes_them(cast: Any) -> None:
    row = added(DEPENDENCIES, ref="D-1", title="Thing")
    with pytest.raises(Refused):
        change_dependencies(cast.context("au"), cast.project, [row])
    assert change_dependencies(cast.context("wo"), cast.project, [row]) == 1


def test_scope_names_what_is_in_the_scope_and_nothing_else(register: Register) -> None:
    from firstlight.scope.actions import change_integrations, change_parts
    from firstlight.scope.sheets import INTEGRATIONS, PARTS

    change_integrations(register.context, register.project, [added(INTEGRATIONS, ref="I-1", title="Bank")])
    change_parts(register.context, register.project, [added(PARTS, ref="P-1", title="Finance", kind="application")])
    register.add("D-1", scope_refs=("I-1", "P-1"))
    assert Dependency.objects.get().scope_refs == ["I-1", "P-1"]
    row = added(DEPENDENCIES, ref="D-2", title="Thing", scope_refs=("I-1", "I-9", "P-9"))
    origin = Origin("dependencies.xlsx", "Dependencies", 3, {"scope_refs": "Affects"})
    with pytest.raises(Invalid) as refused:
        change_dependencies(
            register.context, register.project, [RowChange("added", None, Row(("D-2",), row.row.values, {}, origin))]
        )
    assert [str(problem) for problem in refused.value.problems] == [
        "dependencies.xlsx, sheet “Dependencies”, row 3, column “Affects”: "
        f"“{name}” is not in the integrations or the solution parts or the processes or the requirements; "
        "add it there or correct the name."
        for name in ("I-9", "P-9")
    ]


def test_the_example_row_is_accepted() -> None:
    for example in DEPENDENCIES.examples:
        for column in DEPENDENCIES.columns:
            column.value(example.get(column.key), ZoneInfo("Europe/Berlin"))


def test_what_was_committed_is_signed_and_what_moves_weekly_is_not(register: Register) -> None:
    assert render(register.project, "dependencies", register.context.now) is None
    register.add("D-1", commitment="40 devices")
    register.add("D-2", in_scope=False)
    signed = render(register.project, "dependencies", register.context.now)
    assert signed is not None
    assert [(line.key, line.text) for line in signed.lines] == [
        (
            "dependency:D-1",
            "Kind: other; Provider: Scanner provider; Commitment: 40 devices; Needed by: 2026-12-01; "
            "Promised: 2026-11-30; Scope: not stated",
        )
    ]
    register.change("D-1", confirmed_on=date(2026, 11, 19), requirements_state="open", owner="x", notes="y")
    assert render(register.project, "dependencies", register.context.now) == signed
    register.change("D-1", promised=LATE)
    assert render(register.project, "dependencies", register.context.now) != signed


def test_the_register_shows_how_each_stands_in_four_queries(register: Register, django_assert_num_queries: Any) -> None:
    register.scope()
    register.add("D-1", scope_refs=("I-1",), scope_match="agrees")
    register.meet("M-1", dependencies=("D-1",), held_on=date(2026, 11, 18), minutes="All is packed.")
    register.add("D-2", promised=LATE, requirements_state="open", in_scope=False)
    with django_assert_num_queries(4):
        fine, late = queries.register(register.project, register.context.now)
    assert fine.is_fine
    assert not late.is_fine
    assert (late.alignment.status, late.word.status, late.needed_by) == (Status.UNMET, Status.MET, date(2026, 12, 1))


def test_a_slip_says_what_of_the_scope_it_holds_up(register: Register) -> None:
    register.scope()
    register.add("D-1", scope_refs=("I-1", "P-1", "R-9"))
    register.change("D-1", promised=LATE)
    assert slips()[0]["holds_up"] == ["integration:I-1", "solution-part:P-1", "rollout:W1"]  # R-9 is out of scope
    reading = register.read("aligned")
    assert reading.reasons[0].endswith("I-1 Bank, P-1 Finance and W1 Wave 1 wait for it.")


def test_a_dependency_of_a_later_rollout_is_needed_by_that_one(register: Register) -> None:
    register.scope()
    register.add("D-1", rollout="W2", needed_by=None, promised=date(2027, 3, 1))
    assert register.read("aligned").status is Status.MET
    register.change("D-1", promised=date(2027, 5, 1))
    assert [one["holds_up"] for one in slips()] == [["rollout:W2"]]
    assert register.read("aligned").reasons[0].endswith("12 Apr 2027, when it is needed. W2 Wave 2 waits for it.")


@pytest.mark.parametrize("address", ["http://bank.example.org/", "https://10.0.0.1/", "https://localhost/", "bank"])
def test_a_health_address_inside_is_refused_with_what_would_do(register: Register, address: str) -> None:
    with pytest.raises(Invalid) as refused:
        register.add("D-1", health_address=address)
    assert refused.value.problems[0].column == "health_address"
    assert "expected an address" in refused.value.problems[0].sentence
    assert not Dependency.objects.exists()

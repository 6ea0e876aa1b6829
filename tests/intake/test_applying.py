"""Doing what a difference says: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db.models import ProtectedError

from firstlight.contracts.tables import Problem
from firstlight.intake.applying import apply_all, apply_difference
from firstlight.intake.comparing import compare
from firstlight.kernel.context import Actor, Context
from firstlight.kernel.errors import Invalid, Refused
from firstlight.kernel.sheets import Identity, Row, RowChange, Sheet, text
from tests.intake.lists import parsed_csv

pytestmark = pytest.mark.django_db

CONTEXT = Context(Actor("person", "1", "Ada"), datetime(2026, 12, 7, tzinfo=UTC))
PROJECT: Any = None


class Groups:
    """A list kept in a real table, whose rows may name rows of another list, and are missed by them when they go."""

    def __init__(self, name: str, other: Groups | None = None) -> None:
        self.name = name
        self.other = other
        self.needed_by: list[Groups] = []
        self.calls: list[tuple[str, ...]] = []
        if other:
            other.needed_by.append(self)

    def refs(self) -> dict[str, str]:
        """Ref and what it refers to."""
        names = Group.objects.filter(name__startswith=f"{self.name}/").order_by("pk").values_list("name", flat=True)
        return {name.split("/")[1]: name.split("/")[2] for name in names}

    def current(self, project: object) -> dict[Identity, Row]:
        return {(ref,): Row((ref,), {"ref": ref, "of": of}) for ref, of in self.refs().items()}

    def apply(self, context: Context, project: object, changes: Sequence[RowChange]) -> int:
        self.calls.append(tuple(f"{change.kind} {change.row.identity[0]}" for change in changes))
        problems = []
        for change in changes:
            ref, of = change.row.identity[0], str(change.row.values["of"])
            Group.objects.filter(name__startswith=f"{self.name}/{ref}/").delete()
            if change.after is None:
                users = [
                    f"{other.name} {name}" for other in self.needed_by for name, of in other.refs().items() if of == ref
                ]
                if users:
                    raise ProtectedError(
                        "needed", {Group(pk=number, name=user) for number, user in enumerate(users, 1)}
                    )
                continue
            if of and self.other and of not in self.other.refs():
                assert change.row.origin
                problems.append(
                    change.row.origin.problem(f"“{of}” is not in {self.other.name}.", column="of", value=of)
                )
            Group.objects.create(name=f"{self.name}/{ref}/{of}")
        if problems:
            raise Invalid("Some names are unknown.", problems=tuple(problems))
        return len(changes)


def sheet_of(groups: Groups, order: int) -> Sheet:
    columns = (text("ref", "Ref", "", required=True), text("of", "Of", ""))
    return Sheet(f"x.{groups.name}", groups.name, groups.name, "", columns, groups, groups.apply, order)


PARTS, USES = "parts", "uses"


@pytest.fixture
def parts() -> Groups:
    return Groups(PARTS)


@pytest.fixture
def uses(parts: Groups) -> Groups:
    return Groups(USES, parts)


def change(groups: Groups, words: str, *, order: int = 1) -> tuple[Sheet, Any]:
    """The list and what a complete file of these words would change in it."""
    sheet = sheet_of(groups, order)
    return sheet, compare(groups.current(None), parsed_csv(words, sheet), complete=True)


def test_a_difference_is_applied_and_counted(parts: Groups) -> None:
    Group.objects.create(name="parts/old/")
    Group.objects.create(name="parts/kept/x")
    sheet, difference = change(parts, "Ref,Of\nnew,\nkept,y\n")
    assert apply_difference(CONTEXT, PROJECT, sheet, difference) == 3
    assert parts.refs() == {"new": "", "kept": "y"}
    assert parts.calls == [("added new", "changed kept"), ("removed old",)]


def test_nothing_to_do_calls_nothing(parts: Groups) -> None:
    sheet, difference = change(parts, "Ref,Of\n")
    assert apply_difference(CONTEXT, PROJECT, sheet, difference) == 0
    assert parts.calls == []


def test_what_others_refer_to_comes_first_and_goes_last(parts: Groups, uses: Groups) -> None:
    Group.objects.create(name="parts/p0/")
    Group.objects.create(name="uses/u0/p0")
    changes = [change(uses, "Ref,Of\nu1,p1\n", order=20), change(parts, "Ref,Of\np1,\n", order=10)]
    assert apply_all(CONTEXT, PROJECT, changes) == 4
    assert (parts.refs(), uses.refs()) == ({"p1": ""}, {"u1": "p1"})


def test_a_refused_row_stops_everything(parts: Groups) -> None:
    sheet, difference = change(parts, "Ref,Of\nnew,\n,no name\n")
    with pytest.raises(Invalid, match="Nothing was stored: there is 1 problem to correct first") as caught:
        apply_difference(CONTEXT, PROJECT, sheet, difference)
    assert [problem.row for problem in caught.value.problems] == [3]
    assert parts.refs() == {}


def test_the_problems_of_all_lists_are_told_at_once_and_nothing_is_stored(parts: Groups, uses: Groups) -> None:
    more = Groups("more", parts)
    changes = [
        change(parts, "Ref,Of\np1,\n", order=1),
        change(uses, "Ref,Of\nu1,p1\nu2,nowhere\n", order=2),
        change(more, "Ref,Of\nm1,p1\nm2,neither\n", order=3),
    ]
    with pytest.raises(Invalid, match="there are 2 problems") as caught:
        apply_all(CONTEXT, PROJECT, changes)
    assert [(problem.row, problem.value) for problem in caught.value.problems] == [(3, "nowhere"), (3, "neither")]
    assert not Group.objects.exists()


def test_rows_of_a_list_with_a_problem_are_not_missed_by_others(parts: Groups, uses: Groups) -> None:
    other = Groups("other")
    parts.other = other
    changes = [change(parts, "Ref,Of\np1,\np2,unknown\n", order=1), change(uses, "Ref,Of\nu1,p1\n", order=2)]
    with pytest.raises(Invalid) as caught:
        apply_all(CONTEXT, PROJECT, changes)
    assert [problem.value for problem in caught.value.problems] == ["unknown"]
    assert not Group.objects.exists()


def test_a_row_that_others_need_cannot_go_and_they_are_named(parts: Groups, uses: Groups) -> None:
    for name in ("parts/p1/", "parts/p2/", "uses/u1/p2"):
        Group.objects.create(name=name)
    with pytest.raises(Invalid) as caught:
        apply_all(CONTEXT, PROJECT, [change(parts, "Ref,Of\n")])
    assert [str(problem) for problem in caught.value.problems] == [
        "tasks.csv: “p2” is no longer in the file, but it is needed by group “uses u1”; "
        "keep the row, or change what needs it."
    ]
    assert set(parts.refs()) == {"p1", "p2"}


def test_an_invalid_without_problems_is_told_by_its_sentence(parts: Groups) -> None:
    def apply(context: object, project: object, changes: object) -> int:
        raise Invalid("This list is closed.")

    sheet, difference = change(parts, "Ref,Of\nnew,\n")
    with pytest.raises(Invalid) as caught:
        apply_all(CONTEXT, PROJECT, [(Sheet(**{**_fields(sheet), "apply": apply}), difference)])
    assert caught.value.problems == (Problem("tasks.csv", "This list is closed."),)


def test_what_is_wrong_with_a_removal_is_told_too(parts: Groups) -> None:
    Group.objects.create(name="parts/old/")

    def apply(context: object, project: object, changes: object) -> int:
        raise Invalid("Nothing may go.")

    sheet, difference = change(parts, "Ref,Of\n")
    with pytest.raises(Invalid) as caught:
        apply_all(CONTEXT, PROJECT, [(Sheet(**{**_fields(sheet), "apply": apply}), difference)])
    assert [str(problem) for problem in caught.value.problems] == ["tasks.csv: Nothing may go."]


def test_when_no_single_row_is_to_blame_the_first_is_named(parts: Groups) -> None:
    for name in ("parts/p1/", "parts/p2/"):
        Group.objects.create(name=name)

    def apply(context: object, project: object, changes: Sequence[RowChange]) -> int:
        if len(changes) > 1:
            raise ProtectedError("needed", {Group(pk=1, name="both")})
        if changes[0].row.identity == ("p1",):
            raise Invalid("Not this one.")
        return 1

    sheet, difference = change(parts, "Ref,Of\n")
    with pytest.raises(Invalid) as caught:
        apply_all(CONTEXT, PROJECT, [(Sheet(**{**_fields(sheet), "apply": apply}), difference)])
    assert "“p1” is no longer in the file, but it is needed by group “both”" in str(caught.value.problems[0])


def test_who_may_not_change_the_list_is_refused_and_nothing_stays(parts: Groups) -> None:
    def apply(context: object, project: object, changes: object) -> int:
        raise Refused("Ada may not do this.")

    first, difference = change(parts, "Ref,Of\nnew,\n")
    second = Sheet(**{**_fields(first), "apply": apply, "order": 2})
    with pytest.raises(Refused):
        apply_all(CONTEXT, PROJECT, [(first, difference), (second, difference)])
    assert not Group.objects.exists()


def _fields(sheet: Sheet) -> dict[str, Any]:
    return {name: getattr(sheet, name) for name in sheet.__dataclass_fields__}

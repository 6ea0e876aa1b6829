"""Baselines: frozen, numbered, compared field by field, explained; they travel with the project folder."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest

from firstlight.contracts.rendering import Line, Rendering
from firstlight.kernel import renderings
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.kernel.sheets import Row, RowChange
from firstlight.scope import baselines, files
from firstlight.scope.actions import explain_change, keep_baseline
from firstlight.scope.differences import by_process, differences
from firstlight.scope.models import Baseline, Rollout
from firstlight.scope.sheets import PROCESSES, REQUIREMENTS, RISK_SETTINGS, ROLLOUTS, SCOPE_CHANGES
from tests.cast import NOW, Cast, added

pytestmark = pytest.mark.requirement("SCO-06")


def put(cast: Cast, sheet: Any, **values: Any) -> None:
    sheet.apply(cast.machine, cast.project, [added(sheet, **values)])


def change(cast: Cast, sheet: Any, ref: str, **values: Any) -> None:
    row = sheet.store.current(cast.project)[ref,]
    after = Row(row.identity, {**row.values, **values}, row.extras)
    sheet.apply(cast.machine, cast.project, [RowChange("changed", row, after)])


@pytest.fixture
def scope(cast: Cast) -> Cast:
    put(cast, PROCESSES, ref="65", title="Order to cash", level=1)
    put(cast, REQUIREMENTS, ref="R-1", title="Confirm an order", process="65", priority="must")
    put(cast, ROLLOUTS, ref="W1", title="Wave 1", users=420, countries=("DE", "NL"))
    return cast


def since(cast: Cast, baseline: Baseline) -> Any:
    return baselines.compared(baselines.content_of(baseline), baselines.today(cast.project, NOW))


def test_a_baseline_freezes_the_scope_under_the_next_number(scope: Cast) -> None:
    first = keep_baseline(scope.context("pl"), name=" Scope as agreed ", reason="Gate review")
    assert (first.number, first.name, first.made_by) == (1, "Scope as agreed", "Petra Lind")
    today = renderings.render(scope.project, "scope", NOW)
    assert today
    assert first.digest == today.digest()
    assert since(scope, first) == ()
    change(scope, REQUIREMENTS, "R-1", title="Confirm an order by mail")
    assert keep_baseline(scope.context("pl"), name="Second").number == 2
    assert [one.number for one in baselines.baselines(scope.project)] == [2, 1]


def test_a_baseline_is_refused_without_a_name_a_scope_or_a_change(scope: Cast, cast: Cast) -> None:
    with pytest.raises(Invalid, match="needs a name"):
        keep_baseline(scope.context("pl"), name="  ")
    with pytest.raises(Refused, match="freeze the scope"):
        keep_baseline(scope.context("po"), name="Mine")
    keep_baseline(scope.context("pl"), name="First")
    with pytest.raises(Invalid, match="Nothing has changed since baseline 1"):
        keep_baseline(scope.context("pl"), name="Again")
    for sheet in (REQUIREMENTS, PROCESSES):
        for row in sheet.store.current(cast.project).values():
            change(scope, sheet, row.values["ref"], in_scope=False)
    Rollout.objects.update(in_scope=False)
    with pytest.raises(Invalid, match="Nothing is in scope yet"):
        keep_baseline(scope.context("pl"), name="Empty")
    with pytest.raises(NotFound):
        baselines.baseline_numbered(scope.project, 7)


def test_a_number_is_never_given_twice(scope: Cast) -> None:
    from django.db import IntegrityError, transaction

    kept = keep_baseline(scope.context("pl"), name="First")
    with pytest.raises(IntegrityError), transaction.atomic():
        Baseline.objects.create(
            project=scope.project, number=1, name="Same", made=NOW, made_by="x", digest="d", content=kept.content
        )


def test_later_change_shows_item_by_item_and_field_by_field(scope: Cast) -> None:
    kept = keep_baseline(scope.context("pl"), name="First")
    change(scope, REQUIREMENTS, "R-1", title="Confirm by mail", priority="should")
    put(scope, REQUIREMENTS, ref="R-2", title="New", process="65")
    change(scope, ROLLOUTS, "W1", users=None, countries=("DE", "NL", "BE"))
    change(scope, PROCESSES, "65", in_scope=False)
    found = {one.key: one for one in since(scope, kept)}
    assert {key: one.what for key, one in found.items()} == {
        "requirement:R-1": "changed", "requirement:R-2": "added", "rollout:W1": "changed", "process:65": "removed",
    }  # fmt: skip
    fields = {(one.name, one.before, one.after) for one in found["requirement:R-1"].fields}
    assert fields == {("Title", "Confirm an order", "Confirm by mail"), ("Priority", "Must", "Should")}
    fields = {(one.name, one.before, one.after) for one in found["rollout:W1"].fields}
    assert fields == {("Users", "420", None), ("Countries", "DE; NL", "DE; NL; BE")}
    assert [ref for ref, _ in by_process(list(found.values()))] == ["65", ""]
    assert found["requirement:R-2"].process == "65"


def test_a_signature_on_the_scope_is_one_on_the_baseline_until_it_changes(scope: Cast) -> None:
    from firstlight.assurance.actions import sign
    from firstlight.assurance.queries import signatures_of
    from firstlight.assurance.rules import SignatureState, standing_of

    kept = keep_baseline(scope.context("pl"), name="First")
    es = scope.people["es"]
    sign(scope.context("es"), on="scope", person=es, role="executive-sponsor", statement="Yes.", digest=kept.digest)
    (given,) = signatures_of(scope.project, NOW)
    assert given.digest == kept.digest
    assert standing_of(given, baselines.today(scope.project, NOW), "Scope").state is SignatureState.VALID
    change(scope, REQUIREMENTS, "R-1", priority="should")
    assert standing_of(given, baselines.today(scope.project, NOW), "Scope").state is SignatureState.STALE
    assert renderings.render(scope.project, "scope:baseline-1", NOW) is None


def explain(cast: Cast, kept: Baseline, **more: Any) -> Any:
    (one,) = since(cast, kept)
    words = {"item": one.key, "covers": one.covers, "reason": "Change request 7", "agreed_by": "Emil Strand"}
    return explain_change(cast.context("po"), baseline=kept.number, **{**words, **more})


def test_a_change_is_explained_and_the_reason_covers_that_change_only(scope: Cast) -> None:
    kept = keep_baseline(scope.context("pl"), name="First")
    change(scope, REQUIREMENTS, "R-1", priority="should")
    explain(scope, kept)
    said = baselines.explanations(kept, since(scope, kept))["requirement:R-1"]
    assert (said.reason, said.agreed_by, said.current) == ("Change request 7", "Emil Strand", True)
    change(scope, REQUIREMENTS, "R-1", priority="could")
    assert not baselines.explanations(kept, since(scope, kept))["requirement:R-1"].current


def test_a_reason_is_refused_without_words_and_for_another_change(scope: Cast) -> None:
    kept = keep_baseline(scope.context("pl"), name="First")
    change(scope, REQUIREMENTS, "R-1", priority="should")
    with pytest.raises(Invalid, match="says why"):
        explain(scope, kept, reason=" ")
    with pytest.raises(Conflict, match="changed again"):
        explain(scope, kept, covers="0" * 64)
    with pytest.raises(Conflict):
        explain(scope, kept, item="requirement:R-99")


def test_reasons_come_in_by_their_sheet(scope: Cast) -> None:
    kept = keep_baseline(scope.context("pl"), name="First")
    change(scope, REQUIREMENTS, "R-1", priority="should")
    put(scope, SCOPE_CHANGES, baseline=1, item="requirement:R-1", reason="Change request 8")
    assert baselines.explanations(kept, since(scope, kept))["requirement:R-1"].current
    with pytest.raises(Invalid, match="names are not in the lists"):
        put(scope, SCOPE_CHANGES, baseline=9, item="requirement:R-1", reason="Nothing there")


def test_baselines_go_out_with_the_folder_and_come_back_the_same(scope: Cast) -> None:
    keep_baseline(scope.context("pl"), name="First", reason="Gate")
    out = files.baseline_files(scope.project)
    Baseline.objects.all().delete()
    for _ in range(2):
        for place, data in out.items():
            files.BASELINES.take(scope.machine, PurePosixPath(place), data)
    assert files.baseline_files(scope.project) == out
    changed = out["baselines/1.json"].replace(b"Confirm an order", b"Confirm no order")
    with pytest.raises(Invalid, match="a baseline never changes"):
        files.BASELINES.take(scope.machine, PurePosixPath("baselines/1.json"), changed)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"schema": 1}', b"\xff", b"nothing"])
def test_a_file_that_is_no_baseline_is_refused_by_its_name(scope: Cast, data: bytes) -> None:
    with pytest.raises(Invalid, match="no baseline") as refused:
        files.BASELINES.take(scope.machine, PurePosixPath("baselines/2.json"), data)
    assert refused.value.problems[0].file == "baselines/2.json"


def test_a_value_that_holds_what_splits_fields_stays_one_value() -> None:
    def one(text: str) -> Rendering:
        return Rendering("scope", 1, "x", (Line("part:P", "P Part", text),))

    found = differences(
        one("Vendor: a; Kind: b"), one("Vendor: a; b; Colour: c; Kind: b"), {"part": {"Vendor", "Kind"}}
    )
    assert [(field.name, field.before, field.after) for field in found[0].fields] == [
        ("Vendor", "a", "a; b; Colour: c")
    ]


def test_thresholds_that_contradict_themselves_leave_all_as_it_was(scope: Cast) -> None:
    put(scope, RISK_SETTINGS, ref="users.high", value=400)
    with pytest.raises(Invalid, match="must not be above"):
        put(scope, RISK_SETTINGS, ref="users.medium", value=900)
    assert list(RISK_SETTINGS.store.current(scope.project)) == [("users.high",)]

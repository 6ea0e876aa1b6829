"""A page asks the database a fixed number of questions, whatever the project holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstlight.kernel.sheets import sheets
from tests.web.conftest import Stage

#: No page asks more than this.
MOST = 15
#: But for pages that gather what waits for somebody, from everywhere.
MOST_WHERE_IT_WAITS = 27
GATHERING = ("", "people/sl/", "scope/processes/65/")

PAGES = (
    "", "readiness/", "readiness/scope/", "checks/scope.agreed/", "checks/support.transition/", "scope/",
    "scope/processes/65/", "scope/requirements/", "scope/integrations/", "scope/parts/", "scope/rollouts/",
    "lists/", "lists/changes/", "lists/scope.processes/", "lists/scope.requirements/import/",
    "lists/scope.requirements/row/?row=R-1", "lists/scope.requirements/cell/?row=R-1&column=owner",
    "lists/scope.requirements/bulk/?row=R-1", "lists/assurance.actions/bulk/?all=1",
    "testing/", "testing/failing/", "testing/cases/",
    "testing/findings/", "testing/acceptance/", "testing/coverage/", "testing/performance/",
    "testing/interfaces/",
    "cutover/", "cutover/findings/", "cutover/steps/", "cutover/chart/", "cutover/people/", "cutover/rehearsals/",
    "cutover/checkpoints/", "cutover/rollback/", "cutover/forecast/", "cutover/graph/",
    "testing/interfaces/I-1/", "dependencies/", "dependencies/D-1/",
    "testing/cases/TC-1/", "testing/runs/", "testing/regression/",
    "agreed-requirements/",
    "provider-meetings/", "actions/", "packs/", "packs/go-live/",
    "ledger/", "ledger/?actor=a", "assessments/", "assessments/2/", "assessments/1/compare/2/",
    "scope/delivered/", "scope/delivered/?process=65", "scope/delivered/items/", "scope/delivered/items/part/P-1/",
    "scope/delivered/list.csv", "scope/baselines/", "scope/baselines/1/", "scope/risk/",
    "people/", "people/sl/", "groups/", "organisations/", "authority/", "people-check/", "guest-links/",
    "scope/requirements/list.csv", "actions/list.xlsx", "readiness/list.csv", "testing/failing/list.csv",
    "settings/", "settings/template/",
    "signatures/", "signatures/delegations/", "signatures/sign/scope/", "checks/support.transition/attest/",
    "decisions/", "reviews/", "tokens/", "webhooks/", "who-may-what/", "search/?q=row", "scope/requirements/?page=3",
    "scope/requirements/?sort=-process&kind=functional&q=row", "actions/?group=owner", "actions/?due=overdue",
    # Lists that have a page of their own, as every list has one.
    *sorted(f"lists/{ref}/" for ref, _sheet in sheets.items()),
)  # fmt: skip


#: Pages that read assessments.
JUDGED = (
    "", "readiness/", "readiness/scope/", "readiness/list.csv", "checks/scope.agreed/", "checks/scope.comparison/",
    "scope/processes/65/", "assessments/", "assessments/2/", "assessments/1/compare/2/", "people/sl/", "signatures/",
    "signatures/sign/scope/", "decisions/",
)  # fmt: skip


def _counts(stage: Stage, pages: tuple[str, ...] = PAGES, before: Callable[[], None] = lambda: None) -> dict[str, int]:
    """How many queries each page takes. Each is fetched once before, so that what is kept in memory is there.

    `before` may let go of some of it again.
    """
    browser = stage.client()
    found = {}
    for address in pages:
        full = f"/p/{stage.project.slug}/{address}"
        browser.get(full)
        before()
        with CaptureQueriesContext(connection) as asked:
            response = browser.get(full)
            b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code == 200, address
        found[address] = len(asked)
    return found


def test_ten_rows_and_a_thousand_cost_the_same(stage: Stage) -> None:
    from firstlight.cutover.models import Plan
    from firstlight.dependencies.models import Dependency

    Dependency.objects.update(scope_refs=["I-1"])
    Plan.objects.create(project=stage.project, ref="cutover", title="Cutover")
    few = _counts(stage)
    most = {address: MOST_WHERE_IT_WAITS if address in GATHERING else MOST for address in PAGES}
    over = {address: count for address, count in few.items() if count > most[address]}
    assert not over
    _grow(stage, 1000)
    many = _counts(stage)
    assert many == few


#: Pages of plans, which are kept in memory until something of their project changes.
PLANNED = tuple(address for address in PAGES if address.startswith("cutover/"))
#: Reading all plans of a project takes so many questions, once.
TO_READ = 9


def test_plans_that_are_not_in_memory_yet_cost_a_fixed_number_more(stage: Stage) -> None:
    from firstlight.cutover.models import Plan
    from firstlight.ledger.keeping import forget

    Plan.objects.create(project=stage.project, ref="cutover", title="Cutover")
    Plan.objects.create(project=stage.project, ref="back", title="Way back", kind="rollback")
    kept, few = _counts(stage, PLANNED), _counts(stage, PLANNED, before=lambda: forget("plans"))
    assert not {address: count for address, count in few.items() if count > kept[address] + TO_READ}
    _grow(stage, 1000)
    assert _counts(stage, PLANNED, before=lambda: forget("plans")) == few


def _grow(stage: Stage, count: int) -> None:
    """A thousand of everything that a page lists."""
    from firstlight.assurance.models import ActionItem
    from firstlight.cutover.models import Plan, Task
    from firstlight.dependencies.models import AgreedRequirement, Dependency, Meeting, ProviderWord
    from firstlight.scope.models import Integration, Process, Requirement
    from firstlight.testing.models import Case, Result, ResultImport
    from firstlight.workspace.models import Person, PersonGroup

    def fill(model: Any, make: Callable[[int], dict[str, Any]]) -> None:
        model.objects.bulk_create(
            model(project=stage.project, ref=f"N-{n:04}", title=f"Row {n}", **make(n)) for n in range(count)
        )

    Person.objects.bulk_create(
        Person(project=stage.project, ref=f"N-{n:04}", name=f"Person {n}", roles=["support-lead"]) for n in range(count)
    )
    fill(PersonGroup, lambda n: {})
    top = Process.objects.get(project=stage.project, ref="65")
    fill(Process, lambda n: {"level": 2, "parent": top})
    fill(Requirement, lambda n: {"process": top})
    fill(Integration, lambda n: {})
    fill(ActionItem, lambda n: {"check_ref": "scope.agreed", "due": date(2026, 11, 1), "owner": "Programme lead"})
    fill(Dependency, lambda n: {"scope_refs": ["I-1"]})
    on = Dependency.objects.get(ref="D-1")
    fill(AgreedRequirement, lambda n: {"dependency": on})
    fill(Meeting, lambda n: {"dependencies": ["D-1"], "held_on": date(2026, 11, 1)})
    ProviderWord.objects.bulk_create(
        ProviderWord(
            project=stage.project, ref=f"D-1-W{n}", dependency=on, kind="stands", promised=date(2026, 12, 1),
            said=stage.inside.now, by="Jule",
        )
        for n in range(count)
    )  # fmt: skip
    fill(Case, lambda n: {"cycles": ["UAT-1"], "requirements": ["R-1"]})
    plan, _new = Plan.objects.get_or_create(project=stage.project, ref="cutover", defaults={"title": "Cutover"})
    fill(Task, lambda n: {"plan": plan, "minutes": 1, "owner": "Mira Holt", "position": n})
    source = ResultImport.objects.get()
    Result.objects.bulk_create(
        Result(
            source=source, cycle=source.cycle, name=f"test {n}", identity=f"{n:064}", outcome="failed",
            at=source.effective, latest=True, last_outcome="failed",
        )
        for n in range(count)
    )  # fmt: skip


@pytest.mark.requirement("RDY-02")
def test_many_assessments_cost_no_more_than_few(stage: Stage) -> None:
    stage.assess(timedelta(hours=1))
    few = _counts(stage, JUDGED)
    for hour in range(2, 12):
        stage.assess(timedelta(hours=hour))
    assert _counts(stage, JUDGED) == few

"""Tests: files of results come in; what fails is listed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Path, Query, Router, Status, UploadedFile
from pydantic import Field

from firstlight.api.doors import visit
from firstlight.api.paging import SIZE, Cursor, Limit, cursor_of, link_next, parts_of
from firstlight.api.shapes import Slug, Told, reaches, reading, writing
from firstlight.kernel.errors import Invalid
from firstlight.testing.actions import import_results as bring_in
from firstlight.testing.actions import withdraw_results as withdraw
from firstlight.testing.formats import check_sizes
from firstlight.testing.policies import MAY_EDIT_TESTS
from firstlight.testing.previewing import preview_results as look
from firstlight.testing.queries import failing_results
from firstlight.testing.rules.again import Again
from firstlight.testing.rules.kinds import KINDS
from firstlight.testing.standing import regression_set
from firstlight.workspace.policies import MAY_VIEW_TESTING

router = Router()

#: Larger files of load tools are summed up before they are sent.
MOST_BYTES = 20 * 1024 * 1024

Cycle = Annotated[str, Form(min_length=1, max_length=60, description="The ref of the cycle; made where it is new.")]
Batch = Annotated[str, Path(pattern="^[0-9a-f]{24}$", description="`batch` of what was brought in.")]


class ResultsTold(Told):
    """A file of results, as it was counted."""

    digest: str
    cycle: str
    file: str
    format: str
    tests: int
    passed: int
    failed: int
    errors: int
    skipped: int
    effective: datetime
    warnings: list[str]
    batch: str = Field(description="What came in together; send it to withdraw it.")


class Tied(Told):
    """How many results belong to a case, by what told it."""

    property: int
    ref: int
    title: int
    pattern: int


class Counts(Told):
    """Counts that a file claims of itself; null where it claims nothing."""

    tests: int | None
    failed: int | None
    errors: int | None
    skipped: int | None


class ResultsPreviewTold(Told):
    """What a file would do to the cycle, before anything of it is in. Tests may have several results."""

    file: str
    format: str
    tests: int
    passed: int
    failed: int
    errors: int
    skipped: int
    declared: Counts | None
    warnings: list[str]
    known: bool = Field(description="This very file is in the cycle already.")
    matched: Tied
    of_requirements: int
    unmatched: int = Field(description="Results that belong to nothing; they are kept all the same.")
    new: int
    same: int
    changed: int
    older: int = Field(description="Tests of which a newer result is there.")


class WithdrawnTold(Told):
    """How many files of results no longer count."""

    files: int


class FailingTold(Told):
    """A test that failed or broke when it was last run."""

    cycle: str
    case: str
    requirement: str
    suite: str
    name: str
    outcome: str
    at: datetime
    message: str
    file: str
    significant: bool


class FailingPage(Told):
    """A page of them; the header Link names the next."""

    rows: list[FailingTold]
    total: int


class CauseTold(Told):
    """Why a pass no longer counts. `about` is the ref of the version or the requirement, empty for the case itself."""

    code: str
    about: str
    reason: str


class AgainTold(Told):
    """A case that passed before something changed, in a kind of test."""

    case: str
    title: str
    kind: str
    cycle: str
    significant: bool
    passed_at: datetime
    causes: list[CauseTold]


class AgainPage(Told):
    """A page of them; the header Link names the next."""

    rows: list[AgainTold]
    total: int


@router.post("/projects/{slug}/test-results", response=writing(ResultsTold, 201))
@reaches(bring_in)
def import_results(
    request: HttpRequest,
    slug: Slug,
    file: File[UploadedFile],
    cycle: Cycle,
) -> Any:
    """Bring in a file of results (JUnit, TRX, NUnit, xUnit, Robot Framework, lists); again, it changes nothing."""
    here = visit(request, slug, MAY_VIEW_TESTING)
    made = bring_in(here.context, cycle_ref=cycle, **_sent(file, cycle))
    told = {field: getattr(made, field) for field in ResultsTold.model_fields if field != "cycle"}
    return Status(201, {**told, "cycle": made.cycle.ref})


def _sent(file: UploadedFile, cycle: str) -> dict[str, Any]:
    """The file by name and content. Invalid, before anything of it is read, where it is larger than what is taken."""
    name = (file.name or "file").strip()
    if not name.isprintable() or not cycle.isprintable():
        raise Invalid("The name of the file or of the cycle has characters that cannot be kept.")
    check_sizes([(name, file.size or 0)])
    return {"file": name, "data": file.read()}


@router.post("/projects/{slug}/test-results/preview", response=writing(ResultsPreviewTold))
def preview_results(request: HttpRequest, slug: Slug, file: File[UploadedFile], cycle: Cycle) -> Any:
    """What a file of results would do: which cases it is of, what it would change. Nothing is stored.

    422, with every problem, for a file that could not be brought in.
    """
    here = visit(request, slug, MAY_VIEW_TESTING)
    MAY_EDIT_TESTS.check(here.context)
    sent = _sent(file, cycle)
    (found,) = look(here.project, cycle, [(sent["file"], sent["data"])], here.context.now).files
    if found.problems:
        raise Invalid("The file cannot be brought in.", problems=found.problems)
    return found.facts()


@router.delete("/projects/{slug}/test-results/{batch}", response=writing(WithdrawnTold))
@reaches(withdraw)
def withdraw_results(request: HttpRequest, slug: Slug, batch: Batch) -> Any:
    """Take back what came in together, within 30 days: it counts no more, and what was there before does again."""
    here = visit(request, slug, MAY_VIEW_TESTING)
    return {"files": withdraw(here.context, batch=batch)}


@router.get("/projects/{slug}/failing-tests", response=reading(FailingPage))
def list_failing_tests(
    request: HttpRequest,
    response: HttpResponse,
    slug: Slug,
    cycle: Annotated[str, Query(max_length=60)] = "",
    limit: Limit = SIZE,
    cursor: Cursor = "",
) -> Any:
    """The latest result of each test that failed or broke, in each cycle; significant cases first."""
    here = visit(request, slug, MAY_VIEW_TESTING)
    after = parts_of(cursor, int)
    page = max(1, min(after[0], 10**6)) if after else 1
    found = failing_results(here.project, cycle=cycle, page=page, size=limit)
    link_next(request, response, cursor_of(page + 1) if page * limit < found.total else "")
    return {"rows": found.rows, "total": found.total}


@router.get("/projects/{slug}/regression-set", response=reading(AgainPage))
def list_regression_set(
    request: HttpRequest,
    response: HttpResponse,
    slug: Slug,
    kind: Annotated[str, Query(description="One kind of test; left out, all of them.")] = "",
    limit: Limit = SIZE,
    cursor: Cursor = "",
) -> Any:
    """The cases that have to be run again because of what changed since they passed; significant ones first."""
    here = visit(request, slug, MAY_VIEW_TESTING)
    if kind and kind not in KINDS:
        raise Invalid(f"“{kind}” is no kind of test; expected one of: {', '.join(KINDS)}.")
    found = regression_set(here.project, here.context.now, kind=kind or None)
    after = parts_of(cursor, int)
    start = min(max(after[0], 0), len(found)) if after else 0
    part = found[start : start + limit]
    link_next(request, response, cursor_of(start + limit) if start + limit < len(found) else "")
    return {"rows": [_again(one) for one in part], "total": len(found)}


def _again(one: Again) -> dict[str, Any]:
    causes = [{"code": guard.code, "about": guard.about, "reason": guard.sentence} for guard in one.stale]
    names = ("title", "kind", "cycle", "significant", "passed_at")
    return {"case": one.ref, **{name: getattr(one, name) for name in names}, "causes": causes}

"""What leaves the screen of a run: run sheets, what was printed every half hour, and what was mailed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from firstlight.api.doors import visit
from firstlight.api.languages import run_sheet_for
from firstlight.api.operations.runs import MEDIA, RunRef
from firstlight.api.paging import SIZE, Cursor, Limit, newest_first
from firstlight.api.shapes import Slug, Told, file_of, reading
from firstlight.assurance import evidence
from firstlight.cutover.live.queries import run_named
from firstlight.cutover.live.report import paper_of, papers_of
from firstlight.letters.queries import all_about
from firstlight.reporting.run_messages import about
from firstlight.reporting.run_sheets_now import run_sheet_now
from firstlight.workspace.policies import MAY_VIEW_CUTOVER, MAY_VIEW_PEOPLE

router = Router()

_AT = "/projects/{slug}/cutover/runs/{run}"
_SAVE = {"Content-Disposition": "attachment"}


class RunPaperTold(Told):
    """A run as it was printed. `sequence` and `head` say where the ledger ended; sizes are bytes, null where a file is
    missing from the store.
    """

    number: int
    made: datetime
    sequence: int
    head: str
    pdf_size: int | None
    xlsx_size: int | None


class RunLetterTold(Told):
    """A letter of a run and what became of it."""

    id: int
    to_name: str
    to: str
    subject: str
    body: str
    state: str
    written: datetime
    sent: datetime | None
    attempts: int
    reason: str


@router.get(_AT + "/papers", response=reading(list[RunPaperTold]))
def list_run_papers(request: HttpRequest, slug: Slug, run: RunRef) -> Any:
    """What was printed of a run, the newest first."""
    here = visit(request, slug, MAY_VIEW_CUTOVER)
    return [
        {"number": one.pk, "made": one.made, "sequence": one.sequence, "head": one.head,
         "pdf_size": evidence.size_of(one.pdf), "xlsx_size": evidence.size_of(one.xlsx)}
        for one in papers_of(run_named(here.project, run))
    ]  # fmt: skip


@router.get(_AT + "/papers/{number}.{form}", response=reading(None), openapi_extra=file_of(*MEDIA.values()))
def get_run_paper(
    request: HttpRequest, slug: Slug, run: RunRef,
    number: Annotated[int, Path(ge=1, le=2**62, description="Its number in the list.")], form: Literal["pdf", "xlsx"],
) -> HttpResponse:  # fmt: skip
    """What was printed at some time, byte by byte. It has contacts: Refused for who may not see the people."""
    here = visit(request, slug, MAY_VIEW_CUTOVER)
    MAY_VIEW_PEOPLE.check(here.context)
    kept = paper_of(run_named(here.project, run), number)
    data = evidence.content(kept.pdf if form == "pdf" else kept.xlsx)
    return HttpResponse(data, content_type=MEDIA[form], headers=_SAVE)


@router.get(_AT + "/run-sheet", response=reading(None), openapi_extra=file_of(MEDIA["pdf"]))
def get_run_sheet_now(
    request: HttpRequest, slug: Slug, run: RunRef,
    owner: Annotated[str, Query(max_length=200, description="Only what this person does in the run.")] = "",
) -> HttpResponse:  # fmt: skip
    """What is left to do in a run on paper, at the times that are expected now; in the language of the person whose
    sheet it is, else as Accept-Language asks, else in that of whoever calls.
    """
    here = visit(request, slug, MAY_VIEW_CUTOVER)
    base = request.build_absolute_uri(f"/p/{here.project.slug}/cutover/runs/{run}/steps/")
    found = run_named(here.project, run)
    return run_sheet_for(here, owner, lambda speech: run_sheet_now(
        found, here.context.now, owner=owner, address=lambda step: f"{base}{step}/", speech=speech
    ))  # fmt: skip


@router.get(_AT + "/letters", response=reading(list[RunLetterTold]))
def list_run_letters(
    request: HttpRequest, response: HttpResponse, slug: Slug, run: RunRef, limit: Limit = SIZE, cursor: Cursor = ""
) -> Any:
    """What was mailed at the events of a run, the newest first, each with what became of it. Kept for ninety days."""
    here = visit(request, slug, MAY_VIEW_CUTOVER)
    rows = all_about(here.project, about(run_named(here.project, run)))
    ahead = here.project.clock_offset
    return [
        {name: getattr(one, name) for name in RunLetterTold.model_fields}
        | {"written": one.written + ahead, "sent": one.sent + ahead if one.sent else None}
        for one in newest_first(request, response, rows, "pk", limit, cursor)
    ]

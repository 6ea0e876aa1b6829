"""The ledger: entries after a number, the chain verified, taken along, anchored."""

from __future__ import annotations

import io
import json
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from firstlight.api.doors import visit
from firstlight.api.paging import SIZE, Limit
from firstlight.api.shapes import Slug, Told, file_of, reading
from firstlight.kernel.policies import Policy
from firstlight.ledger.files import anchor_of, export
from firstlight.ledger.queries import entries_of, head_of, verify

router = Router()

#: As on the pages of the ledger.
MAY_READ_LEDGER = Policy("ledger.view", "read the ledger")

After = Annotated[int, Query(ge=0, le=2**62, description="The number of the last entry that you have.")]


class EntryTold(Told):
    """One change. `before` and `after` are the facts of its subject; null: it is new, or gone."""

    sequence: int
    at: datetime
    actor_kind: str
    actor_id: str
    actor_name: str
    action: str
    label: str
    subject_kind: str
    subject_id: str
    subject_text: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    request_id: str
    previous: str
    digest: str


class EntriesTold(Told):
    """Entries in order. Ask again with `after` set to the last number: nothing is missed and nothing comes twice."""

    entries: list[EntryTold]
    last: int
    head: int


class VerifiedTold(Told):
    """What came of walking the whole chain."""

    ok: bool
    entries: int
    head: int
    flaw: str


class AnchorTold(Told):
    """Where the ledger ends now, to be kept elsewhere."""

    stream: str
    project: str
    sequence: int
    head: str
    at: datetime


@router.get("/projects/{slug}/ledger", response=reading(EntriesTold))
def list_entries(request: HttpRequest, slug: Slug, after: After = 0, limit: Limit = SIZE) -> Any:
    """The entries after a number, oldest first. The stream of events for who has no webhook."""
    here = visit(request, slug, MAY_READ_LEDGER)
    found = [_told(entry) for entry in entries_of(here.project, after=after, until=after + limit)]
    last = found[-1]["sequence"] if found else after
    return {"entries": found, "last": last, "head": head_of(here.project).sequence}


def _told(entry: Any) -> dict[str, Any]:
    told = {name: getattr(entry, name) for name in EntryTold.model_fields if name not in ("before", "after")}
    return {**told, **{side: _facts(getattr(entry, side)) for side in ("before", "after")}}


def _facts(text: str | None) -> Any:
    return None if text is None else json.loads(text)


@router.get("/projects/{slug}/ledger/verification", response=reading(VerifiedTold))
def verify_ledger(request: HttpRequest, slug: Slug) -> Any:
    """Walk the whole chain and say what came of it."""
    here = visit(request, slug, MAY_READ_LEDGER)
    result = verify(here.project)
    flaw = result.flaw.sentence if result.flaw else ""
    return {"ok": result.ok, "entries": result.entries, "head": head_of(here.project).sequence, "flaw": flaw}


@router.get("/projects/{slug}/ledger/export", response=reading(None), openapi_extra=file_of("application/jsonl"))
def export_ledger(request: HttpRequest, slug: Slug) -> HttpResponse:
    """The whole ledger as lines of JSON, which anyone can verify without this program."""
    here = visit(request, slug, MAY_READ_LEDGER)
    out = io.StringIO(newline="\n")
    export(here.project, out, here.context.now)
    data = out.getvalue().encode("utf-8", "backslashreplace")
    name = f'attachment; filename="{slug}-ledger.jsonl"'
    return HttpResponse(data, content_type="application/jsonl", headers={"Content-Disposition": name})


@router.get("/projects/{slug}/ledger/anchor", response=reading(AnchorTold))
def anchor_ledger(request: HttpRequest, slug: Slug) -> Any:
    """Where the ledger ends now. Keep it where this program cannot write."""
    here = visit(request, slug, MAY_READ_LEDGER)
    return anchor_of(here.project, here.context.now)

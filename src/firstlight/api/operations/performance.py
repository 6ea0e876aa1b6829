"""Performance: files of load tools come in; how the criteria stand is told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form, Router, Status, UploadedFile

from firstlight.api.doors import visit
from firstlight.api.operations.tests import MOST_BYTES
from firstlight.api.shapes import Slug, Told, reaches, reading, writing
from firstlight.engines.loadstats import PERCENTILES
from firstlight.kernel.errors import Invalid
from firstlight.testing.actions import import_load as bring_in
from firstlight.testing.performance import performance_of, result_of
from firstlight.testing.rules.performance import Standing
from firstlight.workspace.policies import MAY_VIEW_TESTING

router = Router()


class LoadTold(Told):
    """A file of a load tool, as it was read. What it does not say is null. Durations are milliseconds."""

    digest: str
    cycle: str
    file: str
    format: str
    form: str
    samples: int | None
    errors: int | None
    users: int | None
    start: datetime | None
    end: datetime | None
    percentiles_ms: dict[str, float | None]
    effective: datetime
    counts: bool
    against: list[str]
    warnings: list[str]


class CriterionTold(Told):
    """A criterion and how it stands. `measured` and `target` are in its unit; `met` is null where nothing shows it."""

    ref: str
    title: str
    kind: str
    target: float
    unit: str
    stands: str
    met: bool | None
    measured: float | None
    peak_share: float | None
    label: str
    cycle: str
    significant: bool
    owner: str
    reasons: list[str]


class PerformanceTold(Told):
    """All criteria of performance, in order of their refs, and when the newest result that counts was measured."""

    criteria: list[CriterionTold]
    newest: datetime | None


@router.post("/projects/{slug}/load-results", response=writing(LoadTold, 201))
@reaches(bring_in)
def import_load(
    request: HttpRequest,
    slug: Slug,
    file: File[UploadedFile],
    cycle: Annotated[str, Form(min_length=1, max_length=60, description="The ref of the cycle; made where it is new.")],
) -> Any:
    """Bring in a file of k6, JMeter or Locust. The same file again changes nothing."""
    here = visit(request, slug, MAY_VIEW_TESTING)
    data, name = file.read(), (file.name or "file").strip()
    if len(data) > MOST_BYTES:
        raise Invalid(f"The file has {len(data):,} bytes; at most {MOST_BYTES:,} are read.")
    if not name.isprintable() or not cycle.isprintable():
        raise Invalid("The name of the file or of the cycle has characters that cannot be kept.")
    made = bring_in(here.context, cycle_ref=cycle, file=name, data=data)
    found = result_of(here.project, made.cycle.ref, made.digest)
    named = ("digest", "file", "format", "form", "samples", "errors", "users", "start", "end", "effective", "warnings")
    whole = found.evidence.run.whole
    told = {
        **{field: getattr(made, field) for field in named},
        "cycle": made.cycle.ref,
        "percentiles_ms": {f"p{percent:g}": whole.percentile(percent) for percent in PERCENTILES},
        "counts": not found.evidence.against,
        "against": list(found.evidence.against),
    }
    return Status(201, told)


@router.get("/projects/{slug}/performance", response=reading(PerformanceTold))
def read_performance(request: HttpRequest, slug: Slug) -> Any:
    """How the criteria of performance stand by the load results that count."""
    here = visit(request, slug, MAY_VIEW_TESTING)
    found = performance_of(here.project, here.context.now)
    return {"criteria": [_told(one) for one in found.standings], "newest": found.newest}


def _told(one: Standing) -> dict[str, Any]:
    asked, judged = one.asked.criterion, one.judgement
    return {
        "ref": asked.ref,
        "title": asked.title,
        "kind": asked.kind.value,
        "target": asked.target,
        "unit": asked.unit,
        "stands": one.stands.value,
        "met": True if one.met else False if one.stands.value == "missed" else None,
        "measured": judged.measured if judged else None,
        "peak_share": judged.peak.share if judged and judged.peak else None,
        "label": asked.label,
        "cycle": one.evidence.cycle.ref if one.evidence else "",
        "significant": one.asked.significant,
        "owner": one.asked.owner,
        "reasons": list(one.reasons),
    }

"""The ledger: read, searched, verified, taken along."""

from __future__ import annotations

import io
import json
import tempfile
from typing import Any

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstlight.kernel.actions import actions
from firstlight.ledger.files import anchor_of, export
from firstlight.ledger.queries import head_of, search, verify
from firstlight.web import wording
from firstlight.web.exporting import TYPES, attached, under
from firstlight.web.pages.entries import entry_lines
from firstlight.web.pages.ledger import ledger_asked
from firstlight.web.policies import MAY_READ_LEDGER
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page

#: Entries on one page.
SIZE = 50


@require_safe
@project_page(MAY_READ_LEDGER)
def ledger(viewing: Viewing) -> HttpResponse:
    """The newest entries first, older ones page by page."""
    ask = ledger_asked(viewing.request.path, viewing.request.GET)
    found = search(
        viewing.project, action=ask.action, subject=ask.subject, actor=ask.actor, before=ask.before, most=SIZE + 1
    )
    context: dict[str, Any] = {
        "entries": entry_lines(found[:SIZE]),
        "ask": ask,
        "older": ask.older(found[SIZE - 1].sequence) if len(found) > SIZE else "",
        "head": head_of(viewing.project),
        "known_actions": _known_actions(),
    }
    return show(viewing, "ledger.html", _("Ledger"), **context)


def _known_actions() -> list[tuple[str, str]]:
    """Code and words of everything that can stand in a ledger."""
    labels = {(one.record.code, wording.said(one.record.label)) for _, one in actions.items()}
    return sorted(labels, key=lambda pair: pair[1].casefold())


@require_safe
@project_page(MAY_READ_LEDGER)
def ledger_verify(viewing: Viewing) -> HttpResponse:
    """Walk the whole chain and say what came of it. It only reads."""
    result = verify(viewing.project)
    way = (_("Ledger"), reverse("ledger", args=[viewing.project.slug]))
    return show(viewing, "ledger_verify.html", _("Verify the chain"), way, result=result)


@require_safe
@project_page(MAY_READ_LEDGER)
def ledger_file(viewing: Viewing) -> HttpResponse:
    """The whole ledger as lines of JSON, which anyone can verify without this program."""
    raw = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    text = io.TextIOWrapper(raw, encoding="utf-8", errors="backslashreplace", newline="\n")
    export(viewing.project, text, viewing.context.now)
    text.flush()
    text.detach()
    raw.seek(0)
    return under(FileResponse(raw, content_type=TYPES["jsonl"]), f"{viewing.project.slug} ledger.jsonl")


@require_safe
@project_page(MAY_READ_LEDGER)
def ledger_anchor(viewing: Viewing) -> HttpResponse:
    """Today's head, to be kept where this program cannot write."""
    document = json.dumps(anchor_of(viewing.project, viewing.context.now), indent=2) + "\n"
    sequence = head_of(viewing.project).sequence
    return attached(document.encode(), f"{viewing.project.slug} anchor {sequence}.json", "json")

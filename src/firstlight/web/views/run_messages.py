"""Messages of a run: what is prepared, and what was sent."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstlight.cutover.actions import word_message
from firstlight.cutover.actions.messages import OCCASION
from firstlight.cutover.audit import OCCASION_TOLD
from firstlight.cutover.live.prepared import prepared_of
from firstlight.cutover.live.queries import run_named
from firstlight.cutover.live.texts import texts_of
from firstlight.cutover.models import Run
from firstlight.cutover.policies import MAY_RUN
from firstlight.ledger.queries import touching
from firstlight.letters.queries import all_about, has_mail
from firstlight.reporting.run_messages import about, recipients
from firstlight.web.keeping import kept
from firstlight.web.listing import asked, narrowed, window
from firstlight.web.pages import lists
from firstlight.web.pages import run_messages as page
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.views.run_reports import run_way
from firstlight.webhooks.policies import MAY_SUBSCRIBE
from firstlight.webhooks.queries import attempts_at, listening
from firstlight.workspace.models import Person
from firstlight.workspace.policies import MAY_VIEW_CUTOVER


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def messages(viewing: Viewing, ref: str) -> HttpResponse:
    """The prepared texts with who would get them, and every letter of the run with what became of it."""
    run = run_named(viewing.project, ref)
    written = all_about(viewing.project, about(run))
    counts = dict(written.order_by().values_list("state").annotate(Count("pk")))
    spec = page.letters(viewing.project.clock_offset)
    ask = asked(viewing.request, spec)
    part = window(narrowed(written, spec, ask), ask)
    prepared = kept(viewing, ("messages of a run", ref), lambda: _prepared(viewing, run))
    return show(
        viewing, "cutover_run_messages.html", _("Messages"), *run_way(viewing, ref, run.title), run=run,
        prepared=prepared, may_word=MAY_RUN.allows(viewing.context), **_told(viewing, run),
        listed=lists.shown(_("Messages"), spec, ask, part), standing=page.standing(counts), written=bool(counts),
        has_mail=has_mail(), project_zone=ZoneInfo(run.time_zone),
    )  # fmt: skip


def _prepared(viewing: Viewing, run: Run) -> list[page.PreparedLine]:
    people = list(Person.objects.filter(project=viewing.project).order_by("name"))
    found = prepared_of(run, viewing.context.now)
    return page.prepared_lines(run, found, texts_of(viewing.project), people, recipients)


def _told(viewing: Viewing, run: Run) -> dict[str, Any]:
    """What other programs were told of the run, for who may see the webhooks. Two queries."""
    if not MAY_SUBSCRIBE.allows(viewing.context):
        return {"told": None}
    attempts = attempts_at(viewing.project, OCCASION_TOLD.code)
    if not attempts:
        return {"told": (), "listens": listening(viewing.project, OCCASION_TOLD.code)}
    about_it = touching(viewing.project, (), [(OCCASION, f"{run.ref}/")], most=500)
    entries = {entry.sequence: entry.subject_text for entry in about_it}
    return {"told": page.told_lines(attempts, entries, viewing.project.clock_offset), "listens": True}


@require_POST
@project_page(MAY_RUN)
def words(viewing: Viewing, ref: str) -> HttpResponse:
    """Put the project's own words in place of a prepared text, or take the shipped ones again."""
    run_named(viewing.project, ref)
    given = viewing.request.POST
    shipped = given.get("act") == "shipped"
    word_message(
        viewing.context, event=given.get("event", ""), language=given.get("language", ""),
        subject="" if shipped else given.get("subject", ""), body="" if shipped else given.get("body", ""),
    )  # fmt: skip
    return back_to(viewing, "cutover-run-messages", ref, said=_("The words are kept, for all runs of the project."))

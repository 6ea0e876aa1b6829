"""Messages of a run: what is prepared, and what was sent."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db.models import Count
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstlight.cutover.actions import word_message
from firstlight.cutover.live.prepared import prepared_of
from firstlight.cutover.live.queries import run_named
from firstlight.cutover.live.texts import texts_of
from firstlight.cutover.policies import MAY_RUN
from firstlight.letters.queries import all_about, has_mail
from firstlight.reporting.run_messages import about, recipients
from firstlight.web.listing import asked, narrowed, window
from firstlight.web.pages import lists
from firstlight.web.pages import run_messages as page
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.views.run_reports import run_way
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
    people = list(Person.objects.filter(project=viewing.project).order_by("name"))
    return show(
        viewing, "cutover_run_messages.html", _("Messages"), *run_way(viewing, ref, run.title), run=run,
        prepared=page.prepared_lines(
            run, prepared_of(run, viewing.context.now), texts_of(viewing.project), people, recipients
        ),
        may_word=MAY_RUN.allows(viewing.context),
        listed=lists.shown(_("Messages"), spec, ask, part), standing=page.standing(counts), written=bool(counts),
        has_mail=has_mail(), project_zone=ZoneInfo(run.time_zone),
    )  # fmt: skip


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

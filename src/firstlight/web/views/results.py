"""Bringing in files of test results: chosen, looked at, brought in as one, taken back as one."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from firstlight.intake.folder.uploads import forget_upload, hold, upload_of
from firstlight.kernel.errors import Invalid, NotFound
from firstlight.testing.actions import import_result_files, withdraw_results
from firstlight.testing.models import Cycle
from firstlight.testing.policies import MAY_EDIT_TESTS
from firstlight.testing.previewing import preview_results
from firstlight.testing.queries import batch_named
from firstlight.web import wording
from firstlight.web.forms.answering import show_form
from firstlight.web.forms.results import ResultsForm
from firstlight.web.pages import results as page
from firstlight.web.saying import SeeOther, back_to
from firstlight.web.showing import Step, show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.workspace.queries import today_in

_SALT = "firstlight.results"


def _way(viewing: Viewing) -> Step:
    return _("Testing"), reverse("testing", args=[viewing.project.slug])


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_EDIT_TESTS)
def results_import(viewing: Viewing) -> HttpResponse:
    """Choose files and their cycle; nothing of them counts before the preview is applied."""
    cycles = list(Cycle.objects.filter(project=viewing.project).order_by("-start", "ref"))
    given = sent(viewing)
    chosen = viewing.request.GET.get("cycle", "") or _running(cycles, today_in(viewing.context))
    files = viewing.request.FILES if given is not None else None
    form = ResultsForm(given, files, [(one.ref, one.title) for one in cycles], chosen)
    said = form.given() if form.is_valid() else {}
    if said and form.is_valid():
        return SeeOther(reverse("results-preview", args=[viewing.project.slug, _held(viewing, said)]))
    lede = _(
        "Nothing counts yet: the next page says what is in each file, which cases it is of, and what would change."
    )
    return show_form(
        viewing, _("Import results"), form, _way(viewing), lede=lede, verb=_("Look at what they change"), files=True
    )


def _running(cycles: list[Cycle], today: date) -> str:
    """The cycle that runs today, else the one that began last."""
    begun = [one for one in cycles if one.start is None or one.start <= today]
    running = [one for one in begun if one.start and (one.end is None or one.end >= today)]
    return next((one.ref for one in (*running, *begun, *cycles)), "")


def _held(viewing: Viewing, given: dict[str, Any]) -> str:
    """The files are kept for a day; what is answered names them, for this person in this project."""
    now = timezone.now()
    names = [[name, hold(file.file, now)] for name, file in given["sent"]]
    manifest = json.dumps([viewing.project.pk, viewing.user.pk, given["cycle_ref"], names]).encode()
    return signing.dumps(hold(io.BytesIO(manifest), now), salt=_SALT)


def _offered(viewing: Viewing, token: str) -> tuple[str, list[tuple[str, bytes]], list[str]]:
    """The cycle and the files by name; nobody else can look at them. NotFound when they are no longer kept."""
    try:
        digest = signing.loads(token, salt=_SALT, max_age=24 * 3600)
        project, user, cycle, names = json.loads(upload_of(digest).read_bytes())
    except (signing.BadSignature, ValueError):
        raise NotFound(_("There is nothing here.")) from None
    if (project, user) != (viewing.project.pk, viewing.user.pk):
        raise NotFound(_("There is nothing here."))
    return cycle, [(name, upload_of(one).read_bytes()) for name, one in names], [digest, *(one for _, one in names)]


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_EDIT_TESTS)
def results_preview(viewing: Viewing, upload: str) -> HttpResponse:
    """What the files would do to their cycle; sent, they are brought in, all of them or none."""
    cycle, files, held = _offered(viewing, upload)
    refused: Invalid | None = None
    if viewing.request.method == "POST":
        try:
            made = import_result_files(viewing.context, cycle_ref=cycle, files=files)
        except Invalid as error:
            refused = error
        else:
            for digest in set(held):
                forget_upload(digest)
            return _brought_in(viewing, len(files), {one.batch for one in made if one.imported == viewing.context.now})
    found = preview_results(viewing.project, cycle, files, viewing.context.now)
    response = show(
        viewing, "results_preview.html", _("What these results change"), _way(viewing),
        preview=page.preview(found, cycle), sentence=wording.said(refused.sentence) if refused else "",
        again=reverse("results-import", args=[viewing.project.slug]),
    )  # fmt: skip
    response.status_code = 422 if refused else 200
    return response


def _brought_in(viewing: Viewing, files: int, batches: set[str]) -> HttpResponse:
    said = ngettext("%(number)s file is in.", "%(number)s files are in.", files) % {"number": wording.number(files)}
    if len(batches) != 1:
        return back_to(viewing, "testing", said=_("These files were in already. Nothing was changed."), state="running")
    address = reverse("results-undo", args=[viewing.project.slug, batches.pop()])
    undo = format_html('{} <a class="fl-undo" data-post href="{}">{}</a>', said, address, _("Undo"))
    return back_to(viewing, "testing", said=undo)


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_EDIT_TESTS)
def results_undo(viewing: Viewing, batch: str) -> HttpResponse:
    """What came in together; then it is taken back."""
    imports = batch_named(viewing.project, batch, viewing.context.now)
    if viewing.request.method == "POST":
        count = withdraw_results(viewing.context, batch=batch)
        said = ngettext(
            "%(number)s file of results no longer counts.", "%(number)s files of results no longer count.", count
        )
        return back_to(viewing, "testing", said=said % {"number": wording.number(count)})
    return show(viewing, "results_undo.html", _("Take results back"), _way(viewing), files=imports)

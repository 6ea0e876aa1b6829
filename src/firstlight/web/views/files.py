"""The whole project as files: taken along, and brought in with a preview of what changes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core import signing
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstlight.intake.folder import Choice, LoadedFolder, give_folder, load_folder
from firstlight.intake.folder.archives import unpacked, write_zip
from firstlight.intake.folder.uploads import forget_upload, keep_upload, upload_of
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.web import wording
from firstlight.web.exporting import under
from firstlight.web.forms.answering import show_form
from firstlight.web.forms.files import FolderForm
from firstlight.web.pages import files as page
from firstlight.web.saying import SeeOther, back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.workspace.policies import MAY_EXPORT_PROJECT, MAY_IMPORT
from firstlight.workspace.queries import zone_of

_SALT = "firstlight.folder"


@require_http_methods(["GET", "HEAD", "POST"])
@project_page()
def files(viewing: Viewing) -> HttpResponse:
    """Take the project along, or upload a folder and look at what it would change."""
    request, form = viewing.request, FolderForm(label_suffix="")
    if request.method == "POST":
        MAY_IMPORT.check(viewing.context)
        form = FolderForm(request.POST, request.FILES, label_suffix="")
        if form.is_valid():
            file = form.cleaned_data["folder"]
            try:
                digest = keep_upload(file.file, file.size, file.name, timezone.now())
                token = signing.dumps([viewing.project.pk, viewing.user.pk, digest, file.name], salt=_SALT)
                return SeeOther(reverse("folder-preview", args=[viewing.project.slug, token]))
            except Invalid as refused:
                form.add_error("folder", wording.said(refused.sentence))
    may = {"take": MAY_EXPORT_PROJECT.allows(viewing.context), "bring": MAY_IMPORT.allows(viewing.context)}
    return show_form(viewing, _("Files"), form, template="files.html", may=may)


@require_safe
@project_page(MAY_EXPORT_PROJECT)
def project_zip(viewing: Viewing) -> HttpResponse:
    """The whole project as a zip of its folder."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    write_zip(out, viewing.project.slug, give_folder(viewing.context))
    out.seek(0)
    return under(FileResponse(out, content_type="application/zip"), f"{viewing.project.slug}.zip")


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_IMPORT)
def folder_preview(viewing: Viewing, upload: str) -> HttpResponse:
    """What an uploaded folder would change; sent, it does so, all of it or nothing."""
    digest, name = _upload(viewing, upload)
    given = viewing.request.POST
    without = frozenset(given.getlist("offered")) - frozenset(given.getlist("take"))
    trial = _load(viewing, digest, name, Choice(trial=True))
    seen = page.fingerprint(trial)
    if viewing.request.method == "POST":
        if given.get("seen") != seen:
            raise Conflict(_("The project changed since you looked. Look at the preview again before you apply it."))
        loaded = _load(viewing, digest, name, Choice(without=without))
        forget_upload(digest)
        rows = sum(len(one.changes) for one in loaded.differences)
        said = _("The folder is in: {rows} rows changed.").format(rows=f"{rows:,}")
        return back_to(viewing, "files", said=said)
    context: dict[str, Any] = {"trial": trial, "seen": seen, "name": name}
    zone = zone_of(viewing.project)
    context["lists"] = page.list_lines(trial.differences, zone)
    context["withheld"] = page.list_lines(trial.withheld, zone)
    way = (_("Files"), reverse("files", args=[viewing.project.slug]))
    return show(viewing, "folder_preview.html", _("What this folder would change"), way, **context)


def _upload(viewing: Viewing, token: str) -> tuple[str, str]:
    """Whose upload it is: nobody else can look at it, nor bring it into another project."""
    try:
        project, user, digest, name = signing.loads(token, salt=_SALT, max_age=24 * 3600)
    except (signing.BadSignature, ValueError):
        raise NotFound(_("There is nothing here.")) from None
    if (project, user) != (viewing.project.pk, viewing.user.pk):
        raise NotFound(_("There is nothing here."))
    return digest, name


def _load(viewing: Viewing, digest: str, name: str, choice: Choice) -> LoadedFolder:
    path: Path = upload_of(digest)
    with path.open("rb") as file, unpacked(file, name) as root:
        return load_folder(viewing.context, root, as_of=viewing.context.now, into=viewing.project, choice=choice)

"""Starting a project on a page: from its name, from a folder with a preview, or as the example."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstlight.intake.examples import EXAMPLE, example_folder
from firstlight.intake.folder.archives import unpacked
from firstlight.intake.folder.uploads import forget_upload, keep_upload, upload_of
from firstlight.kernel.errors import NotFound
from firstlight.packs.queries import loaded_versions
from firstlight.web import founding
from firstlight.web.account import Own, account_page
from firstlight.web.forms.answering import tried
from firstlight.web.forms.files import FolderForm
from firstlight.web.forms.projects import NewProjectForm, in_sent_zone
from firstlight.web.pages import founding as page
from firstlight.web.saying import SeeOther, say
from firstlight.web.surroundings import viewer_zone
from firstlight.workspace.models import Project
from firstlight.workspace.policies import MAY_ADD_PROJECTS
from firstlight.workspace.queries import founding_context

_SALT = "firstlight.new-project"
either = require_http_methods(["GET", "HEAD", "POST"])


@either
@account_page()
def project_new(own: Own) -> HttpResponse:
    """Start a project from its name; or upload a folder; or load the example."""
    _check(own)
    zone = viewer_zone(own.request)
    form = NewProjectForm(own.sent, packs=loaded_versions(), zone=str(zone or settings.TIME_ZONE))
    made: list[Project] = []
    now = own.context.now
    with in_sent_zone(own.sent):
        done = tried(form, lambda said: made.append(founding.found(own.user, now, form.profile(), form.chosen())))
    if done:
        return _to(own, made[0], _("The project is there, and you are its lead."))
    return _page(own, form, FolderForm(label_suffix=""))


@require_POST
@account_page()
def project_new_folder(own: Own) -> HttpResponse:
    """Keep an uploaded folder, and show what it would be."""
    _check(own)
    form = FolderForm(own.request.POST, own.request.FILES, label_suffix="")
    sent: list[str] = []

    def keep(said: dict[str, Any]) -> None:
        file = said["folder"]
        digest = keep_upload(file.file, file.size, file.name, own.context.now)
        sent.append(signing.dumps([own.user.pk, digest, file.name], salt=_SALT))

    if tried(form, keep):
        return SeeOther(reverse("project-new-preview", args=sent))
    zone = viewer_zone(own.request)
    return _page(own, NewProjectForm(None, packs=loaded_versions(), zone=str(zone or settings.TIME_ZONE)), form)


@either
@account_page()
def project_new_preview(own: Own, upload: str) -> HttpResponse:
    """What an uploaded folder would be as a project of its own; sent, it is one."""
    _check(own)
    digest, name = _upload(own, upload)
    now = own.context.now
    with upload_of(digest).open("rb") as file, unpacked(file, name) as root:
        if own.request.method == "POST":
            project = founding.bring(own.user, now, root)
            forget_upload(digest)
            return _to(own, project, _("The folder is a project now, and you are its lead."))
        trial = founding.try_folder(own.user, now, root)
    context = {"title": _("The folder as a new project"), "trial": trial, "lists": page.lists(trial), "name": name}
    zone = viewer_zone(own.request)
    return render(own.request, "firstlight/project_new_preview.html", {**context, "project_zone": zone})


@require_POST
@account_page()
def project_new_example(own: Own) -> HttpResponse:
    """The example as a project of its own, to look around in."""
    _check(own)
    project = founding.bring(own.user, own.context.now, example_folder(EXAMPLE))
    return _to(own, project, _("The example is loaded, and you are its lead."))


def _check(own: Own) -> None:
    MAY_ADD_PROJECTS.check(founding_context(own.user, own.context.now))


def _to(own: Own, project: Project, said: str) -> HttpResponse:
    say(own.request, said)
    return SeeOther(reverse("home", args=[project.slug]))


def _page(own: Own, form: NewProjectForm, folder: FolderForm) -> HttpResponse:
    context = {"title": _("New project"), "form": form, "folder_form": folder}
    status = 422 if form.errors or folder.errors else 200
    return render(own.request, "firstlight/project_new.html", context, status=status)


def _upload(own: Own, token: str) -> tuple[str, str]:
    """Whose upload it is: nobody else can look at it."""
    try:
        user, digest, name = signing.loads(token, salt=_SALT, max_age=24 * 3600)
    except (signing.BadSignature, ValueError):
        raise NotFound("There is nothing here.") from None
    if user != own.user.pk:
        raise NotFound("There is nothing here.")
    return digest, name

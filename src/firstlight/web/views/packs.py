"""Checklists: the pinned packs, each on its page, and what a newer version would change."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstlight.kernel.errors import NotFound
from firstlight.packs.models import PinnedPack
from firstlight.packs.queries import (
    areas_of,
    newer_versions,
    pack_version,
    pins_of,
    tailoring_of,
    version_named,
    waivers_of,
)
from firstlight.packs.rules import compare_packs
from firstlight.web.pages import packs as page
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.workspace.policies import MAY_VIEW_READINESS


@require_safe
@project_page(MAY_VIEW_READINESS)
def packs(viewing: Viewing) -> HttpResponse:
    """What the project is judged by, and what it makes of it."""
    project = viewing.project
    pins = pins_of(project)
    titles = page.titles_of(areas_of(project))
    lines = page.pack_lines([(pin, pack_version(pin.pack)) for pin in pins], newer_versions(pins))
    return show(
        viewing,
        "packs.html",
        _("Checklists"),
        packs=lines,
        tailored=page.tailored_lines(tailoring_of(project), titles),
        waivers=page.waiver_lines(waivers_of(project, viewing.context.now).values(), titles),
    )


@require_safe
@project_page(MAY_VIEW_READINESS)
def pack(viewing: Viewing, ref: str) -> HttpResponse:
    """One pinned pack with every area, every check and all else it holds."""
    content = pack_version(_pinned(viewing, ref).pack)
    known = {check.ref for area in areas_of(viewing.project) for check in area.checks}
    context: dict[str, Any] = {"pack": content, "areas": page.area_texts(content), "more": page.more_lists(content)}
    return show(viewing, "pack.html", f"{content.title} {content.version}", _way(viewing), known=known, **context)


@require_safe
@project_page(MAY_VIEW_READINESS)
def pack_difference(viewing: Viewing, ref: str, version: str) -> HttpResponse:
    """What another loaded version would change, check by check. Nothing changes by looking."""
    pin = _pinned(viewing, ref)
    old, new = pack_version(pin.pack), pack_version(version_named(f"{ref}@{version}"))
    lines = compare_packs(old, new)
    title = _("%(pack)s: %(old)s and %(new)s") % {"pack": old.title, "old": old.version, "new": new.version}
    counts = page.upgrade_counts(lines)
    return show(viewing, "pack_difference.html", title, _way(viewing), old=old, new=new, lines=lines, counts=counts)


def _pinned(viewing: Viewing, ref: str) -> PinnedPack:
    found = next((pin for pin in pins_of(viewing.project) if pin.ref == ref), None)
    if found is None:
        raise NotFound(_("The project is not judged by a pack of that name."))
    return found


def _way(viewing: Viewing) -> tuple[str, str]:
    return _("Checklists"), reverse("packs", args=[viewing.project.slug])

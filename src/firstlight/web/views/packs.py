"""Checklists: the pinned packs, each on its page, and what a newer version would change."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstlight.cutover.live.texts import texts_of
from firstlight.kernel.errors import NotFound
from firstlight.packs.actions import pin_pack, unpin_pack
from firstlight.packs.models import PinnedPack
from firstlight.packs.policies import MAY_PIN, MAY_TAILOR
from firstlight.packs.queries import (
    areas_of,
    newer_versions,
    offered_versions,
    pack_version,
    pins_of,
    tailoring_of,
    version_named,
    waivers_of,
)
from firstlight.packs.rules import compare_packs
from firstlight.packs.shipped import newest_shipped
from firstlight.web.forms.answering import show_form, tried
from firstlight.web.forms.tailoring import UnpinForm
from firstlight.web.pages import packs as page
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.workspace.policies import MAY_VIEW_READINESS


@require_safe
@project_page(MAY_VIEW_READINESS)
def packs(viewing: Viewing) -> HttpResponse:
    """What the project is judged by, and what it makes of it."""
    project = viewing.project
    pins = pins_of(project)
    titles = page.titles_of(areas_of(project))
    may = {"pin": MAY_PIN.allows(viewing.context), "tailor": MAY_TAILOR.allows(viewing.context)}
    lines = page.pack_lines([(pin, pack_version(pin.pack)) for pin in pins], newer_versions(pins))
    return show(
        viewing,
        "packs.html",
        _("Checklists"),
        packs=lines,
        offered=page.offered_lines([(one, pack_version(one)) for one in offered_versions(pins)]) if may["pin"] else [],
        may=may,
        tailored=page.tailored_lines(tailoring_of(project), titles),
        waivers=page.waiver_lines(waivers_of(project, viewing.context.now).values(), titles),
    )


@require_safe
@project_page(MAY_VIEW_READINESS)
def pack(viewing: Viewing, ref: str) -> HttpResponse:
    """One pinned pack with every area, every check and all else it holds."""
    content = pack_version(_pinned(viewing, ref).pack)
    known = page.titles_of(areas_of(viewing.project))
    context: dict[str, Any] = {
        "pack": content,
        "areas": page.area_texts(content),
        "more": page.more_lists(content, known),
    }
    return show(viewing, "pack.html", f"{content.title} {content.version}", _way(viewing), **context)


@require_safe
@project_page(MAY_VIEW_READINESS)
def pack_difference(viewing: Viewing, ref: str, version: str) -> HttpResponse:
    """What another loaded version would change, check by check. Nothing changes by looking."""
    pin = _pinned(viewing, ref)
    old, new = pack_version(pin.pack), pack_version(version_named(f"{ref}@{version}"))
    lines = compare_packs(old, new, newest_shipped())
    own = [f"message.{event}.{language}" for event, language in texts_of(viewing.project).own]
    title = _("%(pack)s: %(old)s and %(new)s") % {"pack": old.title, "old": old.version, "new": new.version}
    counts = page.upgrade_counts(lines)
    context = {
        "old": old,
        "new": new,
        "lines": page.upgrade_lines(lines),
        "counts": counts,
        "own": own,
        "may_pin": MAY_PIN.allows(viewing.context),
    }
    return show(viewing, "pack_difference.html", title, _way(viewing), **context)


@require_POST
@project_page(MAY_PIN)
def pack_pin(viewing: Viewing, ref: str, version: str) -> HttpResponse:
    """Judge by this version from now on, instead of the one that the page named."""
    found = version_named(f"{ref}@{version}")
    pin_pack(viewing.context, found, instead_of=viewing.request.POST.get("instead_of", ""))
    said = _("The project is judged by %(title)s %(version)s from now on. Judge again to see what it says.")
    return back_to(viewing, "packs", said=said % {"title": found.title, "version": found.version})


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_PIN)
def pack_unpin(viewing: Viewing, ref: str) -> HttpResponse:
    """Judge by this pack no longer, once somebody has seen how many checks leave with it."""
    pin = _pinned(viewing, ref)
    form = UnpinForm(sent(viewing), version=pin.pack.version)
    if tried(form, lambda said: unpin_pack(viewing.context, ref, version=said["version"])):
        return back_to(viewing, "packs", said=_("The checklist is no longer pinned. What was recorded stays."))
    count = sum(1 for _check in pack_version(pin.pack).checks())
    lede = _("%(count)s checks leave the project. What was recorded for them stays in the ledger, and counts again "
             "when the checklist is pinned again.") % {"count": count}  # fmt: skip
    title = _("Unpin %(title)s") % {"title": pin.pack.title}
    return show_form(viewing, title, form, _way(viewing), lede=lede, verb=_("Unpin checklist"))


def _pinned(viewing: Viewing, ref: str) -> PinnedPack:
    found = next((pin for pin in pins_of(viewing.project) if pin.ref == ref), None)
    if found is None:
        raise NotFound(_("The project is not judged by a pack of that name."))
    return found


def _way(viewing: Viewing) -> tuple[str, str]:
    return _("Checklists"), reverse("packs", args=[viewing.project.slug])

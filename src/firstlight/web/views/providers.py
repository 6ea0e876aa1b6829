"""The page of a provider: by a link, without an account, on a phone. It says how its dependencies stand."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from firstlight.dependencies.actions import give_word
from firstlight.dependencies.models import Dependency
from firstlight.dependencies.policies import MAY_EDIT_DEPENDENCIES
from firstlight.dependencies.queries import asked_by_link, link_subject, rows_of, seen_of, standing_rows, words_on
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.web import wording
from firstlight.web.forms.providers import WordForm
from firstlight.web.guests import GuestViewing, guest_page, show_to_guest
from firstlight.web.pages import dependency as page
from firstlight.web.saying import SeeOther
from firstlight.web.views.dependency import place_problems
from firstlight.workspace.guests import Subject
from firstlight.workspace.models import Project
from firstlight.workspace.queries import today_in, zone_of

#: So many of their own words stand below the form.
WORDS = 5


def _subjects(project: Project) -> list[Subject]:
    """Everyone who still has something to deliver."""
    rows = rows_of(project).filter(in_scope=True, delivered_on=None)
    return list(dict.fromkeys((link_subject(row), row.provider or str(row)) for row in rows))


@guest_page("provider", title="Dates of a provider", policy=MAY_EDIT_DEPENDENCIES, subjects=_subjects, writes=True)
def provider(guest: GuestViewing) -> HttpResponse:
    """What is waited for; where it is one thing, that one at once."""
    rows = list(asked_by_link(guest.project, guest.link).filter(in_scope=True))
    wanted = guest.rest.strip("/")
    waiting = [row for row in rows if row.delivered_on is None]
    named = [row for row in rows if row.ref == wanted]
    if wanted and not named:
        return _gone(guest)
    if named or len(rows) == 1:
        return _one(guest, named[0] if named else rows[0], alone=len(rows) == 1)
    if guest.request.method == "POST":
        return _gone(guest)
    standing = standing_rows(guest.project, guest.context.now, rows)
    today = today_in(guest.context)
    lines = [
        {"row": row, "url": _address(guest, row.dependency), "standing": page.standing(row, today)[0]}
        for row in standing
    ]
    title = _("What is waited for") if waiting else _("Nothing is waited for any more")
    return show_to_guest(guest, "guest_provider_all.html", title, lines=lines)


def _one(guest: GuestViewing, row: Dependency, *, alone: bool) -> HttpResponse:
    """One thing: the form, or once it was sent, what came of it."""
    post, today = guest.request.method == "POST", today_in(guest.context)
    form = WordForm(guest.request.POST if post else None, row, today, seen=seen_of(row))
    status = 422 if post else 200
    if post and form.is_valid():
        try:
            said = {"ref": row.ref, "said": form.said(), "seen": form.cleaned_data["seen"]}
            give_word(guest.context, guest.link, **said)
            return SeeOther(guest.here if alone else _address(guest, row))
        except NotFound:
            return _gone(guest)
        except Conflict as refusal:
            form.look_again(wording.said(refusal.sentence), seen_of(row))
            status = 409
        except Invalid as refusal:
            place_problems(form, refusal)
    response = show_to_guest(guest, "guest_provider.html", row.title, form=form, **_about(guest, row))
    response.status_code = status
    return response


def _about(guest: GuestViewing, row: Dependency) -> dict[str, Any]:
    today, zone = today_in(guest.context), zone_of(guest.project)
    standing = standing_rows(guest.project, guest.context.now, [row])[0]
    words = words_on(row)
    own = words[0] if words and not words[0].taken_down_by else None
    late = (row.promised - standing.needed_by).days if row.promised and standing.needed_by else 0
    return {
        "row": standing,
        "one": row,
        "late": max(0, late),
        "requirements": page.requirement_lines(row.requirements.filter(dropped=False), today),
        "words": page.word_lines(words[:WORDS]),
        "noted": page.word_line(own) if own and own.said.astimezone(zone).date() == today else None,
    }


def _address(guest: GuestViewing, row: Dependency) -> str:
    token = guest.here.rstrip("/").rpartition("/")[2]
    return reverse("guest-part", args=[token, f"{row.ref}/"])


def _gone(guest: GuestViewing) -> HttpResponse:
    """What was asked is no longer waited for. Nothing was changed by what was sent."""
    response = show_to_guest(guest, "guest_provider_gone.html", _("This is no longer waited for"))
    response.status_code = 410
    return response

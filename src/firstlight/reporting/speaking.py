"""Paper in the language of whoever reads it."""

from __future__ import annotations

from datetime import datetime

from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext, pgettext

from firstlight.cutover.rules.findings.people import same_person
from firstlight.kernel.context import ProjectLike
from firstlight.reporting.run_sheet_words import Speech
from firstlight.workspace.languages import own_language
from firstlight.workspace.models import Person


def speech() -> Speech:
    """What run sheets say, in the language that is on."""
    return Speech(get_language() or "en", gettext, _day)


def _day(at: datetime) -> str:
    return format_date(at, pgettext("how a day is written", "D j M Y"))


def language_for(project: ProjectLike, name: str, otherwise: str = "") -> str:
    """The language of the person of that name, where it is known; else `otherwise`, or without it what is on."""
    people = Person.objects.filter(project_id=project.pk).select_related("user") if name else ()
    found = next((one for one in people if same_person(one.name, name)), None)
    return (own_language(found) if found else "") or otherwise or get_language() or "en"

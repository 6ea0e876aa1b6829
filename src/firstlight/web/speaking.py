"""Paper in the language of whoever reads it."""

from __future__ import annotations

from django.utils.translation import get_language

from firstlight.cutover.rules.findings.people import same_person
from firstlight.kernel.context import ProjectLike
from firstlight.reporting.run_sheet_words import Speech
from firstlight.web import wording
from firstlight.web.figures import weekday
from firstlight.workspace.languages import own_language
from firstlight.workspace.models import Person


def speech() -> Speech:
    """What run sheets say, in the language of the page."""
    return Speech(get_language() or "en", wording.said, weekday)


def language_for(project: ProjectLike, name: str) -> str:
    """The language of the person of that name, where it is known; else that of the page."""
    people = Person.objects.filter(project_id=project.pk).select_related("user") if name else ()
    found = next((one for one in people if same_person(one.name, name)), None)
    return (own_language(found) if found else "") or get_language() or "en"

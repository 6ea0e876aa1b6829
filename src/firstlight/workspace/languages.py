"""In which language somebody is written to."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.conf.locale import LANG_INFO

from firstlight.workspace.models import Person


def language_of(person: Person) -> str:
    """The language of somebody, else that of the installation. One of those that the product speaks."""
    return own_language(person) or settings.LANGUAGE_CODE


def own_language(person: Person) -> str:
    """The language somebody chose for themselves, else the one that the list of people names; "" for neither."""
    return (person.user.language if person.user else "") or language_called(person.language)


def language_called(words: str) -> str:
    """The code of a language as people write it down (German, Deutsch, de-CH); "" for one that is not spoken here."""
    plain = words.strip().casefold()
    return _names().get(plain, "") or _names().get(plain.partition("-")[0].strip(), "")


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, own in settings.LANGUAGES:
        info = LANG_INFO.get(code, {})
        found |= {str(one).casefold(): code for one in (code, own, info.get("name"), info.get("name_local")) if one}
    return found

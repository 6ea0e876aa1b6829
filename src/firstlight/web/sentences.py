"""Sentences of the layers below in the language of the page, also those that were frozen long ago.

Those layers say “3 of 40 planned cases of UAT-1 have not passed.” The catalogues hold it with holes, “{missing:number}
of {whole:number} planned cases of {ref} have not passed.”, since the script that collects them has read the code that
says it (script/translations/forms.py). Here a sentence is recognised by what stands between the holes, and said again.

It is only said again where there is no doubt: where two forms fit, or one fits in two ways, the sentence stays English,
like all that people have written. What is in a hole stays as it is, but for what its kind names: a number or a day, a
word of ours (the form fits only where it is known), what is said, or a list of such words.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext

from firstlight.web.figures import day, either, joined

#: What the layers below can say: written by script/build-translations.
_FILE = Path(__file__).resolve().parents[1] / "locale" / "below.json"
#: What may stand in a hole of a kind.
_FITS = {"number": r"(-?\d[\d,]*(?:\.\d+)?)", "day": r"(\d{1,2} [A-Z][a-z]{2} \d{4})"}
_HOLE = re.compile(r"{(\w+)(?::(\w+))?}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_DAY, _ISO = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4}"), re.compile(r"\d{4}-\d\d-\d\d")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
#: Sentences stand behind each other; so many places are tried.
#: What stands between the items of a list, and what opens and closes a name.
_BETWEEN = re.compile(r", | and |[(“)”…]")
_REF, _LARGE = re.compile(r"[A-Z]+[\w.]*-?\d|\d"), re.compile(r"[A-Z“]")
#: How a word of ours stands in a list.
_IN_LISTS = (
    (re.compile(r"(?P<word>.+)"), "{word}"),
    (re.compile(r"the (?P<word>.+)"), "{word}"),
    (re.compile(r"(?P<rest>[\d,]+) (?P<word>.+)"), "{rest} {word}"),
    (re.compile(r"(?P<rest>.+) \((?P<word>.+)\)"), "{rest} ({word})"),
)
_BREAK, _BREAKS = re.compile(r"(?<=[.:;?…]) "), 12
#: Longer texts are nobody's reason.
_LONGEST = 4000


#: A sentence said again, and how many of its letters are ours for sure.
Told = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Form:
    """A sentence with holes. `fixed` says how many letters stand between them."""

    text: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    fixed: int

    def filled(self, text: str) -> Told | None:
        """The text in the language of the page; None where it is no such sentence, or not for sure."""
        found = {groups for pattern in _patterns(self.text) if (groups := _groups(pattern, text))}
        told = {said for groups in found if (said := self._said(groups)) is not None}
        return told.pop() if len(told) == 1 else None

    def _said(self, groups: tuple[str, ...]) -> Told | None:
        values: dict[str, str] = {}
        sure = self.fixed
        for name, kind, value in zip(self.names, self.kinds, groups, strict=True):
            said = _KINDS[kind](value)
            if said is None:
                return None
            values[name] = said[0]
            sure += said[1]
        return _HOLE.sub(lambda hole: values[hole.group(1)], gettext(self.text)), sure


def _groups(pattern: re.Pattern[str], text: str) -> tuple[str, ...] | None:
    found = pattern.fullmatch(text)
    return found.groups() if found else None


@cache
def _patterns(text: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The form twice: with holes as small as can be, and as large. Where both find the same there is no doubt."""
    return re.compile(_pattern(text, "(.+?)"), re.DOTALL), re.compile(_pattern(text, "(.+)"), re.DOTALL)


def _pattern(text: str, anything: str) -> str:
    told, end, numbers = [], 0, dict[str, int]()
    for hole in _HOLE.finditer(text):
        name, kind = hole.group(1), hole.group(2) or ""
        told.append(re.escape(text[end : hole.start()]))
        if name in numbers:
            told.append(f"(?:\\{numbers[name]})")
        else:
            numbers[name] = len(numbers) + 1
            told.append(_FITS.get(kind, anything))
        end = hole.end()
    return "".join((*told, re.escape(text[end:])))


@dataclass(frozen=True, slots=True)
class Known:
    """All that the layers below can say: words and sentences as they are, and forms by a word that is in each."""

    plain: frozenset[str]
    forms: Mapping[str, tuple[Form, ...]]

    def fitting(self, text: str) -> set[Form]:
        """The forms that could be meant."""
        return {form for word in set(_WORD.findall(text)) for form in self.forms.get(word, ())}


@cache
def known() -> Known:
    """Read once."""
    texts: list[str] = json.loads(_FILE.read_text(encoding="utf-8"))
    holed = [text for text in texts if _HOLE.search(text)]
    words = {text: _fixed_words(text) for text in holed}
    often = Counter(word for found in words.values() for word in found)
    forms: dict[str, list[Form]] = {}
    for text, found in words.items():
        forms.setdefault(min(found, key=lambda word: (often[word], word)), []).append(_form(text))
    return Known(frozenset(texts) - set(holed), {word: tuple(found) for word, found in forms.items()})


def _form(text: str) -> Form:
    holes = {hole.group(1): hole.group(2) or "" for hole in _HOLE.finditer(text)}
    return Form(text, tuple(holes), tuple(holes.values()), len(_HOLE.sub("", text)))


def _fixed_words(text: str) -> set[str]:
    """Words that stand in every sentence of the form. What touches a hole could go on in it."""
    return {word for part in re.split(r"\S*{[^}]*}\S*", text) for word in _WORD.findall(part)} or set(
        _WORD.findall(_HOLE.sub(" ", text))
    )


def said(text: str) -> str:
    """In the language of the page, where it is a word or a sentence of ours; otherwise as it is."""
    return _said(get_language() or "", text)


def value(text: str) -> str:
    """A word of ours, however it begins; anything else as it is."""
    return _value(get_language() or "", text)


@lru_cache(maxsize=20_000)
def _value(language: str, text: str) -> str:
    found = _word(text) or _form_of(text, numbers=True) if len(text) <= _LONGEST else None
    return found[0] if found else text


@lru_cache(maxsize=20_000)
def _said(language: str, text: str) -> str:
    found = _whole(text) if len(text) <= _LONGEST else None
    return found[0] if found else gettext(text)


def _whole(text: str) -> Told | None:
    """A sentence of ours, or several behind each other, of which some may be somebody's: what is surest."""
    found = [told for told in (_one(text), *_in_two(text)) if told]
    return max(found, key=lambda told: told[1], default=None)


def _in_two(text: str) -> Iterator[Told]:
    for place in list(_BREAK.finditer(text))[:_BREAKS]:
        first, rest = text[: place.start()], text[place.end() :]
        one, other = _one(first), _whole(rest)
        if one or other:
            yield f"{one[0] if one else first} {other[0] if other else rest}", _sure(one) + _sure(other)


def _sure(told: Told | None) -> int:
    return told[1] if told else 0


def _one(text: str) -> Told | None:
    """One sentence or word of ours. None where it is none, and where nobody can be sure which."""
    if text in known().plain:
        return gettext(text), len(text)
    return _form_of(text)


def _form_of(text: str, *, numbers: bool = False) -> Told | None:
    """By its form; or only by one that has nothing but `numbers` in its holes."""
    found = [told for form in known().fitting(text)
             if (not numbers or set(form.kinds) <= {"number", "day"}) and (told := form.filled(text))]  # fmt: skip
    most = max((sure for _, sure in found), default=0)
    best = {told for told in found if told[1] == most}
    return best.pop() if len(best) == 1 else None


def _word(value: str) -> Told | None:
    """A word of ours, however it begins; or a few with a number in them."""
    for one in (value, value[:1].upper() + value[1:], value[:1].lower() + value[1:]):
        if one in known().plain:
            return gettext(one), len(one)
    return None


def _strict(value: str) -> Told | None:
    return _word(value) or _form_of(value, numbers=True)


def _perhaps(value: str) -> Told:
    """What is said, where it is ours; it may stand inside a sentence, and so begin small."""
    return _word(value) or _whole(value) or _one(value[:1].upper() + value[1:]) or (value, 0)


def _list(value: str) -> Told | None:
    return (_several(value, lambda one: one), 0) if _is_name(value) else None


def _words(value: str) -> Told:
    if " or " in value:
        return either([_listed(one) for one in value.split(" or ")]), 0
    return _several(value, _listed), 0


def _listed(one: str) -> str:
    """The project lead; Ana Ruiz (project lead); 3 unmet; a priority; 4 conditions are open."""
    for pattern, form in _IN_LISTS:
        found = pattern.fullmatch(one)
        if found and (told := _strict(found.group("word"))):
            return form.format(rest=found.groupdict().get("rest"), word=told[0])
    return one


def _several(value: str, each: Callable[[str], str]) -> str:
    """A list: with “and”, “or” and “12 more” as the page says them, where they are for sure no part of a name."""
    if "; " in value:
        return "; ".join(each(one) for one in value.split("; "))
    before, more, rest = value.rpartition(" and ")
    if more and re.fullmatch(r"[\d,]+ more", rest):
        return joined([_several(before, each), gettext("%(count)s more") % {"count": number(rest.split()[0])}])
    items, signs = _parts(value)
    told = [each(one) for one in items]
    return joined(told) if " and " in signs else ", ".join(told)


def _parts(value: str) -> tuple[list[str], set[str]]:
    """The items of a list and what stands between them; inside a name it is part of that.

    A name is what stands in brackets or quotes, and what does not begin as the first item does: with a ref, or large.
    """
    parts, signs, depth, end = list[str](), set[str](), 0, 0
    begins = _REF if _REF.match(value) else _LARGE if _LARGE.match(value) else _WORD
    for found in _BETWEEN.finditer(value):
        sign = found.group(0)
        if sign in "(“":
            depth += 1
        elif sign in ")”…":
            depth = max(0, depth - 1)
        elif not depth and begins.match(value, found.end()):
            parts.append(value[end : found.start()])
            signs.add(sign)
            end = found.end()
    return [*parts, value[end:]], signs


def _is_name(text: str) -> bool:
    """Whether all that is opened in it is closed; a long name was cut before that."""
    opened, closed = (text.count(sign[0]) + text.count(sign[1]) for sign in ("(“", ")”"))
    return closed <= opened <= closed + text.count("…")


def number(value: str) -> str:
    """A number as the page writes it."""
    return number_format(value.replace(",", ""), use_l10n=True, force_grouping="," in value) if value else ""


def _any(value: str) -> str:
    """Anything: a day and a large number are written as the page does it."""
    if _DAY.fullmatch(value):
        return _day(value)
    if _ISO.fullmatch(value):
        return _day(value, "%Y-%m-%d")
    return number(value) if _GROUPED.fullmatch(value) else value


def _day(value: str, written: str = "%d %b %Y") -> str:
    try:
        return day(datetime.strptime(value, written).date())  # noqa: DTZ007  (a day has no zone)
    except ValueError:
        return value


def _plainly(how: Callable[[str], str]) -> Callable[[str], Told | None]:
    return lambda value: (how(value), 0) if _is_name(value) else None


_KINDS: Mapping[str, Callable[[str], Told | None]] = {
    "": _plainly(_any), "number": _plainly(number), "day": _plainly(_day),
    "word": _strict, "said": _perhaps, "list": _list, "words": _words,
}  # fmt: skip

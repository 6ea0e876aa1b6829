"""Baselines and their differences, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from firstlight.assurance.rules import SignatureFacts
from firstlight.contracts.rendering import Rendering
from firstlight.scope.baselines import SIGNED, Explained
from firstlight.scope.differences import FieldChange, ItemDifference, by_process, process_titles
from firstlight.scope.models import Baseline
from firstlight.web import wording
from firstlight.web.listing import Cell
from firstlight.web.pages.spans import day_words

#: Items of a difference that stand on one page.
MOST = 200

_KINDS = {"process": gettext_noop("Process"), "requirement": gettext_noop("Requirement"),
          "part": gettext_noop("Solution part"), "integration": gettext_noop("Integration"),
          "rollout": gettext_noop("Rollout")}  # fmt: skip
_STATES = {"added": "running", "removed": "unmet", "changed": "partly"}
_ICONS = {"added": "plus", "removed": "x", "changed": "pencil"}
_WORDS = {"added": gettext_noop("Added"), "removed": gettext_noop("Removed"), "changed": gettext_noop("Changed")}


@dataclass(frozen=True, slots=True)
class BaselineLine:
    """A baseline with who signed it."""

    baseline: Baseline
    signed_by: tuple[str, ...]


def baseline_lines(rows: Iterable[Baseline], given: Iterable[SignatureFacts]) -> list[BaselineLine]:
    """Each baseline with those whose signature on the scope is of the same content."""
    by_digest: dict[str, list[str]] = {}
    for one in given:
        if one.on == SIGNED:
            who = f"{one.person}, {wording.role_inside(one.role)}"
            if who not in by_digest.setdefault(one.digest, []):
                by_digest[one.digest].append(who)
    return [BaselineLine(row, tuple(by_digest.get(row.digest, ()))) for row in rows]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """An item that differs, with what was said about it and where one says it."""

    item: ItemDifference
    kind: str
    word: str
    state: str
    icon: str
    said: Explained | None
    url: str

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        """What is shown below the title: of what is new or gone not the title again."""
        return tuple(one for one in self.item.fields if self.item.what == "changed" or one.name != "Title")


@dataclass(frozen=True, slots=True)
class Group:
    """The differences of one process."""

    ref: str
    title: str
    lines: tuple[ChangeLine, ...]


def groups(
    found: Sequence[ItemDifference], titles: Mapping[str, str], said: Mapping[str, Explained], explain: str
) -> list[Group]:
    """Differences by process. `explain` is the address at which a reason is given; "" where none is asked for."""
    made = []
    for ref, ones in by_process(found):
        title = titles.get(ref, ref) if ref else _("Of no process")
        made.append(Group(ref, title, tuple(_line(one, said, explain) for one in ones)))
    return made


def _line(one: ItemDifference, said: Mapping[str, Explained], explain: str) -> ChangeLine:
    url = f"{explain}?{urlencode({'item': one.key})}" if explain else ""
    return ChangeLine(
        one,
        wording.said(_KINDS.get(one.kind, one.kind)),
        wording.said(_WORDS[one.what]),
        _STATES[one.what],
        _ICONS[one.what],
        said.get(one.key),
        url,
    )


def titles_of(*renderings: Rendering) -> dict[str, str]:
    """The titles of all processes that any of them names."""
    return process_titles(*renderings)


def counted(found: Sequence[ItemDifference]) -> str:
    """3 added, 1 removed, 2 changed; or that nothing differs."""
    numbers = {what: sum(one.what == what for one in found) for what in _WORDS}
    told = ", ".join(
        f"{wording.number(number)} {wording.small(wording.said(_WORDS[what]))}"
        for what, number in numbers.items()
        if number
    )
    return told or _("nothing differs")


FILE_HEADS = (
    gettext_noop("Kind"),
    gettext_noop("Ref"),
    gettext_noop("Title"),
    gettext_noop("Process"),
    gettext_noop("What"),
    gettext_noop("Field"),
    gettext_noop("Before"),
    gettext_noop("After"),
    gettext_noop("Reason"),
    gettext_noop("Agreed by"),
    gettext_noop("Agreed on"),
)


def file_rows(found: Iterable[ItemDifference], said: Mapping[str, Explained]) -> Iterable[tuple[Cell, ...]]:
    """One row for each field that differs."""
    for one in found:
        why = said.get(one.key)
        for field in one.fields:
            cells = (
                wording.said(_KINDS.get(one.kind, one.kind)), one.ref, one.title, one.process,
                wording.said(_WORDS[one.what]), field.name,
                field.before or "", field.after or "",
                why.reason if why else "", why.agreed_by if why else "",
                day_words(why.agreed_on, "") if why else "",
            )  # fmt: skip
            yield tuple(Cell(words) for words in cells)


def unexplained(found: Sequence[ItemDifference], said: Mapping[str, Explained]) -> str:
    """How many differences nobody gave a reason for, as a sentence; "" where all have one."""
    number = sum(1 for one in found if not (one.key in said and said[one.key].current))
    if not number:
        return ""
    sentence = ngettext(
        "%(count)s change without a reason that covers it.",
        "%(count)s changes without a reason that covers it.",
        number,
    )
    return sentence % {"count": wording.number(number)}

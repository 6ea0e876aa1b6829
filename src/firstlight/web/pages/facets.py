"""Work, readiness, completeness and maturity of a check, each in its own words; of an area, as counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from firstlight.web import wording

#: How each state of work is drawn.
_WORK_STATES = {"not-started": "waiting", "under-way": "running", "done": "met", "not-applicable": "not-applicable"}


def work_word(work: str) -> str:
    """Not started, Under way, Done."""
    known = {"not-started": _("Not started"), "under-way": _("Under way"), "done": _("Done")}
    return known.get(work, _("Does not apply"))


def maturity_word(maturity: str) -> str:
    """How sure it is."""
    base, signed, _rest = maturity.partition("-signed")
    known = {
        "nothing": _("Nothing known"),
        "word": _("One person’s word"),
        "word-with-evidence": _("A word with evidence"),
        "measured": _("Measured"),
    }
    said = known.get(base, _("Does not apply"))
    return _("%(base)s, signed") % {"base": said} if signed else said


@dataclass(frozen=True, slots=True)
class Facets:
    """The four facts of a check, as they are read. Completeness is empty where nothing is asked for."""

    work: str
    work_state: str
    readiness: str
    readiness_state: str
    completeness: str
    missing: str
    maturity: str
    age: str


def facets(check: Mapping[str, Any]) -> Facets | None:
    """The facts of a check in an assessment; None for one that was judged before they were told apart."""
    found = check.get("facets")
    if found is None:
        return None
    asked, age = found["asked"], found["age_days"]
    return Facets(
        work_word(found["work"]),
        _WORK_STATES.get(found["work"], "unknown"),
        wording.word(check["mark"]),
        check["mark"],
        _("%(given)d of %(asked)d") % found if asked else "",
        missing(found["missing"]),
        maturity_word(found["maturity"]),
        wording.days(age) if age else _("today") if age == 0 else "",
    )


def missing(names: Sequence[str]) -> str:
    """Missing: the evidence, 2 signatures; "" where nothing is."""
    counted = Counter(names)
    parts = [_("%(count)d signatures") % {"count": n} if n > 1 else wording.said(name) for name, n in counted.items()]
    return _("Missing: %(names)s") % {"names": ", ".join(parts)} if parts else ""


@dataclass(frozen=True, slots=True)
class Counted:
    """One of the four facts of an area: how many checks of each kind. `parts` are (how many, word)."""

    title: str
    parts: tuple[tuple[int, str], ...]


def counted(checks: Iterable[Mapping[str, Any]]) -> list[Counted]:
    """The four facts of an area as counts, never as one number. Checks that do not apply are left out."""
    told = [one for one in checks if one.get("facets") and one["status"] != "not-applicable" and not one["rolls_up"]]
    if not told:
        return []
    complete = Counter(not one["facets"]["missing"] for one in told)
    return [
        _counts(_("Work"), (work_word(one["facets"]["work"]) for one in told)),
        _counts(_("Readiness"), (wording.word(one["mark"]) for one in told)),
        Counted(
            _("Completeness"),
            tuple((n, w) for n, w in ((complete[True], _("Complete")), (complete[False], _("Incomplete"))) if n),
        ),
        _counts(_("Maturity"), (maturity_word(one["facets"]["maturity"]) for one in told)),
    ]


def _counts(title: str, said: Iterable[str]) -> Counted:
    return Counted(title, tuple((count, word) for word, count in Counter(said).most_common()))

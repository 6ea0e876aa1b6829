"""What is open to an organisation: its people may do what their roles allow, within what it sees."""

from __future__ import annotations

from collections.abc import Iterable

#: What can be opened to an organisation, and how that is said.
SUBJECTS: dict[str, str] = {
    "readiness": "Checks, assessments and the verdict",
    "decisions": "Reviews and decisions",
    "votes": "A vote on decisions, and accepting a risk",
    "scope": "Scope",
    "testing": "Testing",
    "dependencies": "All dependencies",
    "cutover": "Cutover",
    "actions": "All actions",
    "people": "Who is in the project",
    "ledger": "The ledger",
    "files": "Evidence and files",
}
EVERYTHING = frozenset(SUBJECTS)

#: What each kind of organisation sees unless somebody decides otherwise. A vendor is left with what it owns.
DEFAULTS: dict[str, frozenset[str]] = {
    "customer": EVERYTHING,
    "partner": EVERYTHING - {"votes"},
    "vendor": frozenset(),
}

#: Rights that are about another subject than the first part of their name says.
_SUBJECT_OF: dict[str, str] = {
    "decisions.vote": "votes",
    "packs.waive": "votes",
}
_SUBJECT_OF_AREA: dict[str, str] = {
    "assurance": "readiness",
    "packs": "readiness",
    "reviews": "decisions",
    "intake": "files",
}
#: Rights that no organisation is denied: to be there, and to see and do what is one's own.
_ALWAYS = frozenset({"project.view", "own-dependencies.view", "own-actions.view", "knowledge.confirm"})


def seen_by(kind: str, sees: Iterable[str] | None) -> frozenset[str]:
    """The subjects open to an organisation of that kind. None: what its kind usually sees."""
    return DEFAULTS[kind] if sees is None else frozenset(sees) & EVERYTHING


def within(rights: frozenset[str], seen: frozenset[str]) -> frozenset[str]:
    """The rights that are left to people of an organisation that sees these subjects.

    A right of an area that is no subject, such as that to change the project, is left only where everything that a
    partner usually sees is open.
    """
    if seen == EVERYTHING:
        return rights
    return frozenset(right for right in rights if right in _ALWAYS or _open(right, seen))


def _open(right: str, seen: frozenset[str]) -> bool:
    area = right.partition(".")[0]
    subject = _SUBJECT_OF.get(right) or _SUBJECT_OF_AREA.get(area, area)
    return subject in seen if subject in EVERYTHING else seen >= DEFAULTS["partner"]

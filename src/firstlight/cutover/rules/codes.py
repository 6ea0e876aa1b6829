"""Short codes of steps: said on the telephone, typed from paper, the same as long as the step has its ref."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

#: Without vowels, so that no word comes out, and without what looks like something else.
_SIGNS = "BCDFGHJKLMNPQRSTVWXZ23456789"
_LENGTH = 5


def codes_of(project: str, refs: Iterable[str]) -> dict[str, str]:
    """A code of five signs for each step of a project; two that would have the same get longer ones."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for ref in sorted(refs):
        number = int.from_bytes(hashlib.sha256(f"{project}\0{ref}".encode()).digest())
        whole = _written(number)
        length = _LENGTH
        while whole[:length] in taken:
            length += 1
        found[ref] = whole[:length]
        taken.add(whole[:length])
    return found


def _written(number: int) -> str:
    signs = []
    while number:
        number, rest = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[rest])
    return "".join(signs)


def step_of(code: str, project: str, refs: Iterable[str]) -> str:
    """The step of a code as somebody typed it, or "" for one that no step has."""
    wanted = "".join(code.upper().split()).replace("-", "")
    return next((ref for ref, own in codes_of(project, refs).items() if own == wanted), "")

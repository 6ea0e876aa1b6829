"""Which security role looks like one role for everybody. On plain values."""

from __future__ import annotations

from collections.abc import Mapping

from firstlight.testing.naming import loose

#: One role for so many kinds of users, and for more than so many of 100 runs, is hardly the role of a job.
KINDS_OF_USERS = 3
SHARE = 80


def looks_general(runs: Mapping[tuple[str, str], int], listed: Mapping[str, str]) -> str:
    """A sentence that names the role under which nearly everything was run; "" where there is none.

    `runs` counts by role and kind of user. `listed` are the roles that the project has said something of: those are
    not doubted.
    """
    whole = sum(runs.values())
    known = {loose(name) for name in listed}
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    users: dict[str, set[str]] = {}
    for (role, persona), number in runs.items():
        key = loose(role)
        if not key or key in known:
            continue
        names.setdefault(key, role)
        counts[key] = counts.get(key, 0) + number
        users.setdefault(key, set()).update({loose(persona)} - {""})
    for key, number in counts.items():
        if len(users[key]) >= KINDS_OF_USERS and number * 100 > whole * SHARE:
            return (
                f"{number:,} of {whole:,} runs, by {len(users[key])} kinds of users, were under {names[key]}, which "
                "looks like one role for everybody: say in the roles of tests/cases.xlsx what it is."
            )
    return ""

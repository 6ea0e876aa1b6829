"""What tokens can be made for, on plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

#: How every token begins: a scanner for leaked secrets finds it by this.
BEGINS = "flt_"
#: So many characters of a token are kept to tell it from others; they give nothing away.
SHOWN = 10
#: No token lasts longer than a year.
LONGEST = timedelta(days=366)
#: How many tokens that work one person may have in a project.
MOST = 20

#: Rights that are only exercised in person: what is signed, voted on or accepted needs somebody who is there.
IN_PERSON = frozenset(
    {
        "assurance.sign",
        "assurance.declare-immaterial",
        "packs.waive",
        "decisions.vote",
        "decisions.preside",
        "people.consent",
        "knowledge.confirm",
    }
)

_LISTS = frozenset({"scope.edit", "testing.edit", "dependencies.edit", "assurance.act"})


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a token goes: which rights of its owner it has, and which operations may write (none: all)."""

    title: str
    explain: str
    has: Callable[[str], bool]
    writes: frozenset[str] | None = None


#: From narrow to wide.
REACHES: Mapping[str, Reach] = {
    "read": Reach(
        "Read", "See what its owner may see. Change nothing.", lambda right: right.endswith(".view"), frozenset()
    ),
    "results": Reach(
        "Import results",
        "Read, and bring in files of test results and load results. For a build pipeline.",
        # A file of results is kept as evidence, which is what the second right is for; nothing else can be written.
        lambda right: right.endswith(".view") or right in ("testing.edit", "assurance.attest"),
        frozenset({"import_results", "preview_results", "import_load"}),
    ),
    "lists": Reach(
        "Work on lists",
        "Read, and change scope, tests, dependencies and actions. For a link with another tool.",
        lambda right: right.endswith(".view") or right in _LISTS,
    ),
    "all": Reach(
        "Everything I may",
        "All rights of its owner, but for what needs a person: signing, voting, accepting a risk.",
        lambda right: True,
    ),
}


def rights_within(reach: str, rights: frozenset[str]) -> frozenset[str]:
    """Those of the owner's rights that a token of this reach has."""
    return frozenset(right for right in rights if REACHES[reach].has(right)) - IN_PERSON

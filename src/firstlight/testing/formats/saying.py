"""What a file itself says of which case a test carries out: properties and tags, as producers write them.

JUnit, NUnit and TRX have properties, xUnit.net has traits: those whose name says that their value is the id of a case
or of a requirement are kept. Robot Framework has tags, NUnit, xUnit.net and TRX have categories: all of them are kept,
since any may be the ref of a case. Whether one is, only the project knows: see `testing.attaching`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

#: More of it is not kept.
LONGEST = 500
_MOST = 50
#: Names without case and signs: `test_id` of pytest, `TestCaseId` of MSTest and NUnit, `polarion-testcase-id`,
#: `test_key` of Xray, `testrail_id`, `requirements` of Xray.
_NAMES = frozenset(
    {
        "testid", "testkey", "testcaseid", "testcasekey", "testcase", "testcases", "testcaseref", "caseid", "caseids",
        "caseref", "case", "tcid", "tc", "tms", "tmsid", "testrailid", "testrailcaseid", "testrailcase", "polarionid",
        "polariontestcaseid", "xraytestkey", "xraykey", "zephyrid", "zephyrtestcase", "qaseid", "azuretestcaseid",
        "azureid", "workitem", "workitemid", "workitemids", "testplancaseid", "requirement", "requirements",
        "requirementid", "requirementids", "requirementkey",
    }
)  # fmt: skip
_CATEGORIES = frozenset({"category", "categories", "tag", "tags"})


def names_case(name: str) -> bool:
    """Whether a property of that name names a case or a requirement."""
    return len(name) <= 60 and re.sub(r"[^a-z]", "", name.lower()) in _NAMES


def is_word(name: str) -> bool:
    """The same, or whether it is one of the words that somebody tagged the test with."""
    return names_case(name) or name.strip().lower() in _CATEGORIES


def joined(values: Iterable[str]) -> str:
    """What is said as one text, each once: the first fifty, 500 characters at most."""
    each = dict.fromkeys(word for value in values if (word := " ".join(value.replace(";", ",").split())))
    return "; ".join(list(each)[:_MOST])[:LONGEST]


def by_place(said: Mapping[int, Iterable[str]], number: int) -> list[str]:
    """The same for so many tests, by their places; "" for those of which nothing is said."""
    return [joined(said[place]) if place in said else "" for place in range(number)] if said else [""] * number


def pieces(says: str) -> list[str]:
    """The single things that are said: a property may name several cases."""
    return [word for part in says.split(";") for one in part.split(",") if (word := one.strip().lstrip("@"))]

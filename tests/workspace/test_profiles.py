"""project.yaml: what a project says of itself, and every problem with its line."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.kernel.documents import Document, read_document
from firstlight.workspace.profile import KEYS, Profile, read_profile, slug_of

WHOLE = """\
schema: firstlight/project/1
name: Wave 1
organisation: Example Foods
product: finance-operations
approach: phased
time_zone: Europe/Berlin
go_live: 2026-12-07 05:00
cutover_window: {start: 2026-12-04 18:00, end: 2026-12-07 05:00}
users_at_go_live: 420
next_committee: 2026-11-24 14:00
phases:
  - {ref: implement, title: Implement, start: 2026-03-01, end: 2026-10-31}
  - {ref: prepare, title: Prepare, start: 2026-11-01}
parties:
  - {ref: partner, name: Example Partner, kind: partner, sees: [testing, scope]}
consent_needed: yes
packs: [go-live, change-management]
required_tests: [sit, uat]
profile: {isv: no, integrations: yes, regulated: ~}
as_of: 2026-11-20 09:40
"""
SMALL = "name: Wave 1\nproduct: finance-operations\ntime_zone: Europe/Berlin\n"


def read(words: str) -> tuple[Profile | None, list[str]]:
    profile, problems = read_profile(read_document(words.encode(), "project.yaml"))
    return profile, [str(problem) for problem in problems]


def test_a_whole_profile_is_read_in_the_zone_of_the_project() -> None:
    profile, problems = read(WHOLE)
    assert problems == []
    assert profile
    assert profile.go_live == datetime(2026, 12, 7, 4, tzinfo=UTC)
    assert profile.window == (datetime(2026, 12, 4, 17, tzinfo=UTC), datetime(2026, 12, 7, 4, tzinfo=UTC))
    assert [(phase.ref, phase.start, phase.end) for phase in profile.phases] == [
        ("implement", date(2026, 3, 1), date(2026, 10, 31)),
        ("prepare", date(2026, 11, 1), None),
    ]
    assert [(party.kind, party.sees) for party in profile.parties] == [("partner", ("scope", "testing"))]
    assert profile.consent_needed is True
    assert profile.answers == {"isv": False, "integrations": True}
    assert (profile.packs, profile.required_tests) == (("go-live", "change-management"), ("sit", "uat"))


def test_what_an_organisation_sees_is_one_of_the_subjects() -> None:
    profile, problems = read(WHOLE.replace("[testing, scope]", "[weather]"))
    assert profile is None
    assert "“weather” is not one of: readiness, decisions" in problems[0]
    assert read(WHOLE.replace("[testing, scope]", "all"))[0] is None


def test_a_profile_of_before_says_nothing_about_what_organisations_see() -> None:
    profile, problems = read(SMALL + "parties: [{ref: partner, name: Example Partner, kind: partner}]\n")
    assert profile
    assert not problems
    assert (profile.parties[0].sees, profile.consent_needed) == (None, None)


def test_little_is_enough() -> None:
    profile, problems = read(SMALL)
    assert problems == []
    assert profile
    assert (profile.slug, profile.required_tests, profile.window) == ("wave-1", ("sit", "uat", "performance"), None)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("colour: red\n", "row 4, column “colour”: “colour” is not a key of a project; known: schema, name,"),
        ("schema: firstlight/project/2\n", "This folder is of format 2; this version of Firstlight reads format 1."),
        ("go_live: 7/12/2026\n", "row 4, column “go_live”: “7/12/2026” is not accepted; expected a date and time"),
        ("go_live: [1]\n", "Expected a date and time such as 2026-12-07 05:00"),
        ("go_live: 2026-03-29 02:30\n", "the clocks change in Europe/Berlin"),
        ("cutover_window: {start: 2026-12-07}\n", "Expected start and end, nothing else"),
        ("cutover_window: [1, 2]\n", "Expected start and end, nothing else"),
        ("cutover_window:\n  start: 2026-12-07\n  end: 2026-12-06\n", "row 6, column “cutover_window.end”: The window"),
        ("users_at_go_live: many\n", "“many” is not accepted; expected a whole number from 0 to 10000000"),
        ("approach: slowly\n", "expected one of: Big bang, Phased"),
        ("phases: {a: b}\n", "Expected a list."),
        ("phases: [Prepare]\n", "Expected a group with ref, title, start and perhaps end."),
        (
            "phases:\n  - {ref: a, title: A, start: 2026-12-07, end: 2026-12-01}\n",
            "row 5, column “phases.0.end”: The phase ends",
        ),
        (
            "phases:\n  - {ref: a, title: A, start: 2026-12-07}\n  - {ref: a, title: B, start: 2026-12-08}\n",
            "row 6, column “phases.1.ref”: “a” stands twice.",
        ),
        ("phases:\n  - {ref: a, title: A, start: soon}\n", "row 5, column “phases.0.start”: “soon” is not accepted"),
        ("parties:\n  - {ref: a, name: A, kind: friend}\n", "expected one of: customer, partner, vendor"),
        ("parties:\n  - {ref: a, name: A}\n", "Expected a group with ref, name, kind and perhaps sees."),
        ("packs: go-live\n", "Expected a list of words."),
        ("packs: [1]\n", "Expected a list of words."),
        ("required_tests: [uat, smoke]\n", "column “required_tests.1”: “smoke” is not one of: sit, uat,"),
        ("profile: [isv]\n", "Expected yes or no for any of: isv,"),
        ("profile: {isv: perhaps}\n", "column “profile.isv”: “perhaps” is not accepted; expected yes or no"),
        ("profile: {robots: yes}\n", "“robots” is not one of: isv,"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_line(words: str, sentence: str) -> None:
    profile, problems = read(SMALL + words)
    assert profile is None
    assert any(sentence in problem for problem in problems), problems


def test_what_is_missing_is_named_and_all_of_it_at_once() -> None:
    _, problems = read("organisation: x\n")
    assert problems == [
        "project.yaml, column “time_zone”: It is missing; expected a name such as Europe/Berlin.",
        "project.yaml, column “name”: It is missing; expected text; this column may not be empty.",
        "project.yaml, column “product”: It is missing; expected one of: Finance and operations apps, "
        "Customer engagement apps; this column may not be empty.",
    ]
    _, problems = read("name: x\nproduct: finance-operations\ntime_zone: Berlin\n")
    assert problems == [
        "project.yaml, row 3, column “time_zone”: “Berlin” is not a time zone; expected a name such as Europe/Berlin."
    ]


@pytest.mark.parametrize(
    ("name", "slug"), [("Wave 1", "wave-1"), ("  Åhus – Norr ", "hus-norr"), ("§§", "project"), ("x" * 99, "x" * 60)]
)
def test_a_name_becomes_a_slug(name: str, slug: str) -> None:
    assert slug_of(name) == slug


ANY: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(["ref", "title", "start", "x"]), below),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*KEYS, "colour"]), ANY))
def test_whatever_stands_in_it_is_a_profile_or_a_list_of_problems(data: dict[str, Any]) -> None:
    profile, problems = read_profile(Document("project.yaml", data, {}))
    assert (profile is None) is bool(problems)

"""Why a pass does not count, and that nothing but a pass is ever taken away by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.contracts.results import Outcome
from firstlight.testing.rules.counting import Ran, latest_ones, worst_of
from firstlight.testing.rules.guards import (
    CODES,
    STALE,
    CycleFacts,
    Roles,
    RunFacts,
    Subject,
    VersionFacts,
    codes_of,
    newer,
    touching,
    verdict_on,
)

START = datetime(2026, 11, 9, 10, tzinfo=UTC)
DAY = timedelta(days=1)
UAT = CycleFacts("UAT-1", "uat", "ACC", "production-like", migrated_data=True, version="10.0.44")
RUN = RunFacts(START, by_hand=True, tester="Lena Brandt", role="Order clerk")
ROLES = Roles({"All staff": "general", "Admin": "business"})


def codes(run: RunFacts, cycle: CycleFacts = UAT, about: Subject | None = None) -> list[str]:
    return [guard.code for guard in verdict_on(run, cycle, ROLES, about or Subject(), UTC)]


def sentence(run: RunFacts, cycle: CycleFacts = UAT, about: Subject | None = None) -> str:
    (guard,) = verdict_on(run, cycle, ROLES, about or Subject(), UTC)
    return guard.sentence


class TestRoles:
    def test_the_role_of_the_job_is_fine(self) -> None:
        assert codes(RUN) == []

    @pytest.mark.parametrize(
        "role", ["System Administrator", "SYSADMIN", "-SYSADMIN-", "system  customizer", "Buyer, System Administrator",
                 "Buyer + Global Administrator"],
    )  # fmt: skip
    def test_a_well_known_administrator_needs_no_row_in_the_list(self, role: str) -> None:
        assert codes(RUN._replace(role=role)) == ["administrator-role"]

    def test_the_list_of_the_project_overrides_what_everyone_knows(self) -> None:
        assert ROLES.kind("ADMIN") == "business"
        assert codes(RUN._replace(role="Admin")) == []

    def test_one_role_for_everybody_is_named(self) -> None:
        assert sentence(RUN._replace(role="all staff")) == (
            "Lena Brandt ran it as all staff, one role for everybody; the role of the job has to run it."
        )

    def test_a_person_has_to_say_the_role_and_a_file_has_not(self) -> None:
        assert sentence(RUN._replace(role="")) == "Nobody said under which security role Lena Brandt ran it."
        assert codes(RUN._replace(role="", listed_role="Order clerk")) == []
        assert codes(RunFacts(START)) == []

    def test_the_role_does_not_matter_where_technicians_test(self) -> None:
        assert codes(RUN._replace(role="System Administrator"), replace(UAT, kind="sit")) == []

    @pytest.mark.parametrize("role", ["Super user", "Administration clerk", "Administrator of estates"])
    def test_words_that_only_sound_like_it_are_no_administrator(self, role: str) -> None:
        assert ROLES.kind(role) == "business"


class TestData:
    def test_where_it_was_not_said_the_cycle_speaks(self) -> None:
        assert codes(RUN) == []
        assert codes(RUN, replace(UAT, migrated_data=False)) == ["no-migrated-data"]
        assert codes(RUN._replace(migrated_data=True), replace(UAT, migrated_data=False)) == []

    def test_unknown_is_never_a_pass(self) -> None:
        said = sentence(RUN, replace(UAT, migrated_data=None))
        assert said == "Nobody said whether the data was migrated, which UAT-1 needs."

    def test_a_cycle_says_itself_whether_it_needs_it(self) -> None:
        without = RUN._replace(migrated_data=False)
        assert sentence(without) == "It was run without migrated data, which UAT-1 needs."
        assert codes(without, replace(UAT, needs_migrated_data=False)) == []
        assert codes(without, replace(UAT, kind="sit")) == []
        assert codes(without, replace(UAT, kind="sit", needs_migrated_data=True)) == ["no-migrated-data"]

    def test_a_file_is_held_to_what_it_says(self) -> None:
        assert codes(RunFacts(START, migrated_data=False)) == ["no-migrated-data"]
        assert codes(RunFacts(START), replace(UAT, migrated_data=None)) == []


class TestPlace:
    def test_another_environment_than_that_of_the_cycle(self) -> None:
        assert codes(RUN._replace(environment="acc")) == []
        assert sentence(RUN._replace(environment="DEV")) == "It was run in DEV, while UAT-1 is tested in ACC."

    def test_nothing_is_tested_in_production_but_the_cutover_and_the_final_validation(self) -> None:
        live = replace(UAT, environment="PRD", environment_kind="production")
        assert sentence(RUN, live) == (
            "UAT-1 runs in PRD, which is production: only a mock cutover and the final validation do."
        )
        assert codes(RunFacts(START), live) == ["production"]
        assert codes(RUN, replace(live, kind="mock-cutover")) == []
        assert codes(RUN, replace(live, kind="validation")) == []


class TestTime:
    def test_a_version_deployed_after_the_run(self) -> None:
        version = VersionFacts("10.0.45", "Prices", START + DAY)
        about = Subject(versions=(version,))
        assert sentence(RUN, about=about) == "It was run before 10.0.45 (Prices) was deployed on 10 Nov 2026."
        assert codes(RUN._replace(at=START + DAY), about=about) == []

    def test_versions_touch_what_they_name_or_everything_and_not_before_they_are_deployed(self) -> None:
        narrow = VersionFacts("A", "", START, frozenset({"65.20"}))
        wide, later = VersionFacts("B", "", START + DAY), VersionFacts("C", "", START + 9 * DAY)
        found = touching([narrow, wide, later], frozenset({"TC-1", "65.20"}), START + 2 * DAY)
        assert [one.ref for one in found] == ["B", "A"]
        assert [one.ref for one in touching([narrow, wide], frozenset({"TC-1"}), START + 2 * DAY)] == ["B"]

    @pytest.mark.parametrize(
        ("one", "other", "is_newer"),
        [("10.0.45", "10.0.9", True), ("10.0.9", "10.0.45", False), ("v2", "1.9", True), ("spring", "winter", False)],
    )
    def test_versions_are_compared_by_their_numbers(self, one: str, other: str, is_newer: bool) -> None:
        assert newer(one, other) is is_newer

    def test_a_run_on_another_version_than_the_cycle_tests(self) -> None:
        assert sentence(RUN._replace(version="10.0.43")) == "It was run on 10.0.43, while UAT-1 tests 10.0.44."
        assert codes(RUN._replace(version="10.0.45")) == []
        assert codes(RUN._replace(version="hotfix")) == ["older-version"]

    def test_a_requirement_and_the_case_itself(self) -> None:
        about = Subject(START + DAY, (("R-1", START + DAY), ("R-2", START - DAY)))
        told = [guard.sentence for guard in verdict_on(RUN, UAT, ROLES, about, UTC)]
        assert told == [
            "It was run before requirement R-1 changed on 10 Nov 2026.",
            "It was run before the case itself changed on 10 Nov 2026.",
        ]


_INSTANTS = st.integers(-5, 5).map(lambda days: START + days * DAY)
_WORDS = st.sampled_from(["", "Order clerk", "System Administrator", "All staff"])
_RUNS = st.builds(
    RunFacts, _INSTANTS, st.booleans(), st.just("Lena"), _WORDS, _WORDS, st.sampled_from([None, True, False]),
    st.sampled_from(["", "ACC", "DEV"]), st.sampled_from(["", "10.0.43", "10.0.44", "x"]),
)  # fmt: skip
_CYCLES = st.builds(
    CycleFacts, st.just("C"), st.sampled_from(["uat", "sit", "performance", "validation"]),
    st.sampled_from(["", "ACC"]), st.sampled_from(["", "production", "test"]), st.sampled_from([None, True, False]),
    st.sampled_from([None, True, False]), st.sampled_from(["", "10.0.44"]),
)  # fmt: skip
_SUBJECTS = st.builds(
    lambda case, requirement, versions: Subject(
        case, (("R-1", requirement),) if requirement else (), tuple(sorted(versions, key=lambda one: one.at)[::-1])
    ),
    st.none() | _INSTANTS, st.none() | _INSTANTS,
    st.lists(st.builds(VersionFacts, st.sampled_from("AB"), st.just(""), _INSTANTS), max_size=2),
)  # fmt: skip


@given(_RUNS, _CYCLES, _SUBJECTS)
def test_every_guard_has_a_known_code_and_a_sentence_and_stands_in_its_order(
    run: RunFacts, cycle: CycleFacts, about: Subject
) -> None:
    found = verdict_on(run, cycle, ROLES, about, UTC)
    places = [list(CODES).index(guard.code) for guard in found]
    assert places == sorted(places)
    assert all(guard.sentence.endswith(".") and guard.sentence[0].isupper() for guard in found)
    assert len(codes_of(found)) <= 200


@given(_RUNS, _CYCLES, _SUBJECTS, st.integers(0, 9))
def test_running_it_later_never_makes_it_staler(run: RunFacts, cycle: CycleFacts, about: Subject, days: int) -> None:
    before = {guard.code for guard in verdict_on(run, cycle, ROLES, about, UTC)}
    after = {guard.code for guard in verdict_on(run._replace(at=run.at + days * DAY), cycle, ROLES, about, UTC)}
    assert after <= before
    assert before - after <= STALE


# What guards do to what counts --------------------------------------------------------------------------------------

_OUTCOMES = st.sampled_from([Outcome.PASSED, Outcome.FAILED, Outcome.ERROR, Outcome.SKIPPED])
#: Results of one case: identity, outcome, hour, file, cycle, guarded, by people. Each test has one kind of source.
_RESULTS = st.lists(
    st.tuples(st.sampled_from("abp"), _OUTCOMES, st.integers(0, 3), st.integers(0, 2), st.integers(1, 2),
              st.booleans()),
    min_size=1, max_size=7,
).map(
    lambda rows: [
        Ran(key, identity, cycle, -key if identity == "p" else source, outcome, START + hour * timedelta(hours=1),
            START + DAY, guarded, 1, identity in "pb")
        for key, (identity, outcome, hour, source, cycle, guarded) in enumerate(rows, start=1)
    ]
)  # fmt: skip


def stands(results: Sequence[Ran]) -> Outcome | None:
    """How the case stands."""
    return worst_of(list(latest_ones(results).values()))


@given(_RESULTS, st.integers(0, 6))
def test_one_more_guard_never_makes_a_case_pass(results: list[Ran], place: int) -> None:
    before = stands(results)
    guarded = [one._replace(guarded=True) if at == place else one for at, one in enumerate(results)]
    if before is not Outcome.PASSED:
        assert stands(guarded) is not Outcome.PASSED


@given(_RESULTS)
def test_a_failure_is_never_taken_away_by_a_guard(results: list[Ran]) -> None:
    free = [one._replace(guarded=False) for one in results]
    failures = [one._replace(guarded=one.outcome is not Outcome.PASSED) for one in results]
    assert latest_ones(failures) == latest_ones(free)


def _as_before(results: Sequence[Ran]) -> dict[int, Outcome]:
    """What counted before there were guards, written down once more."""

    def speaker(same: list[Ran]) -> Ran:
        severity = [Outcome.PASSED, Outcome.SKIPPED, Outcome.ERROR, Outcome.FAILED].index
        worst: dict[int, Ran] = {}
        for one in same:
            kept = worst.get(one.source)
            heavier = kept is None or (severity(one.outcome), one.at, one.key) > (
                severity(kept.outcome), kept.at, kept.key)  # fmt: skip
            worst[one.source] = one if heavier or kept is None else kept
        rounds = sorted(worst.values(), key=lambda one: (one.at, one.imported, severity(one.outcome), one.key))
        run = [one for one in rounds if one.outcome is not Outcome.SKIPPED]
        failed = run and run[-1].outcome in (Outcome.FAILED, Outcome.ERROR)
        return run[-1] if rounds[-1].outcome is Outcome.SKIPPED and failed else rounds[-1]

    found = {}
    for identity in {one.identity for one in results}:
        same = [one for one in results if one.identity == identity]
        for cycle in {one.cycle for one in same}:
            found[speaker([one for one in same if one.cycle == cycle]).key] = speaker(same).outcome
    return found


@given(_RESULTS)
def test_without_guards_everything_counts_as_it_did(results: list[Ran]) -> None:
    free = [one._replace(guarded=False) for one in results]
    assert latest_ones(free) == _as_before(free)


@given(_RESULTS, st.integers(0, 3), st.sampled_from("bp"))
def test_a_pass_of_people_that_does_not_count_changes_nothing_of_whether_a_case_passed(
    results: list[Ran], hour: int, identity: str
) -> None:
    extra = Ran(99, identity, 1, 99, Outcome.PASSED, START + hour * timedelta(hours=1), START + DAY, True, 1, True)
    assert (stands(results) is Outcome.PASSED) == (stands([*results, extra]) is Outcome.PASSED)


@given(_RESULTS, st.randoms(use_true_random=False))
def test_the_order_in_which_results_come_never_changes_what_counts(results: list[Ran], random: object) -> None:
    shuffled = results.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert latest_ones(shuffled) == latest_ones(results)

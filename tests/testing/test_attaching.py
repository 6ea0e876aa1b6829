"""How the results of a tool find their case or requirement."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.testing.attaching import Attacher, CaseFacts
from firstlight.testing.naming import RefFinder, loose
from firstlight.testing.patterns import PatternFinder


@pytest.mark.parametrize(
    "name",
    [
        "TC-118", "tc_118", "TC118", "tc 118", "Tc.118", "TC-118: price per kilogram", "test_tc118_price",
        "testTC118Price", "price [TC-118]", "price(tc_118)", "SIT-TC-118", "TC-118 retest", "test_tc_118[eur]",
    ],
)  # fmt: skip
def test_a_ref_is_found_however_it_is_written(name: str) -> None:
    assert RefFinder(["TC-118"]).find(name) == "TC-118"


@pytest.mark.parametrize(
    "name",
    [
        "TC-1180", "TC-11", "TC-118.5", "TC-118-2", "TC-118a", "XTC-118", "TC -- 118", "TC-11-8", "118", "TC",
        "etc118", "2TC-118", "TC-0118", "",
    ],
)  # fmt: skip
def test_a_ref_is_not_found_in_something_longer_or_shorter(name: str) -> None:
    assert RefFinder(["TC-118"]).find(name) is None


def test_the_longer_of_two_refs_is_meant() -> None:
    finder = RefFinder(["65.20", "65.20.050"])
    assert finder.find("65.20.050 Take orders") == "65.20.050"
    assert finder.find("65.20 Manage orders") == "65.20"
    assert finder.find("65.20.999 Something else") is None
    assert finder.find("10.65.20 Something else") is None


@given(st.integers(0, 99_999), st.integers(0, 99_999), st.sampled_from(["TC-{}", "tc_{}", "test_tc{}_x", "(TC {})"]))
def test_no_number_is_ever_taken_for_another(known: int, written: int, form: str) -> None:
    found = RefFinder([f"TC-{known}"]).find(form.format(written))
    assert (found is not None) == (known == written)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("4711", "4711"),
        ("4711: Price per kilogram", "4711"),
        ("[4711] anything", "4711"),
        ("#4711 - anything", "4711"),
        ("Test case 4711: anything", "4711"),
        ("4711 Price per kilogram", "4711"),
        ("4711 rows are loaded", None),
        ("loads 4711 rows", None),
        ("47110", None),
    ],
)
def test_a_bare_number_is_a_ref_only_where_it_opens_the_name(name: str, found: str | None) -> None:
    assert RefFinder(["4711"], {"4711": "Price per kilogram"}).find(name) == found


def test_of_two_refs_the_first_of_the_name_and_the_last_of_the_suite_are_meant() -> None:
    finder = RefFinder(["TC-1", "TC-2"])
    assert finder.find("TC-2 after TC-1") == "TC-2"
    assert finder.find("suite TC-1 > TC-2", last=True) == "TC-2"


def test_names_that_a_reader_takes_for_the_same_are_loosely_equal() -> None:
    assert loose("Invoice by weighed-quantity!") == loose("invoice  by weighed quantity")
    assert loose("Rücksendung prüfen") == "rücksendung prüfen"
    assert loose("OrderEntry") == loose("order entry")


def make_attacher(*cases: tuple[str, str, tuple[str, ...]], requirements: tuple[str, ...] = ()) -> Attacher:
    facts = [CaseFacts(number, ref, title, matches) for number, (ref, title, matches) in enumerate(cases, start=1)]
    return Attacher(facts, {ref: number for number, ref in enumerate(requirements, start=100)})


def test_a_result_is_tied_by_ref_in_name_then_in_suite_then_by_title_then_by_pattern() -> None:
    attacher = make_attacher(
        ("TC-1", "First", ()), ("TC-2", "Second", ()), ("TC-3", "Third of all", ()), ("TC-4", "Fourth", ("a.b.*",))
    )
    assert attacher.attach("TC-1 something", "suite TC-2").case == 1
    assert attacher.attach("something", "suite.TC_2Tests").case == 2
    assert attacher.attach("third OF all", "a.b").case == 3
    assert attacher.attach("something", "a.b").case == 4
    assert attacher.attach("something", "a.c").case is None


def test_a_title_that_two_cases_have_names_neither() -> None:
    attacher = make_attacher(("TC-1", "Same", ()), ("TC-2", "same", ()))
    assert attacher.attach("Same", "").case is None


def test_a_result_without_case_is_tied_to_the_requirement_it_names() -> None:
    attacher = make_attacher(("TC-1", "First", ()), requirements=("R-11", "R-114"))
    assert attacher.attach("TC-1 checks R-114", "").requirement is None
    assert attacher.attach("checks R_114", "").requirement == 101
    assert attacher.attach("checks", "R11Tests").requirement == 100
    assert attacher.attach("checks R-1", "").requirement is None


def test_a_name_without_letters_belongs_to_nothing() -> None:
    attacher = make_attacher(("TC-1", "---", ()))
    assert attacher.attach("", "").case is None
    assert attacher.attach("!!!", "").case is None


@pytest.mark.parametrize(
    ("pattern", "suite", "name", "fits"),
    [
        ("orders.*.test_price_*", "orders.sales", "test_price_kg", True),
        ("ORDERS.*", "orders.sales", "anything", True),
        ("test_price_?", "orders", "test_price_a", True),
        ("test_price_?", "orders", "test_price_ab", False),
        ("test_[ab]_x", "orders", "test_a_x", True),
        ("test_[ab]_x", "orders", "test_c_x", False),
        ("*", "", "anything", True),
        ("price", "", "test_price", False),
        ("[", "", "[", True),
    ],
)
def test_patterns_fit_the_name_or_suite_and_name(pattern: str, suite: str, name: str, fits: bool) -> None:
    assert (PatternFinder([(pattern, "TC-1")]).find(name, suite) == "TC-1") == fits


def test_the_longest_pattern_is_the_nearest() -> None:
    finder = PatternFinder(
        [("*", "TC-9"), ("orders.*", "TC-2"), ("orders.price.*", "TC-3"), ("orders.price.*", "TC-1")]
    )
    assert finder.find("x", "orders.price") == "TC-1"
    assert finder.find("x", "orders.tax") == "TC-2"
    assert finder.find("x", "stock") == "TC-9"


_LETTERS = st.text("abc.*?", min_size=1, max_size=8)


@given(st.lists(_LETTERS, min_size=1, max_size=5), _LETTERS)
def test_the_index_of_patterns_finds_what_trying_all_would_find(patterns: list[str], name: str) -> None:
    from fnmatch import fnmatchcase

    found = PatternFinder([(pattern, pattern) for pattern in patterns]).find(name, "")
    fitting = [pattern for pattern in patterns if fnmatchcase(name, pattern)]
    assert found == (min(fitting, key=lambda pattern: (-len(pattern), pattern)) if fitting else None)


@pytest.mark.parametrize(
    ("says", "case", "by"),
    [
        ("TC-2", 2, "property"),
        ("smoke; @tc_2; slow", 2, "property"),
        ("TC-9, TC-2", 2, "property"),
        ("smoke; nightly", 1, "ref"),
        ("", 1, "ref"),
    ],
)
def test_what_the_file_says_of_a_test_goes_before_its_name(says: str, case: int, by: str) -> None:
    attacher = make_attacher(("TC-1", "First", ()), ("TC-2", "Second", ()))
    attached = attacher.attach("TC-1 something", "suite", says)
    assert (attached.case, attached.by) == (case, by)


def test_what_told_a_case_is_said() -> None:
    attacher = make_attacher(("TC-1", "First of all", ()), ("TC-4", "Fourth", ("a.b.*",)), requirements=("R-11",))
    told = [attacher.attach(*one).by for one in (("TC-1", ""), ("first of all", ""), ("x", "a.b"), ("y", "z"))]
    assert told == ["ref", "title", "pattern", ""]
    assert attacher.attach("y", "z", "R-11") == attacher.attach("y", "z", "R_11")
    assert attacher.attach("y", "z", "R-11").requirement == 100


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("takes an order @4711", "4711"),
        ("takes an order [4711]", "4711"),
        ("takes an order [TC 4711] twice", "4711"),
        ("takes an order (@tc-4711)", "4711"),
        ("test_order[4711]", None),
        ("mails somebody@4711.example", None),
        ("takes 4711 orders", None),
        ("takes [4711 orders]", None),
        ("takes @4711.5", None),
    ],
)
def test_a_bare_number_is_a_ref_where_it_is_marked_as_one(name: str, found: str | None) -> None:
    assert RefFinder(["4711"]).find(name) == found

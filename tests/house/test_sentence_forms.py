"""The forms of a sentence, as they are read from the code that puts it together."""

from __future__ import annotations

import ast
import textwrap

import pytest
from script.translations import spoken


def _forms(code: str, place: str = "readiness/rules.py") -> list[str]:
    return [one.text for one in spoken.sentences(ast.parse(textwrap.dedent(code)), place)]


def test_what_the_code_decides_is_a_form_of_its_own() -> None:
    assert _forms(
        """
        def told(count: int, cycle: Cycle) -> str:
            cases = "1 case" if count == 1 else f"{count:,} cases"
            have = "has" if count == 1 else "have"
            return f"{cases} of {cycle.ref} {have} failed."
        """
    ) == ["1 case of {ref} has failed.", "{count:number} cases of {ref} have failed."]


def test_functions_and_names_are_followed() -> None:
    assert _forms(
        """
        _NOTHING = "Nothing is known yet."

        def many(number: int, one: str, others: str) -> str:
            return f"{number:,} {one if number == 1 else others}"

        def told(rows: list[str], when: date) -> str:
            named = "; ".join(rows[:5])
            return f"Late since {day(when)}: {many(len(rows), 'row is', 'rows are')} open, {named}."
        """
    ) == [
        "Nothing is known yet.",
        "Late since {when:day}: 1 row is open, {named:list}.",
        "Late since {when:day}: {number:number} rows are open, {named:list}.",
    ]


def test_words_of_ours_are_told_from_what_could_be_anything() -> None:
    assert _forms(
        """
        KINDS = {"uat": "acceptance test"}

        def told(role: str, kind: str, title: str, error: Exception) -> list[str]:
            return [
                f"The {spoken(role)} has not signed.", f"No {KINDS[kind]} is known.",
                f"“{title}” cannot be read: {error}.",
                f"Please ask the {' or '.join(spoken(one) for one in roles)}.",
            ]
        """
    ) == [
        "The {role:word} has not signed.",
        "No {kinds:word} is known.",
        "“{title}” cannot be read: {error:said}.",
        "Please ask the {roles:words}.",
    ]


def test_what_format_fills_is_a_hole() -> None:
    assert _forms('good = "All {all} requirements are tested."') == ["All {all:number} requirements are tested."]


def test_what_nobody_hears_is_left_out() -> None:
    code = """
        def read() -> None:
            '''Reads it. Slowly.'''
            logger.warning("The file is slow.")
            raise RuntimeError("This cannot be.")
        """
    assert _forms(code) == []
    assert _forms('sentence = "This is said by a page itself."', "web/pages/check.py") == []


def test_a_form_that_could_be_anything_is_never_taken_for_ours() -> None:
    assert _forms('told = [f"{name} of {title}.", f"It is {names}.", f"{one}: {two}."]') == []


def test_a_sentence_with_too_many_forms_is_refused() -> None:
    plural = "{'is' if %s == 1 else 'are'}"
    code = f'told = f"There {plural % "a"} a, {plural % "b"} b, {plural % "c"} c and {plural % "d"} d here."'
    with pytest.raises(ValueError, match=r"readiness/rules\.py, line 1: this sentence has 16 forms; write it plainer"):
        _forms(code)

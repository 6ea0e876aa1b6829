"""Question sets of gate reviews as plain facts, and how they are read and checked. No database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from firstlight.contracts.tables import Problem
from firstlight.kernel.documents import Document, read_document
from firstlight.kernel.errors import Invalid
from firstlight.packs.grammar import check_form

SCHEMA = "question-set.schema.json"
#: An answer in words is no longer than this.
LONGEST = 10_000
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `kind`: text, yes-no, choice (of `choices`), date, or number (in `unit`)."""

    ref: str
    ask: str
    kind: str
    required: bool = False
    help: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together. `asked_after` and `asked_if`: only after that answer to another question."""

    ref: str
    title: str
    about: str
    source: str
    questions: tuple[Question, ...]
    asked_after: str = ""
    asked_if: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A version of a question set."""

    ref: str
    version: str
    title: str
    summary: str
    digest: str
    sections: tuple[Section, ...]
    documents: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How a review names it: "go-live-readiness@2026.1"."""
        return f"{self.ref}@{self.version}"

    def questions(self) -> Iterator[Question]:
        """All questions in their order."""
        for section in self.sections:
            yield from section.questions

    def question(self, ref: str) -> Question | None:
        """The question of that ref."""
        return next((one for one in self.questions() if one.ref == ref), None)

    def section(self, ref: str) -> Section | None:
        """The section of that ref."""
        return next((one for one in self.sections if one.ref == ref), None)

    def section_of(self, question: str) -> Section | None:
        """The section in which a question stands."""
        return next((one for one in self.sections if any(q.ref == question for q in one.questions)), None)


@dataclass(frozen=True, slots=True)
class SectionStanding:
    """A section with the answers given: whether it is asked, why it is skipped, how many are answered and missing."""

    section: Section
    asked: bool
    why_skipped: str
    answered: int
    missing: tuple[Question, ...]


def read_question_set(data: bytes, file: str) -> tuple[QuestionSet, Mapping[str, Any]]:
    """The question set in a file, and its data. Raises Invalid with every problem when it is none."""
    document = read_document(data, file)
    problems = check_form(document, SCHEMA) or tuple(_amiss(document))
    if problems:
        raise Invalid(f"{file} is not a question set.", problems=problems)
    return question_set_of(document.data, hashlib.sha256(data).hexdigest()), document.data


def _amiss(document: Document) -> Iterator[Problem]:
    """Repeated refs, choices where none belong, conditions on questions that do not come before."""
    before: dict[str, dict[str, Any]] = {}
    sections: set[str] = set()
    for number, section in enumerate(document.data["sections"]):
        path = f"sections.{number}"
        if section["ref"] in sections:
            yield document.problem(f"{path}.ref", f"The section “{section['ref']}” stands twice.", section["ref"])
        sections.add(section["ref"])
        if section["source"]["document"] not in document.data["documents"]:
            sentence = f"“{section['source']['document']}” is not among the documents."
            yield document.problem(f"{path}.source", sentence, section["source"]["document"])
        when = section.get("applies_when")
        if when and when["is"] not in _possible(before.get(when["question"])):
            sentence = "It applies after an answer that no yes-no or choice question before it can have."
            yield document.problem(f"{path}.applies_when", sentence, when["question"])
        for position, question in enumerate(section["questions"]):
            yield from _amiss_question(document, f"{path}.questions.{position}", section["ref"], question, before)
            before[question["ref"]] = question


def _amiss_question(
    document: Document, path: str, section: str, question: Mapping[str, Any], before: Mapping[str, Any]
) -> Iterator[Problem]:
    ref = question["ref"]
    if ref in before:
        yield document.problem(f"{path}.ref", f"“{ref}” stands twice.", ref)
    if not ref.startswith(f"{section}."):
        sentence = f"“{ref}” stands in the section {section} and must begin with its name."
        yield document.problem(f"{path}.ref", sentence, ref)
    for key, kind in (("choices", "choice"), ("unit", "number")):
        if (key in question) != (question["kind"] == kind):
            yield document.problem(path, f"“{key}” belongs to questions of the kind {kind}, and to those always.", ref)


def _possible(question: Mapping[str, Any] | None) -> tuple[str, ...]:
    if question is None:
        return ()
    return (YES, NO) if question["kind"] == "yes-no" else tuple(question.get("choices", ()))


def question_set_of(data: Mapping[str, Any], digest: str) -> QuestionSet:
    """A question set from data that has been checked."""
    return QuestionSet(
        data["ref"],
        data["version"],
        data["title"],
        " ".join(data["summary"].split()),
        digest,
        tuple(_section(one, data["documents"]) for one in data["sections"]),
        data["documents"],
    )


def _section(data: Mapping[str, Any], documents: Mapping[str, Any]) -> Section:
    when = data.get("applies_when", {})
    return Section(
        data["ref"],
        data["title"],
        " ".join(data["about"].split()),
        f"{documents[data['source']['document']]['title']}: {data['source']['heading']}",
        tuple(
            Question(
                one["ref"],
                " ".join(one["ask"].split()),
                one["kind"],
                one.get("required", False),
                " ".join(one.get("help", "").split()),
                one.get("unit", ""),
                tuple(one.get("choices", ())),
            )
            for one in data["questions"]
        ),
        when.get("question", ""),
        when.get("is", ""),
        tuple(data.get("answers", ())),
    )


def stand(questions: QuestionSet, answers: Mapping[str, str]) -> tuple[SectionStanding, ...]:
    """Every section with the answers given, by question. What rests on a skipped section is skipped with it."""
    skipped: set[str] = set()
    found = []
    for section in questions.sections:
        why = _why_skipped(questions, section, answers, skipped)
        if why:
            skipped.update(one.ref for one in section.questions)
            found.append(SectionStanding(section, asked=False, why_skipped=why, answered=0, missing=()))
            continue
        missing = tuple(one for one in section.questions if one.required and not answers.get(one.ref))
        answered = sum(bool(answers.get(one.ref)) for one in section.questions)
        found.append(SectionStanding(section, asked=True, why_skipped="", answered=answered, missing=missing))
    return tuple(found)


def _why_skipped(questions: QuestionSet, section: Section, answers: Mapping[str, str], skipped: set[str]) -> str:
    if not section.asked_after:
        return ""
    rests_on = questions.question(section.asked_after)
    ask = rests_on.ask if rests_on else section.asked_after
    if section.asked_after in skipped:
        return f"Skipped, since “{ask}” is skipped."
    given = answers.get(section.asked_after, "")
    if not given:
        return f"Not asked until “{ask}” is answered."
    return "" if given == section.asked_if else f"Skipped, since “{ask}” is answered {spoken(given)}."


def spoken(value: str) -> str:
    """An answer inside a sentence: Yes, No, or as it is written."""
    return {YES: "Yes", NO: "No"}.get(value, value)


def accepted(question: Question, given: str) -> str:
    """The answer as it is kept. Raises Invalid saying what would be accepted; an empty one takes the answer back."""
    words = given.strip()
    if not words:
        return ""
    if question.kind == "yes-no":
        return _one_of(question, words.casefold(), (YES, NO), "yes or no")
    if question.kind == "choice":
        return _one_of(question, words, question.choices, "one of: " + ", ".join(question.choices))
    if question.kind == "date":
        try:
            return date.fromisoformat(words).isoformat()
        except ValueError:
            raise _refused(question, words, "a day such as 2026-12-07") from None
    if question.kind == "number":
        return _number(question, words)
    if len(words) > LONGEST or "\x00" in words:
        raise _refused(question, words[:40], f"up to {LONGEST:,} letters")
    return words


def _one_of(question: Question, words: str, known: Sequence[str], expected: str) -> str:
    if words not in known:
        raise _refused(question, words, expected)
    return words


def _number(question: Question, words: str) -> str:
    expected = f"a number of {question.unit}, such as 420 or 3.5"
    try:
        value = Decimal(words.replace(" ", ""))
    except InvalidOperation:
        raise _refused(question, words, expected) from None
    if not value.is_finite() or abs(value) > 10**12 or -int(value.as_tuple().exponent) > 6:
        raise _refused(question, words, expected)
    return f"{value:f}"


def _refused(question: Question, value: str, expected: str) -> Invalid:
    sentence = f"“{question.ask}” was answered “{value[:80]}”; it expects {expected}."
    problem = Problem("", sentence, column=question.ref, value=value[:80])
    return Invalid(sentence, problems=(problem,))

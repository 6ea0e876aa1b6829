"""Gate reviews as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstlight.kernel.context import Context
from firstlight.readiness import reviewing
from firstlight.readiness.models import Answer, Message, Review
from firstlight.readiness.policies import MAY_REVIEW
from firstlight.readiness.question_sets import Question, Section, SectionStanding, spoken
from firstlight.web import wording
from firstlight.workspace.models import Person

#: How a state of a review is drawn.
DRAWN = {"planned": "waiting", "discover": "running", "in-review": "running", "mitigation": "partly", "complete": "met"}
OUTCOMES = {"ready": "met", "with-findings": "partly", "not-ready": "unmet"}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review in the list."""

    review: Review
    drawn: str
    word: str
    late: bool
    findings: int


def review_lines(reviews: Iterable[Review], today: date) -> list[ReviewLine]:
    """All reviews. One that was to begin and has not is late."""
    return [
        ReviewLine(
            one,
            OUTCOMES.get(one.outcome, DRAWN[one.state]),
            wording.said(one.get_outcome_display() if one.outcome else one.get_state_display()),
            one.state == "planned" and one.planned < today,
            getattr(one, "open_findings", 0),
        )
        for one in reviews
    ]


@dataclass(frozen=True, slots=True)
class Step:
    """A state on the way: past, here, or to come."""

    word: str
    drawn: str
    current: bool


def steps(state: str) -> list[Step]:
    """The five states in their order."""
    order = list(Review.State)
    here = order.index(Review.State(state))
    drawn = ["met" if n < here or state == "complete" else "running" if n == here else "waiting" for n in range(5)]
    return [Step(wording.said(one.label), drawn[n], n == here) for n, one in enumerate(order)]


def events(review: Review, person: Person, context: Context) -> list[reviewing.Event]:
    """What this person can do next, but for what takes a form of its own."""
    if not MAY_REVIEW.allows(context):
        return []
    reviews = person.ref in review.reviewers
    return [one for one in reviewing.EVENTS.values() if one.target(review.state) and one.by_reviewer == reviews]


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section in the list of a review."""

    section: Section
    drawn: str
    word: str
    why: str


def section_lines(sections: Iterable[SectionStanding]) -> list[SectionLine]:
    """All sections; skipped ones say by which answer."""
    return [
        SectionLine(
            one.section, "not-applicable", "" if "Skipped" in one.why_skipped else _("Not yet"), one.why_skipped
        )
        if not one.asked
        else SectionLine(
            one.section,
            "partly" if one.missing and one.answered else "unknown" if one.missing else "met",
            _("%(answered)s of %(all)s answered") % {"answered": one.answered, "all": len(one.section.questions)},
            ngettext("%(count)s required answer is missing", "%(count)s required answers are missing", len(one.missing))
            % {"count": len(one.missing)}
            if one.missing
            else "",
        )
        for one in sections
    ]


def progress(sections: Iterable[SectionStanding]) -> str:
    """12 of 20 questions answered, 3 required ones missing."""
    asked = [one for one in sections if one.asked]
    answered, every = sum(one.answered for one in asked), sum(len(one.section.questions) for one in asked)
    missing = sum(len(one.missing) for one in asked)
    said = ngettext("%(answered)s of %(all)s question answered", "%(answered)s of %(all)s questions answered", every)
    done = said % {"answered": wording.number(answered), "all": wording.number(every)}
    if not missing:
        return done
    said = ngettext("%(done)s, %(count)s required one missing", "%(done)s, %(count)s required ones missing", missing)
    return said % {"done": done, "count": wording.number(missing)}


def after(sections: Sequence[SectionStanding], ref: str) -> str:
    """The section that follows and is asked; "" after the last."""
    place = next(n for n, one in enumerate(sections) if one.section.ref == ref)
    return next((one.section.ref for one in sections[place + 1 :] if one.asked), "")


def asked_questions(sections: Iterable[SectionStanding]) -> list[tuple[str, str]]:
    """What findings and messages can be about."""
    return [(one.ref, one.ask) for standing in sections if standing.asked for one in standing.section.questions]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question with its answer."""

    question: Question
    number: int
    value: str
    said: str
    note: str
    who: str
    answered: datetime | None
    version: int

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"q:{self.question.ref}"

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """What can be chosen."""
        if self.question.kind == "yes-no":
            return (("yes", _("Yes")), ("no", _("No")))
        return tuple((one, one) for one in self.question.choices)


def question_lines(section: Section, answers: Mapping[str, Answer]) -> list[QuestionLine]:
    """The questions of a section in their order."""
    found = []
    for number, question in enumerate(section.questions, 1):
        row = answers.get(question.ref)
        value = row.value if row else ""
        said = f"{value} {question.unit}" if question.kind == "number" and value else spoken(value)
        if question.kind == "date" and value:
            said = wording.day(value)
        found.append(
            QuestionLine(
                question, number, value, said, row.note if row else "", row.person.name if row else "",
                row.answered if row else None, row.version if row else 0,
            )
        )  # fmt: skip
    return found


def given_answers(
    given: Mapping[str, str], section: Section, *, only: str = ""
) -> tuple[list[tuple[str, str, str]], dict[str, int]]:
    """What was sent for a section: (question, value, note), and the version of each answer that was seen."""
    rows, seen = [], {}
    for question in section.questions:
        name = f"q:{question.ref}"
        if (only and question.ref != only) or (name not in given and f"seen:{question.ref}" not in given):
            continue
        rows.append((question.ref, given.get(name, ""), given.get(f"note:{question.ref}", "")))
        version = given.get(f"seen:{question.ref}", "")
        if version.isdecimal() and len(version) < 10:
            seen[question.ref] = int(version)
    return rows, seen


def names_of(review: Review, people: Iterable[Person]) -> list[str]:
    """Who reviews, by name."""
    known = {one.ref: one.name for one in people}
    return [known.get(ref, ref) for ref in review.reviewers]


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message with the question that it is on."""

    message: Message
    ask: str


def message_lines(messages: Iterable[Message], sections: Iterable[SectionStanding]) -> list[MessageLine]:
    """All messages, oldest first."""
    asks = {one.ref: one.ask for standing in sections for one in standing.section.questions}
    return [MessageLine(one, asks.get(one.question, "")) for one in messages]

"""Gate reviews and decisions as sheets, so that a project folder carries them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from firstlight.contracts.tables import Cell
from firstlight.kernel.canonical import canonical
from firstlight.kernel.sheets import Column, Sheet, choice, day, instant, integer, names, register_sheet, text
from firstlight.readiness import stores
from firstlight.readiness.actions import recording
from firstlight.readiness.models import Decision, Finding, Review
from firstlight.readiness.models.decisions import Outcome
from firstlight.workspace.policies import MAY_VIEW_DECISIONS
from firstlight.workspace.roles import ROLES

#: What a cell of a workbook can hold.
_CELL = 32_000


def _ref(example: str) -> Column:
    return text("ref", "Ref", "A short name that stays the same.", most=60, required=True, example=example)


def _belongs(key: str, title: str, where: str, example: str) -> Column:
    return text(key, title, f"The ref of the {key}, from {where}.", most=60, required=True, example=example)


def _person(title: str, explain: str, *, key: str = "person") -> Column:
    return text(key, title, explain, most=60, required=True, example="hb")


_QUESTION = text("question", "Question", "The ref of the question, such as scope.signed.", most=120,
                 example="scope.signed")  # fmt: skip


def _listed(key: str, title: str, explain: str) -> Column:
    """Facts as the program froze them, in one cell: a JSON list that nobody edits."""
    accepts = "a list as the program wrote it"

    def parse(cell: Cell, zone: object) -> tuple[Any, ...]:
        try:
            found = json.loads(str(cell))
        except ValueError:
            raise ValueError(accepts) from None
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise ValueError(accepts)
        return tuple(found)

    plain = text(key, title, explain, most=_CELL)
    return plain.but(parse=parse, accepts=accepts, empty=(), format=lambda value, zone: canonical(list(value)))


def _listing(sheet: Sheet) -> Sheet:
    """Register a list whose example row is what its columns give as examples."""
    example = {column.key: column.example for column in sheet.columns if column.example}
    return register_sheet(replace(sheet, examples=sheet.examples or (example,)))


REVIEWS = _listing(
    Sheet(
        ref="reviews.reviews",
        stem="reviews",
        title="Reviews",
        about="Gate reviews: when, with which questions, who reviews, how far they are, and what came of them.",
        columns=(
            _ref("GR-1"),
            text("title", "Title", "What is reviewed.", most=200, required=True, example="Go-live readiness"),
            text("questions", "Question set", "The set and its version.", most=110, required=True,
                 example="go-live-readiness@2026.1"),
            choice("state", "State", "How far it is.", dict(Review.State.choices), empty="planned", example="Planned"),
            day("planned", "Planned for", "The day it is held.", required=True, example="2026-11-02"),
            instant("go_live", "For the go-live on", "The go-live that it is for.", example="2026-12-07 05:00"),
            names("reviewers", "Reviewers", "Refs of the people who review, split by semicolons.", example="hb; es"),
            choice("outcome", "Outcome", "Once it is complete.", dict(Review.Outcome.choices), empty=""),
            text("summary", "Summary", "What was found, in a few sentences.", most=8000),
            instant("completed", "Completed", "When it was completed."),
            text("completed_by", "Completed by", "Who completed it.", most=200),
        ),
        store=stores.reviews,
        apply=recording.record_reviews,
        order=100,
        view=MAY_VIEW_DECISIONS,
        examples=({"ref": "GR-1", "title": "Go-live readiness", "questions": "go-live-readiness@2026.1",
                   "planned": "2026-11-02", "reviewers": "hb"},),
    )
)  # fmt: skip

ANSWERS = _listing(
    Sheet(
        ref="reviews.answers",
        stem="reviews",
        title="Review answers",
        about="What was answered to each question of a gate review, by whom and when.",
        columns=(
            _belongs("review", "Review", "the reviews", "GR-1"),
            _QUESTION.but(required=True),
            text("value", "Answer", "Words; yes or no; one of the choices; a day; a number.", most=10_000,
                 example="yes"),
            text("note", "Note", "What explains it.", most=10_000),
            _person("Answered by", "The ref of the person who answered."),
            instant("answered", "Answered", "When.", required=True, example="2026-11-02 10:00"),
        ),
        store=stores.answers,
        apply=recording.record_answers,
        order=101,
        view=MAY_VIEW_DECISIONS,
        identity=("review", "question"),
    )
)  # fmt: skip

FINDINGS = _listing(
    Sheet(
        ref="reviews.findings",
        stem="reviews",
        title="Review findings",
        about="What reviewers found: assertions, and risks and issues with owner, date and level.",
        columns=(
            _ref("GR-1-F1"),
            _belongs("review", "Review", "the reviews", "GR-1"),
            choice("kind", "Kind", "Assertion, risk or issue.", dict(Finding.Kind.choices), required=True,
                   example="Risk"),
            text("title", "Finding", "What was found.", most=300, required=True,
                 example="One person knows the bank interface"),
            _QUESTION,
            text("recommendation", "Recommendation", "What the reviewers recommend.", most=4000),
            choice("level", "Risk level", "For a risk or an issue.", dict(Finding.Level.choices), empty=""),
            text("owner", "Owner", "Who settles it.", most=200),
            day("due", "Due", "By when."),
            choice("state", "State", "Open or closed.", dict(Finding.State.choices), empty="open"),
            text("action_ref", "Action", "The ref of the action that an issue opened.", most=60),
            instant("raised", "Raised", "When.", required=True, example="2026-11-04 10:00"),
            text("raised_by", "Raised by", "Who found it.", most=200, required=True, example="Hanna Berg"),
        ),
        store=stores.findings,
        apply=recording.record_findings,
        order=102,
        view=MAY_VIEW_DECISIONS,
    )
)  # fmt: skip

MESSAGES = _listing(
    Sheet(
        ref="reviews.messages",
        stem="reviews",
        title="Review messages",
        about="What team and reviewers said to each other.",
        columns=(
            _belongs("review", "Review", "the reviews", "GR-1"),
            _QUESTION,
            _person("Said by", "The ref of the person who said it."),
            text("text", "Message", "The words.", most=8000, required=True, example="Which run is meant?"),
            instant("said", "Said", "When.", required=True, example="2026-11-04 10:00"),
        ),
        store=stores.messages,
        apply=recording.record_messages,
        order=103,
        view=MAY_VIEW_DECISIONS,
        identity=("review", "person", "said"),
    )
)  # fmt: skip

DECISIONS = _listing(
    Sheet(
        ref="decisions.decisions",
        stem="decisions",
        title="Decisions",
        about="Meetings that decide on a go-live: the verdict that was frozen, who could vote, what was decided.",
        columns=(
            _ref("D-1"),
            text("title", "Title", "What is decided.", most=200, required=True, example="Go or no-go before cutover"),
            instant("planned", "Meeting", "When the meeting is.", required=True, example="2026-12-03 16:00"),
            _person("Presides", "The ref of the person who presides.", key="presider"),
            choice("state", "State", "How far it is.", dict(Decision.State.choices), empty="preparing"),
            text("supersedes", "Supersedes", "The ref of the decision it replaces.", most=60),
            integer("assessment_number", "Assessment", "The number of the assessment that was frozen."),
            text("assessment_digest", "Digest", "The digest of that assessment.", most=64),
            choice("verdict", "Verdict", "What the checks said then.", dict(Outcome.choices), empty=""),
            _listed("reasons", "Reasons", "The reasons of that verdict, as the program wrote them."),
            names("voters", "Voters", "Who could vote, each as ref:role.", commas=False),
            integer("quorum", "Quorum", "How many votes it takes."),
            _listed("accepted", "Accepted risks", "The risks accepted then, as the program wrote them."),
            instant("opened", "Opened", "When it was opened."),
            choice("outcome", "Decided", "Go, conditional go or no-go.", dict(Outcome.choices), empty=""),
            text("statement", "Statement", "The decision in words.", most=8000),
            instant("closed", "Closed", "When it was decided."),
        ),
        store=stores.decisions,
        apply=recording.record_decisions,
        order=110,
        view=MAY_VIEW_DECISIONS,
        examples=({"ref": "D-1", "title": "Go or no-go before cutover", "planned": "2026-12-03 16:00",
                   "presider": "hb"},),
    )
)  # fmt: skip

AGENDA = _listing(
    Sheet(
        ref="decisions.agenda",
        stem="decisions",
        title="Agenda",
        about="What is talked about in the meetings that decide.",
        columns=(
            _belongs("decision", "Decision", "the decisions", "D-1"),
            integer("position", "Position", "Its place on the agenda.", required=True, least=1, most=9999, example="1"),
            text("kind", "Kind", "blocker, condition, risk, signature, finding, action, or own.", most=20,
                 required=True, example="own"),
            text("about", "About", "The ref of what it is about.", most=150),
            text("text", "Point", "What is talked about.", most=500, required=True,
                 example="Training of the night shift"),
            text("note", "Note", "What was said.", most=8000),
        ),
        store=stores.agenda,
        apply=recording.record_agenda,
        order=111,
        view=MAY_VIEW_DECISIONS,
        identity=("decision", "position"),
    )
)  # fmt: skip

VOTES = _listing(
    Sheet(
        ref="decisions.votes",
        stem="decisions",
        title="Votes",
        about="Who voted for what, and why.",
        columns=(
            _belongs("decision", "Decision", "the decisions", "D-1"),
            _person("Voted by", "The ref of the person who voted."),
            choice("role", "Role", "The role in which they decide.", ROLES, required=True, example="Executive sponsor"),
            choice("vote", "Vote", "Go, conditional go or no-go.", dict(Outcome.choices), required=True, example="Go"),
            text("reason", "In their words", "Why.", most=4000, required=True, example="Production is prepared."),
            instant("cast", "Cast", "When.", required=True, example="2026-12-03 16:07"),
        ),
        store=stores.votes,
        apply=recording.record_votes,
        order=112,
        view=MAY_VIEW_DECISIONS, lasting=True,
        identity=("decision", "person"),
    )
)  # fmt: skip

CONDITIONS = _listing(
    Sheet(
        ref="decisions.conditions",
        stem="decisions",
        title="Conditions",
        about="What has to be done for a conditional go. The action of that ref says whether it is.",
        columns=(
            _ref("D-1-C1"),
            _belongs("decision", "Decision", "the decisions", "D-1"),
            text("text", "Condition", "What has to be so.", most=300, required=True,
                 example="The 23 colleagues of the south hub are trained"),
            text("owner", "Owner", "Who sees to it.", most=200, required=True, example="Change manager"),
            day("due", "Due", "By when.", required=True, example="2026-12-04"),
            text("action_ref", "Action", "The ref of the action.", most=60, required=True, example="D-1-C1"),
        ),
        store=stores.conditions,
        apply=recording.record_conditions,
        order=113,
        view=MAY_VIEW_DECISIONS,
    )
)  # fmt: skip

DISSENT = _listing(
    Sheet(
        ref="decisions.dissent",
        stem="decisions",
        title="Dissent",
        about="What somebody held against a decision, by name. It is never changed and never removed.",
        columns=(
            _belongs("decision", "Decision", "the decisions", "D-1"),
            _person("Dissents", "The ref of the person who dissents."),
            text("text", "Dissent", "In their words.", most=8000, required=True, example="One more week costs less."),
            instant("recorded", "Recorded", "When.", required=True, example="2026-12-03 16:11"),
        ),
        store=stores.dissents,
        apply=recording.record_dissents,
        order=114,
        view=MAY_VIEW_DECISIONS, lasting=True,
        identity=("decision", "person", "recorded"),
    )
)  # fmt: skip

"""How the lists of gate reviews and decisions are kept."""

from __future__ import annotations

from firstlight.kernel.sheets import ModelStore, Reference
from firstlight.readiness.models import AgendaItem, Answer, Condition, Decision, Dissent, Finding, Message, Review, Vote
from firstlight.workspace.models import Person

_PERSON = Reference(Person, "the people of the project")
_REVIEW = Reference(Review, "the reviews")
_DECISION = Reference(Decision, "the decisions")


def _fields(*names: str) -> dict[str, str]:
    return {name: name for name in names}


reviews = ModelStore(
    Review,
    "review",
    _fields("ref", "title", "questions", "state", "planned", "go_live", "reviewers", "outcome", "summary", "completed",
            "completed_by"),
    lists={"reviewers": (_PERSON,)},
)  # fmt: skip

answers = ModelStore(
    Answer,
    "answer",
    _fields("review", "question", "value", "note", "person", "answered"),
    identity=("review", "question"),
    title="question",
    references={"review": _REVIEW, "person": _PERSON},
)

findings = ModelStore(
    Finding,
    "finding",
    _fields("ref", "review", "kind", "title", "question", "recommendation", "level", "owner", "due", "state",
            "action_ref", "raised", "raised_by"),
    references={"review": _REVIEW},
)  # fmt: skip

messages = ModelStore(
    Message,
    "message",
    _fields("review", "question", "person", "text", "said"),
    identity=("review", "person", "said"),
    title="text",
    references={"review": _REVIEW, "person": _PERSON},
)

decisions = ModelStore(
    Decision,
    "decision",
    _fields("ref", "title", "planned", "presider", "state", "supersedes", "assessment_number", "assessment_digest",
            "verdict", "reasons", "voters", "quorum", "accepted", "opened", "outcome", "statement", "closed"),
    references={"presider": _PERSON},
)  # fmt: skip

agenda = ModelStore(
    AgendaItem,
    "agenda-item",
    _fields("decision", "position", "kind", "about", "text", "note"),
    identity=("decision", "position"),
    title="text",
    references={"decision": _DECISION},
)

votes = ModelStore(
    Vote,
    "vote",
    _fields("decision", "person", "role", "vote", "reason", "cast"),
    identity=("decision", "person"),
    title="reason",
    references={"decision": _DECISION, "person": _PERSON},
)

conditions = ModelStore(
    Condition,
    "condition",
    _fields("ref", "decision", "text", "owner", "due", "action_ref"),
    title="text",
    references={"decision": _DECISION},
)

dissents = ModelStore(
    Dissent,
    "dissent",
    _fields("decision", "person", "text", "recorded"),
    identity=("decision", "person", "recorded"),
    title="text",
    references={"decision": _DECISION, "person": _PERSON},
)

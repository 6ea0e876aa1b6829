"""What is stored of assessments, gate reviews and decisions."""

from firstlight.readiness.models.assessments import AreaStanding, Assessment
from firstlight.readiness.models.decisions import AgendaItem, Condition, Decision, Dissent, Vote
from firstlight.readiness.models.reviews import Answer, Finding, Message, QuestionSetVersion, Review

__all__ = [
    "AgendaItem",
    "Answer",
    "AreaStanding",
    "Assessment",
    "Condition",
    "Decision",
    "Dissent",
    "Finding",
    "Message",
    "QuestionSetVersion",
    "Review",
    "Vote",
]

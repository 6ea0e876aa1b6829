"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

ASSESSED = Record("readiness.project.assessed", "Project assessed")

QUESTIONS_LOADED = Record("readiness.question-set.loaded", "Question set loaded")
REVIEW_PLANNED = Record("readiness.review.planned", "Gate review planned")
REVIEW_CHANGED = Record("readiness.review.changed", "Plan of a gate review changed")
REVIEW_MOVED = Record("readiness.review.moved", "Gate review moved on")
ANSWERED = Record("readiness.review.answered", "Question of a gate review answered")
FOUND = Record("readiness.finding.raised", "Finding raised")
FINDING_CLOSED = Record("readiness.finding.closed", "Finding closed")
SAID = Record("readiness.review.said", "Message in a gate review")
REVIEWS_RECORDED = Record("readiness.reviews.recorded", "Gate reviews recorded from a file")

DECISION_PREPARED = Record("readiness.decision.prepared", "Decision prepared")
AGENDA_CHANGED = Record("readiness.decision.agenda-changed", "Agenda changed")
DECISION_OPENED = Record("readiness.decision.opened", "Decision opened, verdict frozen")
DECISION_WITHDRAWN = Record("readiness.decision.withdrawn", "Decision withdrawn")
VOTED = Record("readiness.decision.voted", "Vote cast")
DISSENTED = Record("readiness.decision.dissented", "Dissent recorded")
CONDITION_SET = Record("readiness.condition.set", "Condition set")
CONDITION_REMOVED = Record("readiness.condition.removed", "Condition taken back")
DECIDED = Record("readiness.decision.closed", "Decided")
DECISIONS_RECORDED = Record("readiness.decisions.recorded", "Decisions recorded from a file")
ANSWERS_RECORDED = Record("readiness.answers.recorded", "Answers of gate reviews recorded from a file")
FINDINGS_RECORDED = Record("readiness.findings.recorded", "Findings recorded from a file")
MESSAGES_RECORDED = Record("readiness.messages.recorded", "Messages of gate reviews recorded from a file")
AGENDA_RECORDED = Record("readiness.agenda.recorded", "Agendas recorded from a file")
VOTES_RECORDED = Record("readiness.votes.recorded", "Votes recorded from a file")
CONDITIONS_RECORDED = Record("readiness.conditions.recorded", "Conditions recorded from a file")
DISSENT_RECORDED = Record("readiness.dissent.recorded", "Dissent recorded from a file")
ASSESSMENT_RECORDED = Record("readiness.assessment.recorded", "Assessment of another workspace recorded")

"""Who may assess, review and decide."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_ASSESS = Policy("readiness.assess", "assess the project")
MAY_PLAN_REVIEWS = Policy("reviews.plan", "plan gate reviews")
MAY_ANSWER = Policy("reviews.answer", "answer the questions of a gate review")
MAY_REVIEW = Policy("reviews.review", "review a gate")
MAY_PREPARE = Policy("decisions.prepare", "prepare a decision")
MAY_VOTE = Policy("decisions.vote", "vote on a go-live")
MAY_PRESIDE = Policy("decisions.preside", "close a decision")
#: The right to record for others: of the program that reads project folders, not of people.
MAY_RECORD_REVIEWS = Policy("assurance.record", "record what others have answered, voted and decided")
MAY_RECORD = Policy("assurance.record", "record assessments that were made elsewhere")

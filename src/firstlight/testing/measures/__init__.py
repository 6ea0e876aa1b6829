"""What this layer tells readiness."""

from firstlight.testing.measures import completion, coverage, findings, runs, surroundings

__all__ = ["completion", "coverage", "findings", "runs", "surroundings"]

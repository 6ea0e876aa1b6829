"""What this layer tells readiness."""

from firstlight.testing.measures import completion, coverage, findings, surroundings

__all__ = ["completion", "coverage", "findings", "surroundings"]

"""What this layer tells readiness."""

from firstlight.testing.measures import completion, coverage, surroundings

__all__ = ["completion", "coverage", "surroundings"]

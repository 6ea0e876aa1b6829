"""What this layer tells readiness."""

from firstlight.testing.measures import (
    breadth,
    completion,
    coverage,
    findings,
    interfaces,
    order,
    performance,
    runs,
    surroundings,
)

__all__ = [
    "breadth",
    "completion",
    "coverage",
    "findings",
    "interfaces",
    "order",
    "performance",
    "runs",
    "surroundings",
]

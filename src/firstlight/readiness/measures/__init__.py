"""Measures on the layers below readiness, which cannot register their own, and on reviews: scope, people, actions."""

from firstlight.readiness.measures import actions, people, reviews, scope

__all__ = ["actions", "people", "reviews", "scope"]

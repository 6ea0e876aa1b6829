"""Measures on the layers below readiness, which cannot register their own: scope, people, actions."""

from firstlight.readiness.measures import actions, people, scope

__all__ = ["actions", "people", "scope"]

"""The few ways in which something is refused. Faces map them to pages, problem details and exit codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstlight.contracts.tables import Problem


class Refusal(Exception):
    """Base: a stable `code`, a `sentence` for people, and `facts` for programs."""

    code = "refused"

    def __init__(self, sentence: str, *, code: str | None = None, **facts: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code or self.code
        self.facts: Mapping[str, Any] = facts


class Refused(Refusal):
    """The actor may not do this. Within one's own project only: a stranger's project is NotFound."""

    code = "refused"


class NotFound(Refusal):
    """It does not exist, or not for this viewer: the two cannot be told apart."""

    code = "not-found"


class Conflict(Refusal):
    """It was changed by somebody else in the meantime, or is no longer in the state this needs."""

    code = "conflict"


class Invalid(Refusal):
    """What was given cannot be accepted. `problems` name each place, value and what would do."""

    code = "invalid"

    def __init__(self, sentence: str, *, problems: tuple[Problem, ...] = (), code: str | None = None, **facts: Any):
        super().__init__(sentence, code=code, **facts)
        self.problems = problems


class TooMany(Refusal):
    """It was tried too often. `seconds` says when it can be tried again."""

    code = "too-many"

    def __init__(self, sentence: str, *, seconds: int, code: str | None = None, **facts: Any):
        super().__init__(sentence, code=code, seconds=seconds, **facts)
        self.seconds = seconds

"""Whether what is read now is there for good."""

from __future__ import annotations

from django.db import connection


def within_a_change() -> bool:
    """Whether a transaction is open that may still be undone: what is read in it is kept for nobody.

    The transaction that a test runs in counts as none.
    """
    return any(not getattr(one, "_from_testcase", False) for one in connection.atomic_blocks)

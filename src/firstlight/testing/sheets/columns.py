"""Columns that several lists of tests have."""

from __future__ import annotations

from firstlight.kernel.sheets import Column, text


def ref(example: str, *aliases: str) -> Column:
    """The column of the ref."""
    return text(
        "ref", "Ref", "A short name that stays the same for ever, even when the title changes.", most=60,
        required=True, aliases=(*aliases, "id", "number", "key", "code"), example=example,
    )  # fmt: skip


NOTES = text("notes", "Notes", "Anything else.", most=4000, aliases=("comment", "comments", "remarks"))

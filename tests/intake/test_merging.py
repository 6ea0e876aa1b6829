"""Two people edit one row in thousands of orders: nothing is lost silently."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.intake.merging import merge

FIELDS = st.sampled_from(["owner", "due", "notes"])
WORDS = st.sampled_from(["", "a", "b", "c"])
ROW = st.fixed_dictionaries({"owner": WORDS, "due": WORDS, "notes": WORDS})
#: Who stores next, and what they type over what they saw when they last opened the row.
EDITS = st.lists(st.tuples(st.booleans(), st.booleans(), st.dictionaries(FIELDS, WORDS)), max_size=8)


@settings(max_examples=3000, deadline=None)
@given(ROW, EDITS)
def test_every_field_that_was_typed_is_stored_or_stands_among_the_clashes(
    start: dict[str, str], edits: list[tuple[bool, bool, dict[str, str]]]
) -> None:
    stored = dict(start)
    seen = {True: dict(start), False: dict(start)}
    for who, looks_again, typed in edits:
        if looks_again:
            seen[who] = dict(stored)
        was, yours = seen[who], {**seen[who], **typed}
        merged = merge(was, stored, yours)
        after = stored if merged.clashes else {**stored, **merged.changes}
        clashing = {clash.key for clash in merged.clashes}
        for key, words in yours.items():
            if words == was[key]:
                assert key not in merged.changes, "a field nobody touched keeps what the other one stored"
            elif key not in clashing and not clashing:
                assert after[key] == words
        for clash in merged.clashes:
            assert len({clash.was, clash.theirs, clash.yours}) == 3, "only what both changed differently is a clash"
        stored = dict(after)
        if not merged.clashes:
            seen[who] = dict(stored)

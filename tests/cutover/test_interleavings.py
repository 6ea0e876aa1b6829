"""Two people at one step, in any order of looking, writing and choosing: nothing acknowledged is silently lost.

Here a few dozen orders are tried, with `pytest --hypothesis-profile=search tests/cutover/test_interleavings.py` 10,000.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from firstlight.cutover.models import Run, RunStep
from firstlight.kernel.errors import Conflict
from firstlight.ledger.models import Entry
from firstlight.ledger.queries import verify
from firstlight.web.forms.entering import enter, entry_of
from tests.cast import Cast
from tests.cutover.running import Weekend, weekend

WHO = ("wo", "sl")
FIELDS = ("note", "evidence", "owner", "backup")
ORDERS = 10_000 if settings.default.max_examples > 100 else 40


@dataclass
class Form:
    """A page that somebody has open: what stood in it, at which version, and what they made of it."""

    stood: dict[str, str]
    seen: int
    typed: dict[str, str] = field(default_factory=dict)
    clashes: list[dict[str, str]] = field(default_factory=list)
    version: int = 0


class AtOneStep(RuleBasedStateMachine):
    """Each has a page open. What a field says was written by somebody who had seen what stood there before."""

    made: Weekend

    @initialize()
    def open(self) -> None:
        self.forms = {who: self._looked() for who in WHO}
        self.stands = {name: getattr(self.made.step("1"), name) for name in FIELDS}
        self.written = dict.fromkeys(FIELDS, 0)  # the version at which a field was written last, and by whom
        self.writers = dict.fromkeys(FIELDS, "")
        self.words = 0

    def _looked(self) -> Form:
        step = self.made.step("1")
        return Form({name: getattr(step, name) for name in FIELDS}, self.made.version)

    @rule(who=st.sampled_from(WHO))
    def looks(self, who: str) -> None:
        """Loads the page anew; what was typed and not sent is given up."""
        self.forms[who] = self._looked()

    @rule(who=st.sampled_from(WHO), name=st.sampled_from(FIELDS), same=st.booleans())
    def types(self, who: str, name: str, same: bool) -> None:
        """Something new, or the same that the other one has typed."""
        self.words += 1
        other = self.forms[WHO[who == WHO[0]]].typed.get(name)
        people = ("Kim Park", "Anna Prahl", "Cora Mees")
        fresh = people[self.words % 3] if name in ("owner", "backup") else f"{who} {self.words}"
        self.forms[who].typed[name] = other if same and other else fresh

    @precondition(lambda self: any(form.typed and not form.clashes for form in self.forms.values()))
    @rule(who=st.sampled_from(WHO))
    def sends(self, who: str) -> None:
        """The form as the page sends it: every field, and beside each one what stood there."""
        form = self.forms[who]
        if form.typed and not form.clashes:
            self._send(who, form, form.seen)

    @precondition(lambda self: any(form.clashes for form in self.forms.values()))
    @rule(who=st.sampled_from(WHO), mine=st.booleans())
    def chooses(self, who: str, mine: bool) -> None:
        """Mine, or theirs, having seen both."""
        form = self.forms[who]
        if not form.clashes:
            return
        if not mine:
            for one in form.clashes:
                form.typed.pop(one["field"])
        form.clashes = []
        if form.typed:
            self._send(who, form, form.version)

    def _send(self, who: str, form: Form, seen: int) -> None:
        group = "note" if {"note", "evidence"} & set(form.typed) else "reassign"
        names = FIELDS[:2] if group == "note" else FIELDS[2:]
        said = {name: form.typed.get(name, form.stood[name]) for name in names}
        given = {"act": f"{group} 1", "seen": str(seen), **said, **{f"was-{name}": form.stood[name] for name in names}}
        changed = {name: words for name, words in form.typed.items() if name in names and words != form.stood[name]}
        theirs = {name for name in FIELDS if self.written[name] > seen and self.writers[name] != who}
        clashing = {name for name, words in changed.items() if name in theirs and self.stands[name] != words}
        before = self._count()
        try:
            self._entered(who, given)
        except Conflict as refused:
            both = refused
        else:
            both = None
        if both is not None:
            told: list[dict[str, str]] = both.facts["clashes"]
            assert both.code == "both-changed"
            assert {one["field"] for one in told} == clashing, "what clashes is told, all of it and nothing else"
            for one in told:
                assert (one["theirs"], one["yours"]) == (self.stands[one["field"]], changed[one["field"]])
            assert self._count() == before
            form.clashes, form.version = told, both.facts["version"]
            return
        assert not clashing, "what the other one wrote was written over without a word"
        for name, words in changed.items():
            if self.stands[name] != words or group == "reassign":
                self.written[name], self.writers[name] = self.made.version, who
            self.stands[name] = words
        self.forms[who] = self._looked()

    def _entered(self, who: str, given: dict[str, str]) -> None:
        gives = given["act"].startswith("reassign")
        by = {"wo": "cm", "sl": "pl"}[who] if gives else who  # who leads gives a step to somebody else
        if gives and given["owner"] == given["was-owner"] and given["backup"] == given["was-backup"]:
            return
        run = Run.objects.get(pk=self.made.run.pk)
        enter(self.made.cast.context(by, self.made.now), run, entry_of(given, run))

    def _count(self) -> int:
        return Entry.objects.filter(stream=self.made.cast.project.uid).count()

    @invariant()
    def what_was_acknowledged_stands(self) -> None:
        if hasattr(self, "stands"):
            step: Any = RunStep.objects.values(*FIELDS).get(run=self.made.run, ref="1")
            assert step == self.stands

    def teardown(self) -> None:
        assert verify(self.made.cast.project).ok


@pytest.mark.django_db
def test_two_people_at_one_step_lose_nothing_in_any_order(cast: Cast) -> None:
    tried, night = 0, weekend(cast, {"ref": "1"}, {"ref": "2"})

    class Here(AtOneStep):
        """Each trial is undone, so that the next one finds the same run."""

        def __init__(self) -> None:
            nonlocal tried
            super().__init__()
            self.made = night
            self.savepoint = transaction.savepoint()
            tried += 1

        def teardown(self) -> None:
            super().teardown()
            transaction.savepoint_rollback(self.savepoint)

    run_state_machine_as_test(Here, settings=settings(max_examples=ORDERS, stateful_step_count=14, deadline=None))
    print(f"\n{tried:,} orders in which two people look, write and choose")
    assert tried >= ORDERS

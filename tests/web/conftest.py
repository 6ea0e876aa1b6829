"""A project in the middle of its life, as pages show it: scope, tests, words, signatures, two assessments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.template import Template
from django.test import Client

from firstlight.kernel.context import Context
from firstlight.web.viewing import CONFIRMED
from tests.cast import Cast, added
from tests.prepared import Prepared
from tests.testing.room import junit

#: A name that would run, if any page let it.
HOSTILE = "<script>alert(1)</script>"


@dataclass(frozen=True)
class Stage:
    """The cast with their project on the way to go-live."""

    cast: Cast
    inside: Context

    @property
    def project(self) -> Any:
        return self.cast.project

    def client(self, ref: str = "pl") -> Client:
        """A browser in which one of the cast is signed in."""
        return self.signed_in(self.cast.users[ref])

    def outsider(self) -> Client:
        """A browser of someone who is in another project."""
        return self.signed_in(self.cast.outsider)

    def signed_in(self, user: Any) -> Client:
        """The browser of someone who has signed in a moment ago."""
        client = Client()
        client.force_login(user)
        session = client.session
        session[CONFIRMED] = self.inside.now.timestamp()
        session.save()
        return client

    def post(self, address: str, ref: str = "pl", **data: Any) -> Any:
        """What one of the cast gets for sending a form to an address below the project."""
        return self.client(ref).post(f"/p/{self.project.slug}/{address}", data)

    def get(self, address: str, ref: str = "pl", **more: Any) -> Any:
        """What one of the cast gets from an address below the project."""
        return self.client(ref).get(f"/p/{self.project.slug}/{address}", **more)

    def text(self, address: str, ref: str = "pl") -> str:
        """The page as text; it must be there."""
        response = self.get(address, ref)
        assert response.status_code == 200, (address, response.status_code)
        return str(response.content.decode())

    def assess(self, later: timedelta = timedelta()) -> Any:
        from firstlight.readiness.actions import assess_project

        return assess_project(Context(self.inside.actor, self.inside.now + later, self.project))

    def change(self, action: Callable[..., Any], sheet: Any, *rows: dict[str, Any]) -> None:
        """Add rows to a list of the project."""
        action(self.inside, self.project, [added(sheet, **row) for row in rows])

    def attest(
        self, ref: str, check: str, role: str, state: str = "met", statement: str = "It is so.", **more: Any
    ) -> Any:
        """The word of one of the cast on a check."""
        from firstlight.assurance.actions import attest

        person = self.cast.people[ref]
        return attest(
            self.cast.context(ref), check_ref=check, person=person, role=role, state=state, statement=statement, **more
        )

    def sign(self, ref: str, on: str, role: str) -> Any:
        """One of the cast signs what is there now."""
        from firstlight.assurance.actions import sign
        from firstlight.kernel.renderings import render

        today = render(self.project, on, self.inside.now)
        assert today is not None
        return sign(
            self.cast.context(ref), on=on, person=self.cast.people[ref], role=role, statement="Agreed.",
            digest=today.digest(),
        )  # fmt: skip

    def evidence(self, data: bytes = b"minutes", name: str = "minutes.txt") -> Any:
        """A file that is kept as evidence."""
        from firstlight.assurance.actions import keep_evidence

        return keep_evidence(self.inside, data, name=name, effective=self.inside.now - timedelta(days=1))


def add_scope(stage: Stage) -> None:
    """Three processes, two requirements, an integration, a part, a rollout."""
    from firstlight.scope import actions, sheets

    stage.change(
        actions.change_rollouts,
        sheets.ROLLOUTS,
        {"ref": "W1", "title": "Wave 1", "go_live": date(2026, 12, 7), "users": 420, "countries": ("DE", "NL")},
    )
    stage.change(
        actions.change_processes,
        sheets.PROCESSES,
        {"ref": "65", "title": "Order to cash", "level": 1},
        {"ref": "65.20", "title": "Manage sales orders", "level": 2, "parent": "65"},
        {
            "ref": "65.20.050",
            "title": "Take sales orders",
            "level": 3,
            "parent": "65.20",
            "rollout": "W1",
            "owner": "Paula Ortiz",
        },
    )
    stage.change(
        actions.change_requirements,
        sheets.REQUIREMENTS,
        {"ref": "R-1", "title": "Take an order with a deposit", "process": "65.20.050", "priority": "must"},
        {"ref": "R-2", "title": "Invoice by weight", "kind": "regulatory", "regulation": "VAT, Germany"},
    )
    stage.change(
        actions.change_integrations,
        sheets.INTEGRATIONS,
        {
            "ref": "I-1",
            "title": "Bank statements",
            "kind": "batch",
            "pattern": "File exchange",
            "system": "House bank",
            "volume_a_day": 1200,
            "peak_an_hour": 600,
            "criticality": "high",
        },
    )
    stage.change(actions.change_parts, sheets.PARTS,
                 {"ref": "P-1", "title": "Catch weight pricing", "kind": "isv", "vendor": "Weighwell"})  # fmt: skip


def add_tests(stage: Stage) -> None:
    """A cycle with two cases, of which one fails."""
    from firstlight.testing import actions, sheets

    stage.change(
        actions.change_cycles,
        sheets.CYCLES,
        {
            "ref": "UAT-1",
            "title": "Acceptance",
            "kind": "uat",
            "start": date(2026, 11, 2),
            "end": date(2026, 11, 13),
            "exit_pass_share": 100,
        },
    )
    stage.change(actions.change_cases, sheets.CASES,
                 {"ref": "TC-1", "title": "Deposit", "requirements": ("R-1",), "cycles": ("UAT-1",), "path": "usual"},
                 {"ref": "TC-2", "title": "Weight", "requirements": ("R-2",), "cycles": ("UAT-1",),
                  "path": "usual"})  # fmt: skip
    data = junit([("TC-1 deposit", "passed"), ("TC-2 weight", "failed")])
    actions.import_results(stage.inside, cycle_ref="UAT-1", file="tests/uat-1.xml", data=data)


def add_registers(stage: Stage) -> None:
    """Actions, of which one is overdue, and a dependency that is promised too late."""
    from firstlight.assurance.actions import change_actions
    from firstlight.assurance.sheets import ACTIONS
    from firstlight.dependencies.actions import change_dependencies
    from firstlight.dependencies.sheets import DEPENDENCIES

    stage.change(
        change_actions,
        ACTIONS,
        {
            "ref": "A-1",
            "title": "Retest weights",
            "check_ref": "acceptance.requirements-tested",
            "owner": "Programme lead",
            "due": date(2026, 11, 18),
            "priority": "high",
            "risk": "high",
            "state": "open",
        },
        {
            "ref": "A-2",
            "title": "Ask the bank",
            "owner": "Sami Laine",
            "due": date(2026, 12, 1),
            "priority": "low",
            "risk": "low",
            "state": "done",
        },
    )
    stage.change(change_dependencies, DEPENDENCIES,
                 {"ref": "D-1", "title": "Scanners", "provider": "Scanwell", "kind": "service",
                  "promised": date(2026, 12, 10), "confirmed_on": date(2026, 11, 1), "cadence_days": 7,
                  "requirements_state": "agreed", "in_scope": True})  # fmt: skip


@pytest.fixture(autouse=True)
def _pages_are_looked_at_when_tests_play(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Faces read the clock on the wall; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture(autouse=True)
def _nobody_has_knocked_yet() -> None:
    """Who knocked too often in one test may knock in the next."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _contexts_are_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests read pages, not contexts; copying one for each of a thousand components takes longer than the page."""
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))


@pytest.fixture
def bare(cast: Cast, prepared: Prepared) -> Stage:
    """A project that has people and a checklist, and nothing else."""
    return prepared("bare", lambda: Stage(cast, cast.machine))


@pytest.fixture
def stage(bare: Stage, prepared: Prepared, now: datetime) -> Stage:
    """A project with everything, assessed twice; what the sponsor signed in between has changed."""
    return prepared("stage", lambda: _played(bare, now))


def _played(bare: Stage, now: datetime) -> Stage:
    from firstlight.scope.actions import keep_baseline

    add_scope(bare)
    add_tests(bare)
    bare.sign("es", "scope", "executive-sponsor")
    keep_baseline(bare.inside, name="Scope as agreed")
    file = bare.evidence()
    bare.attest("pl", "support.transition", "project-lead", files=[file], statement="Agreed line by line.",
                effective=now - timedelta(days=1))  # fmt: skip
    bare.assess()
    add_registers(bare)
    from firstlight.scope import actions, sheets

    bare.change(actions.change_requirements, sheets.REQUIREMENTS, {"ref": "R-3", "title": "Added later"})
    bare.assess()
    return bare

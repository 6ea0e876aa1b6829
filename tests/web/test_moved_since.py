"""A slip is seen on every page that shows the judgement, before anybody judges again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from firstlight.dependencies.models import Dependency
from firstlight.ledger.keeping import forget
from tests.web.conftest import Stage
from tests.web.test_provider_page import answer, link_of

PAGES = ("", "readiness/", "readiness/dependencies/", "checks/dependencies.aligned/")
LATE = "Scanwell promises D-1 Scanners for 10 Dec 2026; that is 3 days after 7 Dec 2026, when it is needed."


def _says_so(page: str) -> bool:
    return "since assessment 3, not judged yet" in page or "Since assessment 3, which does not count it yet:" in page


@pytest.fixture
def judged(stage: Stage) -> Stage:
    """D-1 was promised in time when the project was judged."""
    Dependency.objects.update(promised=date(2026, 12, 4), scope_refs=["I-1"])
    stage.assess(timedelta(hours=1))
    return stage


@pytest.mark.requirement("DEP-01")
def test_a_provider_moves_its_date_by_its_link_and_readiness_says_so(judged: Stage) -> None:
    for address in PAGES:
        assert not _says_so(judged.text(address)), address
    assert answer(link_of(judged), "moved", "2026-12-10").status_code == 303
    for address in PAGES:
        page = judged.text(address)
        assert LATE in page, address
        assert "I-1 Bank statements and W1 Wave 1 wait for it." in page, address
        assert _says_so(page), address
    judged.assess(timedelta(hours=2))
    for address in PAGES:
        assert not _says_so(judged.text(address)), address
    assert LATE in judged.text("checks/dependencies.aligned/")


def test_a_date_that_comes_back_in_time_is_said_too(judged: Stage) -> None:
    Dependency.objects.update(promised=date(2026, 12, 10))
    judged.assess(timedelta(hours=2))
    Dependency.objects.update(promised=date(2026, 12, 4))
    assert "What all 1 external dependencies promise comes in time." in judged.text("readiness/")


def test_what_does_not_apply_is_not_read_again(judged: Stage) -> None:
    judged.project.profile = {"external_dependencies": False}
    judged.project.save(update_fields=["profile"])
    judged.assess(timedelta(hours=2))
    Dependency.objects.update(promised=date(2026, 12, 10))
    assert not _says_so(judged.text("readiness/"))


@pytest.mark.requirement("DEP-01")
def test_what_of_the_scope_waits_for_it_says_so_wherever_it_stands(judged: Stage) -> None:
    Dependency.objects.update(scope_refs=["I-1", "P-1", "R-1", "65.20.050"])
    lists = ("scope/integrations/", "scope/parts/", "scope/requirements/", "scope/rollouts/")
    for address in lists:
        assert "which comes too late" not in judged.text(address), address
    assert "Promised for 4 Dec 2026." in judged.text("scope/delivered/items/integration/I-1/")
    assert answer(link_of(judged), "moved", "2026-12-10").status_code == 303
    for address in lists:
        assert "waits for D-1, which comes too late" in judged.text(address), address
    for address in ("scope/delivered/items/part/P-1/", "scope/processes/65.20.050/"):
        page = judged.text(address)
        assert f'href="/p/{judged.project.slug}/dependencies/D-1/"' in page, address
        assert LATE in page, address
    Dependency.objects.update(delivered_on=date(2026, 11, 20))
    forget()  # past the door that everything else comes in by
    assert "which comes too late" not in judged.text("scope/integrations/")
    assert "Waits for others" not in judged.text("scope/processes/65.20.050/")

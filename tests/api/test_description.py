"""The API does what its description says, whatever it is sent; and it reaches everything that a page can do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks as openapi_checks

from firstlight.api import limits
from firstlight.api.operations.doing import EXCEPTIONS
from firstlight.api.service import api, description
from firstlight.api.shapes import REACHED
from firstlight.kernel.actions import actions
from firstlight.workspace.roles import EVERY_RIGHT
from tests.api.conftest import program
from tests.web.conftest import Stage

CHECKS = (
    not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
)

#: What stands in an address where nothing else is tried, so that operations are reached and not just missed.
THERE = {"slug": "wave-1", "sheet": "scope.requirements", "row": "R-1", "ref": "support.transition", "number": 1}


@pytest.mark.requirement("PLT-03")
def test_everything_that_a_person_may_do_is_reached_by_an_operation() -> None:
    reached = {one.name for called in REACHED.values() for one in called if hasattr(one, "name")}
    ours = [(name, one) for name, one in actions.items() if name.startswith("firstlight.")]
    wanted = {name for name, one in ours if one.policy.right in EVERY_RIGHT}
    missing = wanted - reached - {f"firstlight.{name}" for name in EXCEPTIONS}
    assert sorted(missing) == [], "give these an operation, or say why there is none"
    assert not {f"firstlight.{name}" for name in EXCEPTIONS} & reached, "these are reached: take them out"
    assert not {f"firstlight.{name}" for name in EXCEPTIONS} - wanted, "these are no actions of persons: take them out"


def _operations() -> list[Any]:
    views = [view for bound in api._get_bound_routers() for view in bound.path_operations.values()]
    return [one for view in views for one in view.operations]


def test_what_is_said_to_be_reached_belongs_to_an_operation_that_writes() -> None:
    by_name = {one.view_func.__name__: one for one in _operations()}
    assert len(by_name) == len(_operations()), "two operations have one name"
    for name in REACHED:
        assert set(by_name[name].methods) & {"POST", "PUT", "PATCH", "DELETE"}, name


def test_the_description_is_openapi_3_1_and_open_to_all() -> None:
    document = Client().get("/api/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert document == description()
    for path, methods in document["paths"].items():
        assert path.startswith("/api/v1/")
        for method, one in methods.items():
            assert one["description"], one["operationId"]
            names = [parameter["name"] for parameter in one["parameters"]]
            assert ("Idempotency-Key" in names) == (method != "get"), one["operationId"]
            for status, answer in one["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"]


def test_the_page_shows_every_operation_and_runs_nothing_from_elsewhere(db: None) -> None:
    page = Client().get("/api/docs")
    text = page.content.decode()
    assert page.status_code == 200
    assert "'self'" in page.headers["Content-Security-Policy"]
    for one in _operations():
        assert f'id="{one.view_func.__name__}"' in text
    assert "<script>" not in text
    assert "//cdn" not in text


def _try(operation: Any, secret: str, examples: int) -> int:
    """Send generated requests to an operation; whatever they change is undone. Returns how many were sent."""
    sent = 0
    headers = {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {secret}"} if secret else {})}

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def attempt(case: Any) -> None:
        nonlocal sent
        sent += 1
        case.path_parameters = {**(case.path_parameters or {}), "slug": "wave-1"}
        if sent % 3:
            case.path_parameters |= {name: THERE[name] for name in case.path_parameters if name in THERE}
        limits._buckets.clear()
        with transaction.atomic():
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(response, checks=list(CHECKS))

    attempt()
    return sent


@pytest.fixture
def schema(stage: Stage) -> Iterator[Any]:
    """The description as the application gives it. Its requests leave the test's connection open."""
    both = (signals.request_started, signals.request_finished)
    for one in both:
        one.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    for one in both:
        one.connect(close_old_connections)


def _every(schema: Any, secret: str, examples: int, part: int = 0, parts: int = 1) -> int:
    only = os.environ.get("FIRSTLIGHT_OPERATION", "")
    found = [one.ok() for one in schema.get_all_operations()]
    return sum(_try(one, secret, examples) for one in found[part::parts] if only in one.label)


@pytest.mark.requirement("PLT-03")
def test_no_request_of_a_member_breaks_it(schema: Any, stage: Stage) -> None:
    assert _every(schema, program(stage).secret, 6) > 100


def test_no_request_of_a_stranger_breaks_it(schema: Any) -> None:
    assert _every(schema, "", 2) > 40


#: It takes minutes, and parts of it run beside each other.
PARTS = 6


@pytest.mark.thorough
@pytest.mark.parametrize("part", range(PARTS))
def test_no_request_of_many_breaks_it(schema: Any, stage: Stage, part: int) -> None:
    assert _every(schema, program(stage).secret, 60, part, PARTS) > 1000 / PARTS

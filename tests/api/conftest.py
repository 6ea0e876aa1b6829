"""Programs that call: each with a token of one of the cast."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firstlight.access.actions import make_token
from firstlight.api import limits
from tests.web.conftest import (  # noqa: F401  (the same project, seen through another face)
    Stage,
    _contexts_are_not_copied,
    _pages_are_looked_at_when_tests_play,
    bare,
    stage,
)


@dataclass(frozen=True)
class Program:
    """A program with a token, or without one."""

    secret: str = ""
    slug: str = "wave-1"

    def send(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        """What it gets. `address` is below the project, or begins with a slash; headers in words: if_match."""
        path = address if address.startswith("/") else f"/api/v1/projects/{self.slug}/{address}"
        path = path.rstrip("/") if address == "" else path
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            said["Authorization"] = f"Bearer {self.secret}"
        content = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return Client().generic(method, path, **content, headers=said)

    def get(self, address: str, **headers: str) -> Any:
        return self.send("GET", address, **headers)

    def post(self, address: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", address, body, **headers)

    def upload(self, address: str, data: bytes, name: str, key: str = "", **fields: Any) -> Any:
        """Send a file and fields as a form."""
        said = {"Authorization": f"Bearer {self.secret}", **({"Idempotency-Key": key} if key else {})}
        file = SimpleUploadedFile(name, data)
        return Client().post(f"/api/v1/projects/{self.slug}/{address}", {"file": file, **fields}, headers=said)


def program(stage: Stage, ref: str = "pl", reach: str = "all", days: int = 30) -> Program:  # noqa: F811
    """A program of one of the cast."""
    context = stage.cast.context(ref)
    expires = context.now + timedelta(days=days)
    _, secret = make_token(context, person=stage.cast.people[ref], name="pipeline", reach=reach, expires=expires)
    return Program(secret)


@pytest.fixture
def lead(stage: Stage) -> Program:  # noqa: F811
    return program(stage)


@pytest.fixture(autouse=True)
def _every_test_has_a_minute_of_its_own(now: datetime) -> Iterator[None]:
    limits._buckets.clear()
    yield
    limits._buckets.clear()

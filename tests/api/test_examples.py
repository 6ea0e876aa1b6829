"""The examples of the documentation do what they say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.api.conftest import Program
from tests.testing.room import junit
from tests.web.conftest import Stage

#: What the files hold that the examples send.
FILES = {
    "results.xml": junit([("TC-1 deposit", "passed")]),
    "requirements.csv": b"Ref,Title\nR-9,New one\n",
}


def _curl(words: list[str]) -> Any:
    """What a curl command of the page would get. Only what the page uses is known."""
    method, headers, body, form, address = "", {}, "", {}, ""
    rest = iter(words[1:])
    for word in rest:
        if word == "-X":
            method = next(rest)
        elif word == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(rest)
        elif word == "-F":
            name, _, value = next(rest).partition("=")
            form[name] = SimpleUploadedFile(value[1:], FILES[value[1:]]) if value.startswith("@") else value
        elif word == "--fail-with-body":
            continue  # the test looks at what was answered itself
        else:
            assert not word.startswith("-"), f"{word} is not known here"
            address = word
    if form:
        return Client().post(address, form, headers=headers)
    content = headers.pop("Content-Type", "")
    return Client().generic(method or "GET", address, body, content_type=content, headers=headers)


def _examples(repository: Path) -> list[str]:
    return re.findall(
        r"```sh\n(curl .+?)\n```", (repository / "docs" / "api.md").read_text(encoding="utf-8"), re.DOTALL
    )


@pytest.mark.requirement("PLT-03")
def test_each_example_of_the_page_works(lead: Program, stage: Stage, repository: Path) -> None:
    examples = _examples(repository)
    assert len(examples) == 6
    answers = []
    for example in examples:
        said = example.replace("$FIRSTLIGHT", "/api/v1/projects/wave-1").replace("$TOKEN", lead.secret)
        answers.append(_curl(shlex.split(said)))
        assert answers[-1].status_code in (200, 201), (example, answers[-1].content)
    readiness, looked, results, row, preview, ledger = (answer.json() for answer in answers)
    assert readiness["verdict"] == "no-go"
    assert (looked["tests"], looked["matched"]["ref"], looked["known"]) == (1, 1, False)
    assert (results["cycle"], results["passed"]) == ("UAT-1", 1)
    assert row["values"]["priority"] == "should"
    assert preview["lists"][0]["added"] == 1
    assert [entry["sequence"] for entry in ledger["entries"]][:2] == [4, 5]


def test_the_page_names_every_reach() -> None:
    from firstlight.access.rules import REACHES
    from tests.conftest import REPOSITORY

    page = (REPOSITORY / "docs" / "api.md").read_text(encoding="utf-8")
    assert all(f"| {reach.title} |" in page for reach in REACHES.values())

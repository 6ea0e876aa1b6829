"""What tests begin with is the same whether it was made for them or laid out."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from firstlight.assurance.actions import keep_evidence
from firstlight.workspace.models import Person, Project
from tests.cast import Cast, make_cast
from tests.prepared import Prepared, everything_stored, test_begins
from tests.web.conftest import Stage, bare, stage  # noqa: F401


def _laid(now: datetime, name: str, also: Any = None) -> tuple[Any, Any, dict[str, bytes], Cast, Any]:
    """All rows and files after a cast and what was made upon it, and these two; the database is as before."""
    made = 0

    def rename(cast: Cast) -> dict[str, Any]:
        nonlocal made
        made += 1
        Project.objects.filter(pk=cast.project.pk).update(name="Wave 1 again")
        cast.project.refresh_from_db()
        file = keep_evidence(cast.machine, b"minutes", name="minutes.txt", effective=now)
        return {"file": file, "whose": cast.people["pl"]}

    test_begins()
    with transaction.atomic():
        prepared = Prepared(now)
        cast = prepared(name, lambda: make_cast(now))
        if also:
            also()
        renamed = prepared("renamed", lambda: rename(cast))
        folder = Path(settings.DATA_FOLDER)
        files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        stored = everything_stored()
        transaction.set_rollback(True)
    return made, stored, files, cast, renamed


def test_rows_files_and_values_are_the_same(db: None, now: datetime, settings: Any, tmp_path: Path) -> None:
    times, stored, files, _, _ = _laid(now, "first here")
    assert times == 1
    settings.DATA_FOLDER = tmp_path / "elsewhere"
    times, again, files_again, cast, renamed = _laid(now, "first here")
    assert times == 0
    assert again == stored
    assert files_again == files
    assert list(files.values()).count(b"minutes") == 1
    assert cast.project.name == "Wave 1 again"
    assert cast.machine.project is cast.project
    assert renamed["whose"] is cast.people["pl"]


# The first begins with the packs, the second with nothing, the third with what the second did.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(3))
def test_it_is_laid_out_too_where_each_statement_is_a_transaction(stage: Stage, _again: int) -> None:  # noqa: F811
    assert stage.text("readiness/")


def test_it_is_made_again_for_another_time_and_upon_anything_else(db: None, now: datetime) -> None:
    assert _laid(now, "second here")[0] == 1
    assert _laid(now + timedelta(hours=1), "second here")[0] == 1

    def write() -> None:
        Person.objects.filter(ref="pl").update(name="Somebody else")

    assert _laid(now, "second here", write)[0] == 1
    assert _laid(now, "second here")[0] == 0


def test_what_takes_rows_away_is_refused(db: None, now: datetime) -> None:
    prepared = Prepared(now)
    prepared("third here", lambda: make_cast(now))
    with pytest.raises(AssertionError, match="takes no row away"):
        prepared("fewer people", lambda: Person.objects.filter(ref="au").delete())

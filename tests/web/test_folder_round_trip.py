"""A project goes out as a folder and comes in elsewhere without a difference."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from firstlight.intake.folder import Choice, give_folder, load_folder
from firstlight.intake.folder.archives import unpacked, write_files, write_zip
from firstlight.kernel.context import Context
from firstlight.readiness.actions import assess_project
from firstlight.readiness.queries import body_of
from firstlight.reporting.records.tables import path_to_project
from firstlight.workspace.models import Project
from firstlight.workspace.roles import FOLDER_READER
from tests.web.conftest import HOSTILE, Stage

#: What is made anew in another workspace, or tells when a row came in there.
ANEW = {"id", "project", "recorded", "user", "loaded", "position", "batch"}


def files_of(project: Any, now: Any) -> dict[str, bytes]:
    """The folder in memory."""
    return {str(path): read() for path, read in give_folder(Context(FOLDER_READER, now, project))}


def elsewhere(files: dict[str, bytes], folder: Path, now: Any, slug: str = "elsewhere-too") -> Project:
    """The same files as another project."""
    write_files(folder, [(Path(name), lambda data=data: data) for name, data in files.items()])  # type: ignore[misc]
    return load_folder(Context(FOLDER_READER, now), folder, choice=Choice(slug=slug)).project


@pytest.fixture
def full(stage: Stage) -> Stage:
    """A project with what the stage lacks: a tailored check, an accepted risk, two files of one name, odd texts."""
    from datetime import timedelta

    from firstlight.packs.actions import accept_risk, tailor_checks
    from firstlight.packs.sheets import CHECKS

    stage.change(
        tailor_checks,
        CHECKS,
        {"check_ref": "cutover.night-bus", "kind": "added", "title": "A shuttle runs", "reason": "No trains at one",
         "obligation": "recommended", "by": ("cutover-manager",)},
    )  # fmt: skip
    now = stage.inside.now
    accept_risk(stage.cast.context("es"), check_ref="scope.agreed", reason=f"=1+1 {HOSTILE}\n'so be it",
                person=stage.cast.people["es"], expires=now + timedelta(days=30))  # fmt: skip
    _asked_and_refused(stage)
    stage.evidence(b"other minutes", "minutes.txt")
    stage.evidence(b"deep", "../..\\con/.hidden: a?b.txt")
    stage.evidence(b"like signed content", "signed/0.json")
    return stage


def _asked_and_refused(stage: Stage) -> None:
    """A request for signatures, a delegation, a refusal, and a change that is declared immaterial."""
    from datetime import timedelta

    from firstlight.assurance.actions import ask_for_signatures, declare_immaterial, delegate_signing, refuse_to_sign
    from firstlight.assurance.actions.asking import Step
    from firstlight.assurance.models import Signature
    from firstlight.kernel.renderings import render

    cast, now = stage.cast, stage.inside.now
    today = render(stage.project, "scope", now)
    assert today is not None
    steps = [Step(1, ((cast.people["ap"], "approver"), (cast.people["po"], "process-owner")))]
    ask_for_signatures(cast.context("pl"), on="scope", person=cast.people["pl"], reason="For Thursday", steps=steps)
    delegate_signing(cast.context("ap"), giver=cast.people["ap"], delegate=cast.people["po"], on="",
                     since=now, until=now + timedelta(days=3), reason="On leave")  # fmt: skip
    refuse_to_sign(cast.context("po"), on="scope", person=cast.people["po"], role="process-owner",
                   reason="Returns are missing.", digest=today.digest())  # fmt: skip
    given = Signature.objects.get(project=stage.project, on="scope")
    declare_immaterial(cast.context("pl"), given, digest=today.digest(), because="Agreed in the minutes.")


def named(row: Any) -> str:
    """A row that another one refers to, without the number of its project."""
    if row is not None and row._meta.label == "readiness.Assessment":
        return f"assessment {row.number}"
    return re.sub(r"^[0-9]+ (lets|as) .*", r"\1", str(row))


def rows_of(model: type[models.Model], project: Any) -> list[dict[str, Any]]:
    """The rows of a project, with what they refer to by its name."""
    path = path_to_project(model)
    rows = []
    for row in model._default_manager.filter(**{path: project}):
        found = {
            field.name: named(getattr(row, field.name)) if field.is_relation else getattr(row, field.name)
            for field in model._meta.concrete_fields
            if field.name not in ANEW
        }
        found |= {field.name: sorted(map(str, getattr(row, field.name).all())) for field in model._meta.many_to_many}
        if model._meta.label == "assurance.EvidenceFile" and found["name"].startswith("signed/"):
            continue  # the content of a signature lies beside it
        rows.append(found)
    return sorted(rows, key=repr)


OF_PROJECTS = [one for one in apps.get_models() if one.__module__.startswith("firstlight.") and path_to_project(one)]


def test_every_row_is_the_same_elsewhere(full: Stage, tmp_path: Path) -> None:
    now = full.inside.now
    other = elsewhere(files_of(full.project, now), tmp_path / "out", now)
    for model in OF_PROJECTS:
        assert rows_of(model, other) == rows_of(model, full.project), model._meta.label
    assert {row["name"] for row in rows_of(apps.get_model("assurance.EvidenceFile"), other)} >= {"minutes.txt"}


def test_the_same_verdict_with_the_same_reasons_is_found_elsewhere(full: Stage, tmp_path: Path) -> None:
    now = full.inside.now
    other = elsewhere(files_of(full.project, now), tmp_path / "out", now)
    here = body_of(assess_project(full.inside))
    there = body_of(assess_project(Context(FOLDER_READER, now, other)))
    for one in (here, there):
        one.pop("ledger")
        one["project"].pop("slug")
    for mine, theirs in zip(here["areas"], there["areas"], strict=True):
        for one, other_one in zip(mine["checks"], theirs["checks"], strict=True):
            assert one == other_one
    assert there == here
    assert {check["mark"] for area in here["areas"] for check in area["checks"]} >= {"met", "unknown", "unmet"}
    assert {one["state"] for one in there["signatures"]} >= {"valid", "missing"}


def test_what_came_in_goes_out_as_the_same_bytes(full: Stage, tmp_path: Path) -> None:
    now = full.inside.now
    first = files_of(full.project, now)
    other = elsewhere(first, tmp_path / "out", now, slug="wave-1-again")
    second = files_of(other, now)
    renamed = {"project.yaml": first["project.yaml"].replace(b"slug: wave-1\n", b"slug: wave-1-again\n")}
    assert {**first, **renamed} == second
    assert files_of(full.project, now) == first


def test_loading_it_again_into_the_same_project_changes_nothing(full: Stage, tmp_path: Path) -> None:
    from firstlight.ledger.models import Entry

    now = full.inside.now
    write_files(tmp_path / "out", [(Path(name), lambda data=data: data) for name, data in
                                   files_of(full.project, now).items()])  # type: ignore[misc]  # fmt: skip
    entries = Entry.objects.filter(stream=full.project.uid).count()
    loaded = load_folder(Context(FOLDER_READER, now), tmp_path / "out", into=full.project)
    assert [one.sheet.ref for one in loaded.differences if one.changes] == []
    assert not loaded.profile_changed
    # The content of the signature that was given on a page now lies among the evidence too.
    assert Entry.objects.filter(stream=full.project.uid).count() - entries == 1


def test_names_of_files_are_safe_on_every_disk(full: Stage) -> None:
    names = [name for name in files_of(full.project, full.inside.now) if name.startswith("evidence/")]
    assert all("\\" not in name and ".." not in name and ":" not in name for name in names)
    assert sum(name.endswith("minutes.txt") for name in names) == 2
    assert "evidence/_con/_.hidden  a b.txt" in names


def test_a_zip_of_it_comes_in_again(full: Stage) -> None:
    now = full.inside.now
    out = io.BytesIO()
    write_zip(out, "wave-1", give_folder(Context(FOLDER_READER, now, full.project)))
    again = io.BytesIO()
    write_zip(again, "wave-1", give_folder(Context(FOLDER_READER, now, full.project)))
    assert out.getvalue() == again.getvalue()
    with unpacked(out, "wave-1.zip") as root:
        found = load_folder(Context(FOLDER_READER, now), root, choice=Choice(slug="w-2"))
    assert found.project.slug == "w-2"
    assert found.ignored == ()
    assert not root.exists()


def test_a_trial_keeps_nothing(full: Stage, tmp_path: Path, count_rows: Callable[[], dict[str, int]]) -> None:
    now = full.inside.now
    write_files(tmp_path / "out", [(Path(name), lambda data=data: data) for name, data in
                                   files_of(full.project, now).items()])  # type: ignore[misc]  # fmt: skip
    before = count_rows()
    load_folder(Context(FOLDER_READER, now), tmp_path / "out", choice=Choice(slug="w-3", trial=True))
    assert count_rows() == before


@pytest.fixture
def count_rows() -> Callable[[], dict[str, int]]:
    return lambda: {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_a_folder_of_another_format_is_told_apart(full: Stage, tmp_path: Path) -> None:
    from firstlight.kernel.errors import Invalid

    files = files_of(full.project, full.inside.now)
    files["project.yaml"] = files["project.yaml"].replace(b"project/1", b"project/2")
    with pytest.raises(Invalid) as refused:
        elsewhere(files, tmp_path / "out", full.inside.now)
    assert "This folder is of format 2; this version of Firstlight reads format 1." in str(refused.value.problems)


def test_what_nothing_here_reads_is_named(full: Stage, tmp_path: Path) -> None:
    files = files_of(full.project, full.inside.now) | {"future/plan.abc": b"?", "notes.md": b"#"}
    write_files(tmp_path / "out", [(Path(name), lambda data=data: data) for name, data in files.items()])  # type: ignore[misc]
    loaded = load_folder(Context(FOLDER_READER, full.inside.now), tmp_path / "out", choice=Choice(slug="w-4"))
    assert {one.file for one in loaded.ignored} == {"future/plan.abc", "notes.md"}

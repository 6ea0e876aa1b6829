"""The whole project as files, through pages: taken along, brought in after a preview, refused with a sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from firstlight.scope.models import Requirement
from tests.web.conftest import Stage


def taken_along(stage: Stage) -> bytes:
    """The zip that the page gives."""
    response = stage.get("files/project.zip")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def uploaded(stage: Stage, data: bytes, ref: str = "pl", name: str = "wave-1.zip") -> Any:
    return stage.post("files/", ref, folder=SimpleUploadedFile(name, data))


def without_row(data: bytes, ref: str) -> bytes:
    """The same folder, where the requirements are a CSV file without that row."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if not name.endswith("/scope.xlsx"):
                new.writestr(name, old.read(name))
        rows = "Ref,Title\nR-1,Take an order with two deposits\nR-2,Invoice by weight\nR-3,Added later\nR-4,New\n"
        kept = "\n".join(line for line in rows.splitlines() if not line.startswith(f"{ref},"))
        new.writestr("wave-1/requirements.csv", kept)
    return out.getvalue()


def test_a_folder_is_looked_at_before_it_is_applied(stage: Stage) -> None:
    response = uploaded(stage, without_row(taken_along(stage), "R-3"))
    assert response.status_code == 303
    preview = response.headers["Location"]
    page = stage.client().get(preview).content.decode()
    assert "Take an order with two deposits" in page

    assert "1 added, 1 changed, 1 removed, 1 same" in page
    before = list(Requirement.objects.values_list("ref", "title"))
    assert ("R-3", "Added later") in before
    seen = page.split('name="seen" value="')[1].split('"')[0]
    done = stage.client().post(
        preview, {"seen": seen, "offered": ["scope.requirements"], "take": ["scope.requirements"]}
    )
    assert (done.status_code, done.headers["Location"]) == (303, "/p/wave-1/files/")
    titles = dict(Requirement.objects.filter(project=stage.project).values_list("ref", "title"))
    assert titles == {"R-1": "Take an order with two deposits", "R-2": "Invoice by weight", "R-4": "New"}
    assert stage.client().get(preview).status_code == 404  # it was brought in


def test_a_folder_that_says_nothing_new_is_not_offered_to_be_applied(stage: Stage) -> None:
    folder = taken_along(stage)
    preview = uploaded(stage, folder).headers["Location"]
    page = stage.client().get(preview).content.decode()
    assert "What lies beside the lists, such as evidence and results, comes in." in page
    stage.client().post(preview, {"seen": page.split('name="seen" value="')[1].split('"')[0]})
    page = stage.client().get(uploaded(stage, folder).headers["Location"]).content.decode()
    assert "The project says already all that this folder says." in page
    assert "Apply the folder" not in page
    assert "Back to the files" in page


def test_a_list_that_is_not_taken_stays(stage: Stage) -> None:
    preview = uploaded(stage, without_row(taken_along(stage), "R-3")).headers["Location"]
    page = stage.client().get(preview).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    stage.client().post(preview, {"seen": seen, "offered": ["scope.requirements"]})
    assert Requirement.objects.filter(project=stage.project, ref="R-3").exists()


def test_what_changed_since_the_preview_is_looked_at_again(stage: Stage) -> None:
    preview = uploaded(stage, without_row(taken_along(stage), "R-3")).headers["Location"]
    page = stage.client().get(preview).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    Requirement.objects.filter(ref="R-1").update(title="Changed by somebody")
    done = stage.client().post(preview, {"seen": seen})
    assert done.status_code == 409
    assert Requirement.objects.filter(ref="R-3").exists()


def test_nothing_is_different_right_after_it_was_taken_along(stage: Stage) -> None:
    preview = uploaded(stage, taken_along(stage)).headers["Location"]
    assert "Every list is as it is in the folder." in stage.client().get(preview).content.decode()


def test_the_words_of_others_do_not_come_in_with_a_lead(stage: Stage) -> None:
    from firstlight.assurance.models import Attestation

    data = taken_along(stage)
    Attestation.objects.filter(project=stage.project).delete()
    preview = uploaded(stage, data).headers["Location"]
    page = stage.client().get(preview).content.decode()
    assert "what others have said or signed comes in only with a new project" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    stage.client().post(preview, {"seen": seen})
    assert not Attestation.objects.filter(project=stage.project).exists()


def test_a_preview_is_for_whoever_uploaded_it_and_for_that_project(stage: Stage) -> None:
    preview = uploaded(stage, taken_along(stage)).headers["Location"]
    from firstlight.workspace.models import Person

    Person.objects.filter(pk=stage.cast.people["wo"].pk).update(roles=["project-lead"])
    assert stage.client("wo").get(preview).status_code == 404
    assert stage.outsider().get(preview.replace("/wave-1/", "/elsewhere/")).status_code == 404
    assert stage.client().get(preview[:-5] + "aaaa/").status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"x" * 40_000_000, "has 40 MB; a project folder of at most 31 MB is taken"), (b"", "This file is empty.")],
)
def test_an_upload_that_is_refused_says_why(stage: Stage, data: bytes, said: str) -> None:
    response = uploaded(stage, data)
    assert response.status_code == 422
    assert said in response.content.decode()


def test_what_is_no_folder_says_so(stage: Stage, settings: Any) -> None:
    preview = uploaded(stage, b"<html>hello</html>", name="wave.png").headers["Location"]
    response = stage.client().get(preview)
    assert response.status_code == 422
    assert "is no zip file, or it is damaged" in response.content.decode()
    assert len(list(Path(settings.DATA_FOLDER, "uploads").iterdir())) == 1


def test_a_folder_of_another_format_says_so(stage: Stage) -> None:
    data = taken_along(stage)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"firstlight/project/1", b"firstlight/project/9"))
    response = stage.client().get(uploaded(stage, out.getvalue()).headers["Location"])
    assert response.status_code == 422
    assert "This folder is of format 9; this version of Firstlight reads format 1." in response.content.decode()


def test_only_a_lead_brings_in_and_only_lead_and_auditor_take_along(stage: Stage) -> None:
    assert "Download the project folder" in stage.text("files/", "au")
    assert "Look at what it changes" not in stage.text("files/", "au")
    assert stage.get("files/project.zip", "wo").status_code == 403
    assert uploaded(stage, b"x", "wo").status_code == 403
    assert uploaded(stage, b"x", "au").status_code == 403

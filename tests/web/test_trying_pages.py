"""Cases tried by people without an account, on a telephone or on paper, and what of it counts."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from firstlight.testing.models import Run
from tests.web.conftest import Stage

CYCLE = "testing/cycles/UAT-1/"


def _photo() -> bytes:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Home of the tester"
    Image.new("RGB", (60, 40), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def tested(stage: Stage) -> Stage:
    """A cycle that runs, a tester, and a case with two steps."""
    from firstlight.testing import actions, sheets
    from tests.testing.room import changed

    later = changed(sheets.CYCLES, stage.project, "UAT-1", end=stage.inside.now.date(), migrated_data=True)
    actions.change_cycles(stage.inside, stage.project, [later])
    stage.change(actions.change_testers, sheets.TESTERS,
                 {"ref": "T-1", "name": "Lena Brandt", "role": "Order clerk", "place": "Hanover", "device": "Tablet"},
                 {"ref": "T-2", "name": "Bo Meier", "role": "System Administrator"})  # fmt: skip
    stage.change(
        actions.change_cases,
        sheets.CASES,
        {"ref": "TC-9", "title": "Return with a deposit", "cycles": ("UAT-1",), "requirements": ("R-3",)},
    )
    stage.change(actions.change_steps, sheets.STEPS,
                 {"case": "TC-9", "number": 1, "action": "Open the order.", "expected": "The deposit is shown."},
                 {"case": "TC-9", "number": 2, "action": "Return one crate."})  # fmt: skip
    return stage


def _links(stage: Stage, *refs: str) -> list[str]:
    """The addresses that the lead gets for these testers."""
    page = stage.post(CYCLE + "testers/", tester=list(refs))
    assert page.status_code == 200
    return re.findall(r"http://testserver(/g/[\w-]+/)", page.content.decode())


def _says(address: str, **said: Any) -> Any:
    usual = {"role": "Order clerk", "migrated_data": "yes", "device": "Tablet", "comment": ""}
    return Client().post(f"{address}TC-9/", {**usual, **said})


@pytest.mark.requirement("UAT-02", "UAT-03")
def test_a_tester_without_an_account_tries_a_case_and_it_counts_at_once(tested: Stage) -> None:
    [address] = _links(tested, "T-1")
    phone = Client().get(address).content.decode()
    assert "Return with a deposit" in phone
    assert "Not tried yet" in phone
    page = Client().get(f"{address}TC-9/").content.decode()
    for words in ("Open the order.", "The deposit is shown.", "Order clerk, Hanover, Tablet"):
        assert words in " ".join(page.split()), words
    done = _says(address, step_1="passed", step_2="passed", photos=SimpleUploadedFile("crate.jpg", _photo()))
    assert done.status_code == 303
    run = Run.objects.get(project=tested.project)
    assert (run.tester, run.outcome, run.migrated_data, run.entered_late) == ("Lena Brandt", "passed", True, False)
    photo = Client()
    photo.force_login(tested.cast.users["pl"])
    kept = photo.get(f"/p/{tested.project.slug}/evidence/{run.photos[0]}/crate.jpg")
    assert b"".join(kept.streaming_content if kept.streaming else [kept.content]).find(b"Home of the tester") == -1
    assert "1 of 3 requirements" not in tested.text("testing/coverage/"), "one path alone is a hole"
    assert "Passed" in Client().get(address).content.decode()
    line = tested.text(CYCLE + "testers/")
    assert "Lena Brandt" in line


def test_a_step_without_an_end_keeps_what_was_typed_and_says_which(tested: Stage) -> None:
    [address] = _links(tested, "T-1")
    again = _says(address, step_1="passed", comment="The list was slow.")
    assert again.status_code == 422
    assert "still open: 2" in again.content.decode()
    assert "The list was slow." in again.content.decode()
    assert not Run.objects.exists()
    assert _says(address, step_1="failed", said_1="The price is missing.").status_code == 303
    run = Run.objects.get()
    assert (run.outcome, run.steps) == (
        "failed",
        [{"number": 1, "outcome": "failed", "comment": "The price is missing."}],
    )


@pytest.mark.requirement("UAT-03")
def test_what_an_administrator_passes_does_not_count(tested: Stage) -> None:
    [address] = _links(tested, "T-2")
    assert _says(address, step_1="passed", step_2="passed", role="System Administrator").status_code == 303
    page = tested.text(CYCLE)
    assert "Passes that do not count" in page
    assert "which may do everything" in page


def test_the_same_tap_twice_makes_one_run(tested: Stage) -> None:
    [address] = _links(tested, "T-1")
    page = Client().get(f"{address}TC-9/").content.decode()
    found = re.search(r'name="idempotency_key" value="([^"]+)"', page)
    assert found is not None
    said = {"step_1": "passed", "step_2": "passed", "idempotency_key": found[1]}
    assert {_says(address, **said).status_code for _ in range(3)} == {303}
    assert Run.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [("page.jpg", b"<html><script>alert(1)</script></html>", "is no photo"), ("empty.png", b"", ""),
     ("cut.jpg", _photo()[:40], "is no photo"), ("huge.jpg", b"\xff\xd8\xff" + b"0" * 2**24, "at most 15 MB")],
    ids=("page", "empty", "cut", "huge"),
)  # fmt: skip
def test_what_is_no_photo_is_refused_by_name_and_nothing_is_half_kept(
    tested: Stage, name: str, data: bytes, words: str
) -> None:
    [address] = _links(tested, "T-1")
    refused = _says(address, step_1="passed", step_2="passed", photos=SimpleUploadedFile(name, data))
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert not Run.objects.exists()


def test_a_link_leads_to_its_own_cases_alone_and_ends_with_the_cycle(tested: Stage) -> None:
    from datetime import timedelta

    from firstlight.testing import actions, sheets
    from tests.testing.room import changed

    [address] = _links(tested, "T-1")
    assert Client().get(f"{address}TC-99/").status_code == 410
    assert Client().post(f"{address}TC-99/", {}).status_code == 410
    over = changed(sheets.CYCLES, tested.project, "UAT-1", end=tested.inside.now.date() - timedelta(days=1))
    actions.change_cycles(tested.inside, tested.project, [over])
    late = _says(address, step_1="passed", step_2="passed")
    assert late.status_code == 409
    assert "nothing more is taken by this link" in late.content.decode()
    assert not Run.objects.exists()


@pytest.mark.requirement("UAT-02")
def test_what_was_written_on_paper_is_entered_with_its_own_time_and_marked_so(tested: Stage) -> None:
    paper = tested.text(CYCLE + "script/?tester=T-1")
    for words in ("Open the order.", "The deposit is shown.", "Lena Brandt", "Enter from paper"):
        assert words in paper, words
    said = {
        "tester": "Lena Brandt",
        "at": "2026-11-18 09:15",
        "step_1": "passed",
        "step_2": "passed",
        "role": "Order clerk",
    }
    assert tested.post(CYCLE + "enter/TC-9/", "wo", **{**said, "at": "2026-12-24 10:00"}).status_code == 422
    assert tested.post(CYCLE + "enter/TC-9/", "wo", **said).status_code == 303
    run = Run.objects.get()
    assert run.entered_late
    assert run.entered_by == "Willem Oost"
    assert run.at.isoformat() == "2026-11-18T08:15:00+00:00"


def test_who_is_nobody_here_finds_none_of_it(tested: Stage) -> None:
    for address in ("testers/", "script/", "enter/TC-9/"):
        assert tested.outsider().get(f"/p/{tested.project.slug}/{CYCLE}{address}").status_code == 404, address

"""The installation's own commands: starting a folder, loading it, letting people in, looking after the ledger."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_new_folder_says_precisely_what_is_unknown(firstlight: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert firstlight("init", folder, "--product", "customer-engagement").code == 0
    answer = firstlight("assess", folder)
    assert answer.code == 2
    assert "No process is listed: put the processes that go live into scope.xlsx." in answer.out
    assert "Nobody is named: put the people of the project, with their roles, into people.xlsx." in answer.out
    document = firstlight("assess", folder, "--json").document
    assert document["project"]["product"] == "customer-engagement"
    assert {reason["kind"] for reason in document["reasons"]} == {"unknown"}
    assert [one["file"] for one in document["ignored"]] == ["README.md"]


def test_a_folder_that_holds_anything_is_never_overwritten(firstlight: Run, folder: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    answer = firstlight("init", folder)
    assert answer.code == 3
    assert "not empty" in answer.err
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_folder_is_loaded_again_and_again_as_it_changes(firstlight: Run, folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = firstlight("load", folder, data=data)
    assert (first.code, "assessment 1" in first.err) == (0, True)
    again = firstlight("load", folder, data=data)
    assert "assessment 2" in again.err
    entries = firstlight("ledger", "verify", "--json", data=data).document["entries"]
    words = (folder / "requirements.csv").read_text()
    (folder / "requirements.csv").write_text(words.replace("Confirm an order", "Confirm an order at once"))
    firstlight("load", folder, data=data)
    after = firstlight("ledger", "verify", "--json", data=data).document
    # One row changed, the project's clock was set anew, and it was assessed.
    assert after["ok"]
    assert after["entries"] - entries == 3


def test_two_programs_started_at_once_make_one_workspace(firstlight: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda command: firstlight(command, data=data), ("doctor", "doctor")))
    assert [answer.code for answer in answers] == [0, 0], [answer.err for answer in answers]


def test_a_broken_folder_changes_nothing_in_the_workspace(firstlight: Run, folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    firstlight("load", folder, data=data)
    before = firstlight("ledger", "verify", "--json", data=data).document
    with (folder / "requirements.csv").open("a") as out:
        out.write("R-3,Something new,99.99\n")
    assert firstlight("load", folder, data=data).code == 3
    assert firstlight("ledger", "verify", "--json", data=data).document == before


@pytest.mark.requirement("PLT-02")
def test_the_ledger_is_verified_from_an_export_and_an_earlier_anchor(
    firstlight: Run, folder: Path, tmp_path: Path
) -> None:
    data, export, anchor = tmp_path / "data", tmp_path / "ledger.jsonl", tmp_path / "anchor.json"
    firstlight("load", folder, data=data)
    anchor.write_text(firstlight("ledger", "anchor", "wave-1", data=data).out)
    firstlight("load", folder, data=data)
    assert firstlight("ledger", "export", "wave-1", export, data=data).code == 0
    whole = firstlight("ledger", "verify", "--file", export, "--anchor", anchor, "--json")
    assert (whole.code, whole.document["ok"], whole.document["problem"]) == (0, True, None)
    lines = export.read_text().splitlines()
    entry = json.loads(lines[5])
    assert {"sequence", "at", "actor_name", "action", "subject_text", "before", "after", "digest"} <= set(entry)
    export.write_text("\n".join([*lines[:5], lines[5].replace(entry["subject_text"], "Nobody"), *lines[6:]]) + "\n")
    touched = firstlight("ledger", "verify", "--file", export, "--json")
    assert touched.code == 2
    assert touched.document["problem"]["kind"] == "changed"
    assert touched.document["problem"]["sequence"] == 5
    export.write_text("\n".join([*lines[:3], json.dumps({"head": _head_at(lines, 2)})]) + "\n")
    assert firstlight("ledger", "verify", "--file", export).code == 0
    assert firstlight("ledger", "verify", "--file", export, "--anchor", anchor).code == 2


def _head_at(lines: list[str], sequence: int) -> dict[str, object]:
    return {"sequence": sequence, "digest": json.loads(lines[sequence])["digest"]}


def test_a_sign_in_link_is_made_for_someone_who_is_in_a_project(firstlight: Run, folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (folder / "people.csv").write_text("Ref,Name,Mail,Roles\npl,Petra Lind,petra@example.org,Project lead\n")
    firstlight("load", folder, data=data)
    answer = firstlight("sign-in-link", "Petra@Example.org", data=data)
    assert answer.out.startswith("http://127.0.0.1:8000/sign-in/")
    assert firstlight("sign-in-link", "stranger@example.org", data=data).code == 3


def test_the_secret_key_is_its_owners_alone(firstlight: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert firstlight("doctor", data=data).code == 0
    assert stat.S_IMODE((data / "secret-key").stat().st_mode) == 0o600


def test_result_files_are_inspected_without_a_project(firstlight: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "run.xml", tmp_path / "bad.xml"
    good.write_text('<testsuite tests="3"><testcase name="a"/><testcase name="b"><failure/></testcase></testsuite>')
    bad.write_text('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><testsuite>&e;</testsuite>')
    answer = firstlight("tests", "inspect", good, bad, "--json")
    assert answer.code == 3
    (one,) = answer.document["files"]
    assert (one["format"], one["tests"], one["passed"], one["failed"]) == ("junit", 2, 1, 1)
    assert one["declared"]["tests"] == 3
    assert one["warnings"]
    assert "bad.xml" in answer.err


def test_a_project_goes_out_and_is_judged_the_same_elsewhere(firstlight: Run, folder: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    firstlight("load", folder, data=here)
    slug = firstlight("assess", folder, "--json").document["project"]["slug"]
    out = tmp_path / "out"
    answer = firstlight("export", slug, out, data=here)
    assert (answer.code, f"files written to {out}." in answer.err) == (0, True)
    assert "assessment 2" in firstlight("load", out, data=there).err
    judged = firstlight("assess", out, "--as-of", "2026-11-20T09:40+01:00", "--json").document
    before = firstlight("assess", folder, "--as-of", "2026-11-20T09:40+01:00", "--json").document
    for name in ("verdict", "reasons", "areas", "signatures", "accepted_risks", "actions", "packs"):
        assert judged[name] == before[name], name
    assert firstlight("export", slug, out, data=here).code == 3  # never over what is there
    assert firstlight("export", slug, tmp_path / "out.zip", data=here).code == 0
    assert firstlight("export", "nowhere", tmp_path / "x", data=here).code == 3
    assert not list(tmp_path.glob("*.new"))

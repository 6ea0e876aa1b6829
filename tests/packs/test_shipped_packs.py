"""The packs that come with the program: complete, in our own words, and every demand traced to its source."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from firstlight.kernel.documents import read_document
from firstlight.kernel.renderings import signables
from firstlight.packs.content import Check, Pack, content_folder, read_pack
from firstlight.packs.rules import ProfileFacts, why_not
from firstlight.readiness.registry import measures
from firstlight.workspace.profile import QUESTIONS
from firstlight.workspace.roles import ROLES
from tests.conftest import REPOSITORY

PATHS = sorted((content_folder() / "packs").glob("*/*.yaml"))
NAMES = [f"{path.parent.name}@{path.stem}" for path in PATHS]
ANCHORS = REPOSITORY.parent / "shared" / "seed-anchors.csv"


@cache
def pack(name: str) -> Pack:
    path = PATHS[NAMES.index(name)]
    return read_pack(path.read_bytes(), path.name)


def checks() -> Iterator[Check]:
    for name in NAMES:
        yield from pack(name).checks()


@pytest.mark.requirement("RDY-01")
def test_the_go_live_checklist_has_eleven_areas_of_which_the_first_restates_the_others() -> None:
    areas = pack("go-live@2026.1").areas
    assert len(areas) == 11
    assert [area.rolls_up for area in areas] == [True] + [False] * 10


def test_the_four_packs_are_there() -> None:
    assert {name.partition("@")[0] for name in NAMES} == {
        "go-live", "change-management", "transition-to-support", "adoption-conversation",
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_is_valid_and_lies_under_its_own_name(name: str) -> None:
    assert f"{pack(name).ref}@{pack(name).version}" == name
    assert len(pack(name).digest) == 64


def _versions() -> dict[str, str]:
    """Every version of a pack or a set of questions that comes with the program, with the digest of its bytes."""
    found = [path for kind in ("packs", "questions") for path in (content_folder() / kind).glob("*/*.yaml")]
    return {
        path.relative_to(content_folder()).with_suffix("").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in found
    }


def test_what_was_released_never_changes_and_everything_that_is_released_is_held() -> None:
    released = yaml.safe_load((content_folder() / "released.yaml").read_text(encoding="utf-8"))
    versions = _versions()
    assert {name: versions.get(name) for name in released} == released, "give the new content a new version"
    newest = re.search(r"^## .*$", (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest
    if "not released yet" not in newest.group(0):
        assert versions == released, "write the digests of what is released into content/released.yaml"


def test_refs_are_unique_among_all_packs_so_that_any_can_be_used_together() -> None:
    areas = Counter(
        area.ref for name in {one.partition("@")[0]: one for one in NAMES}.values() for area in pack(name).areas
    )
    assert not [ref for ref, count in areas.items() if count > 1]


@pytest.mark.requirement("RDY-01")
def test_a_check_says_everything_a_reader_needs() -> None:
    for check in checks():
        for words in (check.title, check.what, check.why, check.outcome, check.risk, check.mitigation, check.source):
            assert len(words) >= 10, check.ref
        for words in (check.what, check.why, check.outcome, check.risk, check.mitigation):
            assert words.endswith((".", "?", ":")), check.ref
        assert check.ref.startswith(f"{check.area}.")


def test_a_check_is_judged_in_exactly_one_way_by_what_exists() -> None:
    for check in checks():
        assert [bool(check.measure), bool(check.attested_by), check.rolls_up].count(True) == 1, check.ref
        if check.measure:
            assert check.measure in measures, check.ref
        if check.met is not None and check.partly is not None:
            higher = measures[check.measure].better == "higher"
            assert check.partly < check.met if higher else check.partly > check.met, check.ref
        assert set(check.attested_by) <= ROLES.keys(), check.ref


def test_a_signature_is_asked_of_roles_that_there_are_on_content_that_can_be_signed() -> None:
    for check in checks():
        if check.signatures:
            assert set(check.signatures.roles) <= ROLES.keys(), check.ref
            assert 1 <= check.signatures.quorum <= len(check.signatures.roles), check.ref
            assert check.signed_content.partition(":")[0] in signables, check.ref


@pytest.mark.requirement("RDY-02")
def test_a_roll_up_restates_checks_that_are_counted_where_they_stand() -> None:
    for name in NAMES:
        known = {check.ref: check for check in pack(name).checks()}
        areas = {area.ref for area in pack(name).areas}
        for check in known.values():
            assert set(check.roll_up_areas) <= areas - {check.area}
            assert not any(known[ref].rolls_up for ref in check.roll_up_checks)


def test_checks_apply_by_questions_that_a_profile_can_answer() -> None:
    for check in checks():
        assert set(check.applies_when.get("profile", {})) <= QUESTIONS.keys()


@pytest.mark.parametrize("product", ["finance-operations", "customer-engagement"])
def test_each_product_has_checks_of_its_own(product: str) -> None:
    only = [
        check
        for check in pack("go-live@2026.1").checks()
        if why_not(check, ProfileFacts(product, "", {})) == "" and check.applies_when.get("product") == [product]
    ]
    assert only


def _documents(name: str) -> dict[str, Any]:
    path = PATHS[NAMES.index(name)]
    return read_document(path.read_bytes(), path.name).data


@pytest.mark.parametrize("name", NAMES)
def test_steps_inputs_outputs_and_tasks_hang_together(name: str) -> None:
    data, known = _documents(name), {check.ref for check in pack(name).checks()}
    for key in ("steps", "key_inputs", "key_outputs", "resources", "tasks"):
        refs = [entry.get("ref") or entry["id"] for entry in data.get(key, ())]
        assert len(set(refs)) == len(refs)
        assert {entry["check"] for entry in data.get(key, ()) if "check" in entry} <= known
    roles = ROLES.keys() | {role["ref"] for role in data.get("roles", ())}
    assert {entry["role"] for key in ("steps", "tasks") for entry in data.get(key, ()) if "role" in entry} <= roles


def test_the_adoption_conversation_has_its_eight_tasks() -> None:
    assert len(pack("adoption-conversation@2026.1").more["tasks"]) == 8


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_cites_only_documents_that_it_names(name: str) -> None:
    path = PATHS[NAMES.index(name)]
    cited = set(re.findall(r"\b([A-Z]{2}):[a-z0-9-]*#", path.read_text(encoding="utf-8")))
    assert cited <= _documents(name)["documents"].keys()


def _seed_statements() -> set[str]:
    if not ANCHORS.is_file():
        pytest.skip("the statements of the source documents do not lie beside this checkout")
    with ANCHORS.open(encoding="utf-8") as rows:
        return {row["anchor"] for row in csv.DictReader(rows)}


def test_every_statement_of_the_source_documents_is_cited_or_asks_for_nothing_with_a_reason() -> None:
    statements = _seed_statements()
    entries = {anchor for name in NAMES for anchor in _answers(_documents(name))}
    asking_nothing = yaml.safe_load((content_folder() / "not-asked.yaml").read_text(encoding="utf-8")) or {}
    assert entries <= statements, "cited, but nowhere to be found"
    assert statements - entries - asking_nothing.keys() == set()
    assert all(len(str(reason)) > 20 for reason in asking_nothing.values())


def _answers(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node.get("answers", ())
        for below in node.values():
            yield from _answers(below)
    elif isinstance(node, list):
        for below in node:
            yield from _answers(below)


def test_the_content_is_found_where_an_installed_package_keeps_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from firstlight.packs import grammar

    package = tmp_path / "firstlight"
    (package / "_shipped" / "content").mkdir(parents=True)
    monkeypatch.setattr(grammar, "__file__", str(package / "packs" / "grammar.py"))
    assert grammar.content_folder() == package / "_shipped" / "content"

"""Documents say what is true: they are compared with the program."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from firstlight.cli.main import COMMANDS


def test_the_page_on_the_project_folder_is_written_from_the_sheets(repository: Path) -> None:
    place = repository / "script" / "docs" / "project_folder.py"
    spec = importlib.util.spec_from_file_location("project_folder", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = (repository / "docs" / "project-folder.md").read_text(encoding="utf-8")
    assert written == module.text(), "run script/build-docs"


def test_every_command_that_the_readme_shows_exists(repository: Path) -> None:
    readme = (repository / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\s{4}script/firstlight ([a-z-]+)(?: ([a-z]+))?", readme, re.MULTILINE)
    assert shown
    assert [one for one in shown if one[0] not in COMMANDS and " ".join(one) not in COMMANDS] == []


def test_every_link_of_the_documents_leads_somewhere(repository: Path) -> None:
    for page in [*repository.glob("*.md"), *(repository / "docs").rglob("*.md"), *(repository / "bench").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(repository)} links {target}"


def test_every_decision_is_listed(repository: Path) -> None:
    folder = repository / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for page in folder.glob("0*.md"):
        assert page.name in listed

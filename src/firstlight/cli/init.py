"""`firstlight init FOLDER`: a project folder whose workbooks explain themselves, or the example project."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from firstlight.cli.showing import say
from firstlight.workspace.profile import PRODUCTS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("folder", type=Path, help="the folder to write; it must not exist or be empty")
    parser.add_argument("--product", choices=tuple(PRODUCTS), default="finance-operations", help="what goes live")
    parser.add_argument("--example", action="store_true", help="write the example project instead of empty lists")


def run(options: argparse.Namespace) -> int:
    """Write the folder. Refuses one that holds anything, so that nothing is ever overwritten."""
    from firstlight.cli.preparing import open_nothing

    open_nothing()
    from firstlight.kernel.errors import Invalid

    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Invalid(f"{folder} is there already and not empty; choose another folder.")
    try:
        if options.example:
            from firstlight.intake.examples import EXAMPLE, example_folder

            shutil.copytree(example_folder(EXAMPLE), folder, dirs_exist_ok=True)
        else:
            write_empty(folder, options.product)
    except OSError as error:
        raise Invalid(f"{folder} cannot be written: {error.strerror}.") from error
    say(f"Written: {folder}. Next: firstlight assess {folder}")
    return 0


def write_empty(folder: Path, product: str) -> None:
    """project.yaml, one workbook for each group of lists, and folders for results and evidence."""
    from firstlight.intake.writing import write_template
    from firstlight.kernel.sheets import Sheet, sheets

    folder.mkdir(parents=True, exist_ok=True)
    by_stem: dict[str, list[Sheet]] = {}
    for _, sheet in sheets.items():
        by_stem.setdefault(sheet.stem, []).append(sheet)
    (folder / "project.yaml").write_text(project_text(folder.resolve().name, product), encoding="utf-8")
    for stem, group in by_stem.items():
        path = folder / f"{stem}.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(write_template(sorted(group, key=lambda sheet: sheet.order)))
    (folder / "evidence").mkdir(exist_ok=True)
    (folder / "README.md").write_text(README, encoding="utf-8")


def project_text(name: str, product: str) -> str:
    """project.yaml with every key, what it is for, and the packs pinned to today's versions."""
    from firstlight.packs.content import content_folder
    from firstlight.workspace.profile import QUESTIONS, SCHEMA

    newest = max(path.stem for path in (content_folder() / "packs" / "go-live").glob("*.yaml"))
    questions = "\n".join(f"  # {question}\n  {key}:" for key, question in QUESTIONS.items())
    title = name.replace('"', "'")
    return PROJECT.format(schema=SCHEMA, name=title, product=product, version=newest, questions=questions)


PROJECT = """\
# The project in its own words. Keys that are left empty are unknown, and unknown is never a pass.
schema: {schema}
name: "{name}"
organisation:
# finance-operations or customer-engagement; it decides which checks apply
product: {product}
# big-bang or phased
approach:
# The zone in which times without an offset are meant
time_zone: UTC
# Times such as 2026-12-07 05:00
go_live:
# cutover_window: {{start: 2026-12-04 18:00, end: 2026-12-07 05:00}}
users_at_go_live:
next_committee:

# phases:
#   - {{ref: prepare, title: Prepare, start: 2026-09-28, end: 2026-12-06}}
phases: []

# Organisations in the project; kind is customer, partner or vendor. sees says what is open to its people, where it is
# not what its kind usually sees; of: readiness, decisions, votes, scope, testing, dependencies, actions, people,
# ledger, files
# parties:
#   - {{ref: us, name: Our company, kind: customer}}
#   - {{ref: partner, name: Our partner, kind: partner, sees: [scope, testing]}}
parties: []
# Whether two people of the customer have to agree before people of a partner or vendor see anything
# consent_needed: yes

# The packs that this project is judged by. Others that come with Firstlight:
# change-management, transition-to-support, adoption-conversation
packs:
  - go-live@{version}

# Kinds of test that must be complete: sit, uat, performance, end-to-end, regression, migration, security
required_tests: [sit, uat, performance]
# Where the guidance does not agree with itself, what this project holds to.
# When performance is tested: beside-uat (Go-live checklist) or before-uat (Create a test plan)
# performance_order: before-uat
# Who is trained before UAT: super-users (Checklist for your training strategy) or all-testers (Types of tests)
# trained_before_uat: all-testers

# Yes or no. A check that depends on a question nobody answered applies.
profile:
{questions}
"""

README = """\
# Project folder

`firstlight assess .` reads these files, judges how ready the project is to go live, and says why.

- `project.yaml`: dates, approach, zone, parties, and the checklists it is judged by
- `scope.xlsx`, `parts.xlsx`, `integrations.xlsx`, `rollouts.xlsx`: what goes live. A Business Process Catalog
  workbook can lie here as it is.
- `people.xlsx`: who is in the project, with their roles
- `dependencies.xlsx`: what providers outside the project promise
- `tests/cases.xlsx`: test cycles and cases; results of test tools go into `tests/<cycle>/`
- `attestations.xlsx`, `signatures.xlsx`, `actions.xlsx`, `waivers.xlsx`: what people vouch for, sign, do and accept
- `checks.xlsx`: checks of your own, or worded your way
- `evidence/`: files that prove something; `firstlight sign` keeps what was signed in `evidence/signed/`

Each workbook explains its columns on the sheet “About this file”. Example sheets are never read as data.
Any list can be a CSV file of the same name instead.
"""

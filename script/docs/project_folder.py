"""Writes docs/project-folder.md: every list of a project folder, from the descriptions that intake reads by."""

from __future__ import annotations

from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "docs" / "project-folder.md"

HEAD = """\
# The project folder

A directory of ordinary files that `firstlight assess` judges and `firstlight load` brings into the workspace.
`firstlight init FOLDER` writes an empty one. This page is written from the program itself by `script/build-docs`.

| file | what it is |
|---|---|
| `project.yaml` | the project in its own words: dates, approach, zone, parties, packs; every key is explained in the file that `init` writes |
| `<list>.xlsx` or `<list>.csv` | the lists below; a workbook may hold several, a CSV file one |
| `tests/<cycle>/**` | results: JUnit, TRX, NUnit 2 and 3, xUnit, Robot Framework, or a list with the outcome of each test (Excel, Azure Test Plans); the folder names the cycle |
| `load/<cycle>/**` | results of load tools: k6 (summary, points), JMeter (rows, XML), Locust (`--csv`), or what `firstlight load inspect FILE --summary` wrote of a large one; the folder names the cycle |
| `evidence/**` | files that prove something; a name that begins with a day (`2026-11-12 minutes.pdf`) says when it was true |
| `evidence/signed/*.json` | what was signed, by its digest; written by `firstlight sign` |
| `packs/*.yaml` | packs of your own |
| `template.pptx` | a presentation of your own: the slides of the decision pack are drawn into it |
| `assessments/*.json` | frozen assessments, by their number; written by `firstlight export` |
| `records.json` | what is no list: requests for signatures, votes, baselines and the like; written by `firstlight export` |
| `files.csv` | what the bytes of files do not say: of when they speak, who brought them in; written by `firstlight export` |

Every other file is listed with the reason why it was left aside. Columns may stand in any order, under any of their
names. Columns that a list does not know are kept. Dates are written as 2026-12-07 or 7 Dec 2026; 7/12/2026 is refused,
because it has two readings. Times without an offset are meant in the zone of the project.
"""


def text() -> str:
    """The whole page."""
    from firstlight.kernel.sheets import sheets

    parts = [HEAD]
    for _, sheet in sorted(sheets.items(), key=lambda entry: (entry[1].stem, entry[1].order)):
        parts.append(
            f"\n## {sheet.title}: `{sheet.stem}.xlsx`\n\n{sheet.about}\n\n| column | needed | what to write | accepted |\n|---|---|---|---|"
        )
        for column in sheet.columns:
            names = f" (also: {', '.join(column.aliases)})" if column.aliases else ""
            needed = "yes" if column.required else ""
            parts.append(f"| **{column.title}**{names} | {needed} | {column.explain} | {column.accepts} |")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    from firstlight.cli.preparing import open_nothing

    open_nothing()
    TARGET.write_text(text(), encoding="utf-8")

"""Criteria in a file of their own, read as the list of a project is read, without a project."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Problem, Table
from firstlight.engines.loadstats import Criterion
from firstlight.intake.parsing import parse
from firstlight.intake.reading import read_tables
from firstlight.intake.recognising import LeftAside, match_headings, recognise
from firstlight.kernel.errors import Invalid
from firstlight.testing.rules.performance import criterion_from
from firstlight.testing.sheets import CRITERIA


def read_criteria(data: bytes, file: str) -> tuple[Criterion, ...]:
    """The criteria in a workbook or CSV file. Rows without a ref are numbered.

    Raises Unreadable for what is no such file, and Invalid with every row that is refused.
    """
    found: list[Criterion] = []
    problems: list[Problem] = []
    reasons: list[str] = []
    for table in read_tables(data, file):
        recognised = recognise(_with_refs(table), [CRITERIA])
        if isinstance(recognised, LeftAside):
            reasons.append(recognised.reason)
            continue
        parsed = parse(recognised, ZoneInfo("UTC"))
        problems += parsed.problems
        for row in parsed.rows:
            try:
                found.append(criterion_from(row.values))
            except ValueError as error:
                problems.append(row.problem(f"{error}.", column="unit", value=row.values["unit"]))
    if problems:
        raise Invalid(f"{file} holds criteria that are not accepted.", problems=tuple(problems))
    if not found:
        columns = ", ".join(column.title for column in CRITERIA.columns if column.required and column.key != "ref")
        expected = f"It holds no criterion; a row for each is expected, with {columns} and Unit."
        sentence = " ".join((*reasons[:1], expected))
        raise Invalid(sentence, problems=(Problem(file, sentence),))
    return tuple(found)


def _with_refs(table: Table) -> Table:
    """The table with a column of refs, where it has none."""
    if table.aside or "ref" in match_headings(CRITERIA, table.header).columns:
        return table
    rows = tuple(replace(row, cells=(*row.cells, f"row {row.number}")) for row in table.rows)
    return replace(table, header=(*table.header, "Ref"), rows=rows, lines=())

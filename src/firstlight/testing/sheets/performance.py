"""What is asked of the performance of the solution, as a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Cell
from firstlight.engines.loadstats import PEAK_UNITS, UNITS
from firstlight.kernel.sheets import Column, Sheet, cell_text, choice, flag, names, number, register_sheet, text
from firstlight.testing import actions, stores
from firstlight.testing.loads.keeping import KEPT
from firstlight.testing.models import Criterion
from firstlight.testing.sheets.columns import NOTES, ref
from firstlight.workspace.policies import MAY_VIEW_TESTING

#: Digits behind the point that are kept.
_PLACES = 6

_UNIT_WORDS = {
    **dict.fromkeys(("milliseconds", "millisecond", "msec", "millis"), "ms"),
    **dict.fromkeys(("seconds", "second", "sec", "secs"), "s"),
    **dict.fromkeys(("minutes", "minute", "mins"), "min"),
    **dict.fromkeys(("hours", "hour", "hrs"), "h"),
    **dict.fromkeys(("per second", "a second", "requests/s", "req/s", "rps", "tps", "1/s", "transactions/s"), "/s"),
    **dict.fromkeys(("per minute", "a minute", "/minute", "requests/min", "1/min"), "/min"),
    **dict.fromkeys(("per hour", "an hour", "/hour", "requests/h", "requests/hour", "orders/h", "1/h"), "/h"),
    **dict.fromkeys(("percent", "per cent"), "%"),
    **dict.fromkeys(("user", "concurrent users", "vus", "users at once"), "users"),
}
_KIND_WORDS = {
    **dict.fromkeys(("response time", "load time", "page load time", "response", "latency", "duration"), "page-load"),
    **dict.fromkeys(("search time", "data search"), "search"),
    **dict.fromkeys(("transactions", "volume", "rate"), "throughput"),
    **dict.fromkeys(("concurrency", "concurrent users", "users"), "users"),
    **dict.fromkeys(("errors", "error", "failure rate", "failures"), "error-rate"),
    **dict.fromkeys(("endurance", "soak"), "stability"),
}


def _reading(column: Column, words: Mapping[str, str]) -> Column:
    """The column, reading some other words as well."""

    def parse(cell: Cell, zone: ZoneInfo) -> Any:
        said = re.sub(r"\s+", " ", cell_text(cell).strip().lower())
        return words[said] if said in words else column.parse(cell, zone)

    return column.but(parse=parse)


def _unit(key: str, title: str, explain: str, units: tuple[str, ...], **settings: Any) -> Column:
    known = {word: unit for word, unit in _UNIT_WORDS.items() if unit in units}
    return _reading(choice(key, title, explain, units, empty="", **settings), known)


def _amount(key: str, title: str, explain: str, **settings: Any) -> Column:
    """A number with as many digits as are kept."""
    column = number(key, title, explain, **settings)

    def parse(cell: Cell, zone: ZoneInfo) -> Decimal:
        value: Decimal = column.parse(cell, zone)
        if value != round(value, _PLACES):
            raise ValueError(f"{column.accepts} with at most {_PLACES} digits behind the point")
        return value

    return column.but(parse=parse)


def _percentile() -> Column:
    accepts = "a whole number from 1 to 100, or 99.5, 99.9 or 99.99"
    column = number(
        "percentile", "Percentile", "Of 100 requests, how many have to be as fast. Blank: 95.", most=100,
        empty=Decimal(95), aliases=("percent", "pct", "p"), example="95",
    )  # fmt: skip

    def parse(cell: Cell, zone: ZoneInfo) -> Decimal:
        if isinstance(cell, str):
            cell = cell.strip().lower().removeprefix("p").removesuffix("%").removesuffix("th")
        value: Decimal = column.parse(cell, zone)
        if float(value) not in KEPT:
            raise ValueError(accepts)
        return value

    return column.but(parse=parse, accepts=accepts)


def _covers() -> Column:
    shown = {stored: str(word) for stored, word in Criterion.Covers.choices}
    known = {word.lower(): stored for stored, word in shown.items()} | {stored: stored for stored in shown}
    known |= {"virtual desktops": "virtualised", "virtualized": "virtualised", "vdi": "virtualised"}
    accepts = f"one or more of: {', '.join(shown.values())}; split by semicolons"
    column = names(
        "covers", "Covers", f"What it is about besides: {', '.join(shown.values()).lower()}; split by semicolons.",
        aliases=("coverage", "covered"), choices=tuple(shown.values()), example="Browser; Process",
    )  # fmt: skip

    def parse(cell: Cell, zone: ZoneInfo) -> tuple[str, ...]:
        found = [
            known.get(word.lower()) or known.get(word.lower().removesuffix("s")) for word in column.parse(cell, zone)
        ]
        if None in found:
            raise ValueError(accepts)
        return tuple(dict.fromkeys(word for word in found if word))

    def write(value: Any, zone: ZoneInfo) -> Cell:
        return "; ".join(shown[word] for word in value)

    return column.but(parse=parse, format=write, accepts=accepts)


_ALL_UNITS = tuple(dict.fromkeys(unit for units in UNITS.values() for unit in units))

CRITERIA = register_sheet(
    Sheet(
        ref="testing.criteria",
        stem="load/criteria",
        title="Criteria",
        about="What counts as fast enough, in figures: for which process or integration, at which load.",
        columns=(
            ref("PC-1", "criterion", "criterion id", "case"),
            text("title", "Title", "In the words of the business.", most=300, required=True,
                 aliases=("name", "description", "figure"), example="Forms of the order desk open quickly"),
            _reading(choice("kind", "Kind", "What is measured.", dict(Criterion.KindChoice.choices), required=True,
                            aliases=("type", "metric", "measure"), example="Page load"), _KIND_WORDS),
            _amount("target", "Target", "At most so much for times, error rate, stability and scalability in %; at "
                   "least for throughput, users and hours of stability. 1 is 1 %.", required=True, aliases=("limit",
                   "threshold", "goal"), example="2.5"),
            _unit("unit", "Unit", "ms, s or min for times; /s, /min or /h for throughput; users; %; h for stability.",
                  _ALL_UNITS, aliases=("units", "unit of target"), example="s"),
            _percentile(),
            text("label", "Label", "The name of the request in the load tool; * is any text. Blank: all of the run.",
                 most=300, aliases=("labels", "request", "transaction", "sampler"), example="Order desk*"),
            _amount("expected_peak", "Expected peak", "The load at the busiest time under which it has to hold.",
                   aliases=("peak", "peak load", "expected load", "peak volume"), example="220"),
            _unit("peak_unit", "Unit of peak", "users, /s, /min or /h.", tuple(PEAK_UNITS),
                  aliases=("peak units", "unit of expected peak"), example="users"),
            _covers(),
            text("process", "Process", "The ref of the process it is of.", most=60,
                 aliases=("business process", "process ref"), example="65.20.025"),
            text("integration", "Integration", "The ref of the integration it is of.", most=60,
                 aliases=("interface", "integration ref"), example="I-03"),
            flag("significant", "Significant", "No for what may be missed at go-live.", empty=True,
                 aliases=("must", "mandatory"), example="yes"),
            text("owner", "Owner", "Who answers for it.", most=200, aliases=("agreed with", "responsible"),
                 example="Head of order desk"),
            NOTES,
        ),
        store=stores.criteria,
        apply=actions.change_criteria,
        order=67,
        view=MAY_VIEW_TESTING,
        aliases=("performance criteria", "load criteria", "targets"),
        examples=({"ref": "PC-1", "title": "Forms of the order desk open quickly", "kind": "Page load", "target": 2.5,
                   "unit": "s", "percentile": 95, "label": "Order desk*", "expected_peak": 220, "peak_unit": "users",
                   "covers": "Browser; Process", "process": "65.20.025", "significant": "yes",
                   "owner": "Head of order desk"},),
    )
)  # fmt: skip

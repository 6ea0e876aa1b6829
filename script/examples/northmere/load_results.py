"""Results of load tests as JMeter, k6 and Locust write them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from northmere.load_criteria import MESSAGES, loaded
from northmere.people import rows
from northmere.timeline import at

FOLDER = "load/PERF-1"

#: Label, samples, the usual time and that of 95 of 100, in ms.
ORDER_DESK = """
Order desk: open list | 90 | 640 | 1520
Order desk: open order | 90 | 910 | 2180
Order desk: save 40 lines | 60 | 1750 | 3080
Customer search | 90 | 790 | 1390
Wave: release | 46 | 96000 | 151000
Item: save | 40 | 1040 | 2260
Supplier invoice: match | 40 | 1600 | 3700
Ledger: open month | 40 | 1310 | 2900
"""
#: Each day: searches by what, how many, the usual time, that of 95 of 100 and the slowest, in ms.
ITEM_SEARCH = {
    "2026-11-05 14:40": """
Item search | 1860 | 2400 | 4600 | 9400
search:number | 410 | 700 | 1100 | 1900
search:name | 890 | 2900 | 4600 | 8200
search:supplier number | 560 | 3100 | 5000 | 9400
""",
    "2026-11-11 14:20": """
Item search | 1860 | 1500 | 3400 | 9100
search:number | 410 | 700 | 1100 | 1800
search:name | 890 | 1100 | 1800 | 3000
search:supplier number | 560 | 3000 | 4900 | 9100
""",
    "2026-11-26 14:20": """
Item search | 1860 | 900 | 1700 | 2700
search:number | 410 | 600 | 1000 | 1700
search:name | 890 | 900 | 1600 | 2400
search:supplier number | 560 | 1000 | 1800 | 2700
""",
}
DESKTOPS = """
Virtual desktop: first form | 140 | 4300 | 5100 | 6200
Virtual desktop: later forms | 1120 | 1300 | 2000 | 2900
"""
DEVICES = """
Oldest laptop in Hamburg: daily tasks | 75 | 1200 | 1900 | 2300
Oldest laptop in Hanover: daily tasks | 75 | 1300 | 2000 | 2400
Oldest laptop in Leipzig: daily tasks | 75 | 1500 | 2200 | 2400
Oldest handheld in Hamburg: daily tasks | 75 | 700 | 1200 | 1500
Oldest handheld in Hanover: daily tasks | 75 | 800 | 1300 | 1700
Oldest handheld in Leipzig: daily tasks | 75 | 900 | 1400 | 1800
"""
#: By interface, the usual time and that of 95 of 100, in ms.
DELAYS = {"I-01": (9000, 31000), "I-14": (40, 120)}
#: Kind, label, requests, the usual time and that of 95 of 100, in ms; then all of them together.
_NINE_HOURS: tuple[tuple[str, str, int, float, float], ...] = (
    ("GET", "Order desk: open list", 39410, 660, 1510),
    ("GET", "Order desk: open order", 31280, 930, 2150),
    ("POST", "Order desk: save 40 lines", 14960, 1790, 3090),
    ("", "", 85650, 900, 2400),
)
#: Saves that failed in the nine hours.
_FAILED = 6
_STEP = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Told:
    """What k6 says of a kind of request: how many, and the times in ms."""

    label: str
    samples: int
    usual: float
    most_of: float
    slowest: float


def files_at(moment: datetime) -> dict[str, bytes]:
    """Every file of a run that had ended by then."""
    found = {name: data for ended, name, data in _files() if ended <= moment}
    return {f"{FOLDER}/{name}": data for name, data in found.items()}


def _files() -> Iterator[tuple[datetime, str, bytes]]:
    start = at("2026-10-28 20:00")
    yield at("2026-10-28 21:00"), "2026-10-28 order desk.csv", _jmeter(start, ORDER_DESK)
    start, end = at("2026-11-05 07:00"), at("2026-11-05 16:00")
    yield end, "2026-11-05 nine hours_stats.csv", _locust_stats((end - start).total_seconds())
    yield end, "2026-11-05 nine hours_stats_history.csv", _locust_history(start, end)
    yield _summary("2026-11-05 18:30", 7200, "interfaces", list(_interfaces(7200)), 40)
    yield _summary("2026-11-05 22:38", 2280, "night invoices", [Told("Post invoice", 2150, 980, 2100, 6400)], 16)
    yield _summary("2026-11-06 00:54", 5040, "night planning", [Told("Plan item", 6400, 760, 1900, 8800)], 24)
    for ended, text in ITEM_SEARCH.items():
        yield _summary(ended, 1200, "item search", _table(text), 220)
    yield _summary("2026-11-09 09:30", 1800, "virtual desktops", _table(DESKTOPS), 46)
    yield _summary("2026-11-09 10:40", 2700, "oldest devices", _table(DEVICES), 220)


def _table(text: str) -> list[Told]:
    return [Told(label, int(samples), *map(float, times)) for label, samples, *times in rows(text)]


def _interfaces(seconds: int) -> Iterator[Told]:
    """Each a little above its busiest hour."""
    for ref, _, peak, _ in loaded():
        usual, most_of = DELAYS.get(ref, (180, 640))
        yield Told(MESSAGES[ref], round(peak * seconds / 3600 * 1.02), usual, most_of, most_of * 1.55)


def _summary(ended: str, seconds: int, name: str, told: list[Told], users: int) -> tuple[datetime, str, bytes]:
    """What k6 1.x writes with `--new-machine-readable-summary`."""
    end = at(ended)
    first = told[0]
    parts = [one for one in told[1:] if not one.label.startswith("search:")]
    whole = Told(
        "", first.samples + sum(one.samples for one in parts), first.usual, max(one.most_of for one in (first, *parts)),
        max(one.slowest for one in told),
    )  # fmt: skip
    metrics = [_metric("vus", "gauge", "default", {"value": 0, "min": 1, "max": users})]
    for one in (whole, *told):
        key = (
            "" if not one.label else f"{{{one.label}}}" if one.label.startswith("search:") else f"{{name:{one.label}}}"
        )
        metrics.append(_metric(f"http_req_duration{key}", "trend", "time", _times(one)))
        metrics.append(_metric(f"http_reqs{key}", "counter", "default", {"count": one.samples}))
        failed = {"matches": 0, "total": one.samples, "rate": 0}
        metrics.append(_metric(f"http_req_failed{key}", "rate", "default", failed))
    document = {
        "config": {"duration": seconds, "execution": "local", "script": f"{name}.js"},
        "metadata": {"generated_at": f"{end.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "k6_version": "1.5.0"},
        "results": {"checks": {}, "metrics": metrics},
        "version": "1.0.0",
    }
    return end, f"{end:%Y-%m-%d} {name}.json", f"{json.dumps(document, indent=1)}\n".encode()


def _metric(name: str, kind: str, contains: str, values: Mapping[str, float]) -> dict[str, Any]:
    return {"name": name, "type": kind, "contains": contains, "values": dict(values)}


def _times(one: Told) -> dict[str, float]:
    odd = _chance(one.label, one.samples) * 10
    return {
        "avg": round(one.usual * 1.12 + odd, 3), "min": round(one.usual * 0.4 + odd, 3), "med": one.usual,
        "p(90)": round(one.usual + (one.most_of - one.usual) * 0.78 + odd, 3), "p(95)": one.most_of,
        "p(99)": round(one.most_of + (one.slowest - one.most_of) * 0.6 + odd, 3), "max": one.slowest,
    }  # fmt: skip


def _chance(*words: object) -> float:
    """From 0 to 1, and always the same for the same words."""
    number = int.from_bytes(hashlib.sha256(repr(words).encode()).digest()[:4], "big")
    return number / 2**32


def _jmeter(start: datetime, text: str) -> bytes:
    """Samples of an hour, from half of the people to all 220, as JMeter writes its results."""
    samples = []
    for label, number, usual, most_of in rows(text):
        whole = int(number)
        for place in range(whole):
            since = 3540 * (place + _chance(label, place)) / whole
            # Fast and slow ones come in any order, and together are what they should be.
            took = _took((place * 37 % whole + 0.5) / whole, float(usual), float(most_of))
            people = min(220, 110 + round(max(0.0, since - 600) / 6))
            samples.append((since, took, label, 2048 + round(_chance(label, -place) * 9000), people))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("timeStamp", "elapsed", "label", "responseCode", "success", "bytes", "allThreads"))
    first = int(start.timestamp() * 1000)
    for since, took, label, size, people in sorted(samples):
        writer.writerow([first + round(since * 1000), took, label, 200, "true", size, people])
    return out.getvalue().encode()


def _took(share: float, usual: float, most_of: float) -> int:
    """The time, in ms, within which this share of the samples ends."""
    if share < 0.5:
        return round(usual * (0.55 + 0.9 * share))
    if share < 0.95:
        return round(usual + (most_of - usual) * (share - 0.5) / 0.45)
    return round(most_of * (1 + (share - 0.95) * 4))


def _locust_stats(seconds: float) -> bytes:
    """The table that Locust writes at the end of the nine hours."""
    percents = (50, 66, 75, 80, 90, 95, 98, 99, 99.9, 99.99, 100)
    head = [
        "Type", "Name", "Request Count", "Failure Count", "Median Response Time", "Average Response Time",
        "Min Response Time", "Max Response Time", "Average Content Size", "Requests/s", "Failures/s",
        *(f"{percent}%" for percent in percents),
    ]  # fmt: skip
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    for kind, label, number, usual, most_of in _NINE_HOURS:
        told = [_rounded(_took(percent / 100, usual, most_of)) for percent in percents]
        rate = number / seconds
        failed = _FAILED if not label or label.endswith("lines") else 0
        writer.writerow([
            kind, label or "Aggregated", number, failed, told[0], round(usual * 1.11, 2), round(usual * 0.4), told[-1],
            6120.5, round(rate, 4), round(failed / seconds, 6), *told,
        ])  # fmt: skip
    return out.getvalue().encode()


def _locust_history(start: datetime, end: datetime) -> bytes:
    """Every ten minutes of them: half of the people for 70 minutes, then all."""
    head = [
        "Timestamp", "User Count", "Type", "Name", "Requests/s", "Failures/s", "50%", "90%", "95%", "99%",
        "Total Request Count", "Total Failure Count", "Total Median Response Time", "Total Average Response Time",
        "Total Min Response Time", "Total Max Response Time", "Total Average Content Size",
    ]  # fmt: skip
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    steps = int((end - start) / _STEP)
    for step in range(steps + 1):
        now = start + step * _STEP
        people = 110 if now < start + timedelta(minutes=70) else 220
        for kind, label, number, usual, most_of in _NINE_HOURS:
            done = round(number * _share_done(step, steps))
            # A little slower with everyone, and hardly any slower in the last hour than in the first.
            load = (0.86 if people < 220 else 1.0) * (1 + 0.03 * step / steps + 0.02 * _chance(label, step))
            told = [_rounded(_took(share, usual, most_of) * load) for share in (0.5, 0.9, 0.95, 0.99)]
            rate = number / (end - start).total_seconds() * people / 208
            writer.writerow([
                int(now.timestamp()), people, kind, label or "Aggregated", round(rate, 6), 0, *told, done,
                _FAILED * step // steps if not label or label.endswith("lines") else 0, _rounded(usual),
                round(usual * 1.11, 2), round(usual * 0.4), _rounded(most_of * 1.2), 6120.5,
            ])  # fmt: skip
    return out.getvalue().encode()


def _share_done(step: int, steps: int) -> float:
    """How much of all was asked for by then: half as much while half of the people were there."""
    half = min(step, 7) * 0.5
    return (half + max(0, step - 7)) / (steps - 3.5)


def _rounded(milliseconds: float) -> int:
    """As Locust rounds: to two digits."""
    number = round(milliseconds)
    return round(number, 2 - len(str(number)))

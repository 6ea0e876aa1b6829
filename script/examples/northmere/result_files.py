"""Result files as test tools write them: Playwright's JUnit, NUnit, RSAT's TRX, xUnit.net."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from northmere.cycles import Run
from northmere.outline import Case

#: Classes and folders of the automated tests, by end-to-end process.
_AREAS = {
    "20": "complaints", "40": "item-data", "50": "planning", "60": "warehouse", "65": "order-to-cash",
    "75": "source-to-pay", "90": "record-to-report", "99": "operation",
}  # fmt: skip
_SPACE = uuid.UUID("6f1d6c52-3b0e-4f6a-9a53-2f1f3f0f2c41")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test of a run. `failed` and `skipped` hold the message, or nothing."""

    name: str
    suite: str
    start: datetime
    seconds: float
    failed: str = ""
    skipped: str = ""

    @property
    def end(self) -> datetime:
        """When it was over."""
        return self.start + timedelta(seconds=self.seconds)


def file_of(run: Run, cases: Iterable[Case]) -> bytes:
    """The bytes of the file of a run."""
    outcomes = list(_outcomes(run, sorted(filter(run.takes, cases), key=lambda case: case.ref)))
    text = {"junit": _junit, "nunit": _nunit, "trx": _trx, "xunit": _xunit}[run.tool](run, outcomes)
    return (text + "\n").encode()


def _seconds(run: Run, name: str) -> float:
    """How long a test took: always the same for the same test of the same run."""
    number = int.from_bytes(hashlib.sha256(f"{run.file} {name}".encode()).digest()[:4], "big")
    least, most = (600, 3400) if run.cycle == "PERF-1" else (25, 190) if run.tool == "trx" else (6, 95)
    return round(least + number % 100_000 / 100_000 * (most - least), 3)


def _outcomes(run: Run, cases: list[Case]) -> Iterator[Outcome]:
    start = run.started.astimezone(UTC)
    for case in sorted(cases, key=lambda case: (_suite(run, case), case.ref)):
        name = f"{case.ref} {case.title}"
        seconds = _seconds(run, name)
        skipped = run.skipped.get(case.ref, "")
        yield Outcome(
            name, _suite(run, case), start, 0.0 if skipped else seconds, run.failed.get(case.ref, ""), skipped
        )
        start += timedelta(seconds=seconds + 1.2)
    for name in run.others:
        yield Outcome(name, "Northmere.Extensions.Tests.Smoke", start, 0.412)


def _suite(run: Run, case: Case) -> str:
    area = _AREAS[case.process[:2]]
    title = "".join(word.capitalize() for word in area.split("-"))
    if run.cycle == "PERF-1":
        return "load.spec.ts"
    if run.cycle == "E2E-1":
        return "end-to-end.spec.ts"
    if run.tool == "junit":
        return f"{area}/{case.process[:5].replace('.', '-')}.spec.ts"
    return {"nunit": "Northmere.WarehouseApp.Tests.", "trx": "Northmere.Rsat.", "xunit": "Northmere.Extensions.Tests."}[
        run.tool
    ] + title


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _by_suite(outcomes: list[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    for suite, group in groupby(outcomes, key=lambda one: one.suite):
        yield suite, list(group)


def _counts(outcomes: list[Outcome]) -> tuple[int, int, float]:
    failed = sum(bool(one.failed) for one in outcomes)
    skipped = sum(bool(one.skipped) for one in outcomes)
    return failed, skipped, round(sum(one.seconds for one in outcomes), 3)


def _junit(run: Run, outcomes: list[Outcome]) -> str:
    failed, skipped, seconds = _counts(outcomes)
    out = [
        f'<testsuites id="" name="" tests="{len(outcomes) + run.declares}" failures="{failed}" skipped="{skipped}" '
        f'errors="0" time="{seconds}">'
    ]
    for suite, group in _by_suite(outcomes):
        failed, skipped, seconds = _counts(group)
        out.append(
            f'<testsuite name="{suite}" timestamp="{_stamp(group[0].start)}" hostname="chromium" '
            f'tests="{len(group)}" failures="{failed}" skipped="{skipped}" time="{seconds}" errors="0">'
        )
        for one in group:
            head = f'<testcase name={quoteattr(one.name)} classname="{one.suite}" time="{one.seconds}"'
            if one.failed:
                out += [
                    f"{head}>",
                    f'<failure message={quoteattr(one.name)} type="FAILURE">{escape(one.failed)}</failure>',
                    "</testcase>",
                ]
            elif one.skipped:
                out += [f"{head}>", f"<skipped message={quoteattr(one.skipped)}/>", "</testcase>"]
            else:
                out.append(f"{head}/>")
        out.append("</testsuite>")
    return "\n".join([*out, "</testsuites>"])


def _nunit(run: Run, outcomes: list[Outcome]) -> str:
    failed, skipped, seconds = _counts(outcomes)
    result = "Failed" if failed else "Passed"
    counted = (
        f'testcasecount="{len(outcomes)}" result="{result}" total="{len(outcomes)}" '
        f'passed="{len(outcomes) - failed - skipped}" failed="{failed}" inconclusive="0" skipped="{skipped}"'
    )
    out = [
        '<?xml version="1.0" encoding="utf-8" standalone="no"?>',
        f'<test-run id="0" {counted} asserts="{3 * len(outcomes)}" engine-version="3.18.1.0" '
        f'start-time="{_nunit_stamp(outcomes[0].start)}" end-time="{_nunit_stamp(outcomes[-1].end)}" '
        f'duration="{seconds}">',
        f'<test-suite type="Assembly" id="1-100" name="Northmere.WarehouseApp.Tests.dll" {counted}>',
    ]
    for number, one in enumerate(outcomes, 101):
        full = quoteattr(f"{one.suite}.{one.name}")
        word = "Failed" if one.failed else "Skipped" if one.skipped else "Passed"
        head = (
            f'<test-case id="1-{number}" name={quoteattr(one.name)} fullname={full} classname="{one.suite}" '
            f'result="{word}" start-time="{_nunit_stamp(one.start)}" duration="{one.seconds}" asserts="3"'
        )
        if one.failed:
            out.append(f"{head}><failure><message><![CDATA[  {one.failed}]]></message></failure></test-case>")
        elif one.skipped:
            out.append(f"{head}><reason><message><![CDATA[{one.skipped}]]></message></reason></test-case>")
        else:
            out.append(f"{head} />")
    return "\n".join([*out, "</test-suite>", "</test-run>"])


def _nunit_stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def _clock(seconds: float) -> str:
    whole, rest = divmod(round(seconds * 10_000_000), 10_000_000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{rest:07}"


def _trx(run: Run, outcomes: list[Outcome]) -> str:
    failed, skipped, _ = _counts(outcomes)
    start, end = run.started.isoformat(), outcomes[-1].end.astimezone(run.started.tzinfo).isoformat()
    list_id = uuid.uuid5(_SPACE, "results")
    out = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<TestRun id="{uuid.uuid5(_SPACE, run.file)}" name="RSAT {run.cycle} {run.started:%Y-%m-%d}" '
        'xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">',
        f'<Times creation="{start}" queuing="{start}" start="{start}" finish="{end}" />',
        "<Results>",
    ]
    for one in outcomes:
        word = "Failed" if one.failed else "NotExecuted" if one.skipped else "Passed"
        head = (
            f'<UnitTestResult executionId="{uuid.uuid5(_SPACE, run.file + one.name)}" '
            f'testId="{uuid.uuid5(_SPACE, one.name)}" testName={quoteattr(one.name)} computerName="RSAT-02" '
            f'duration="{_clock(one.seconds)}" startTime="{one.start.astimezone(run.started.tzinfo).isoformat()}" '
            f'outcome="{word}" testListId="{list_id}"'
        )
        message = one.failed or one.skipped
        if message:
            words = f"<Output><ErrorInfo><Message>{escape(message)}</Message></ErrorInfo></Output>"
            out.append(f"{head}>{words}</UnitTestResult>")
        else:
            out.append(f"{head} />")
    out += ["</Results>", "<TestDefinitions>"]
    for one in outcomes:
        identity = uuid.uuid5(_SPACE, one.name)
        out.append(
            f'<UnitTest name={quoteattr(one.name)} id="{identity}">'
            f'<TestMethod className="{one.suite}" name="{one.name.split()[0]}" /></UnitTest>'
        )
    out += [
        "</TestDefinitions>",
        f'<TestLists><TestList name="Results Not in a List" id="{list_id}" /></TestLists>',
        f'<ResultSummary outcome="{"Failed" if failed else "Completed"}">',
        f'<Counters total="{len(outcomes)}" executed="{len(outcomes) - skipped}" '
        f'passed="{len(outcomes) - failed - skipped}" failed="{failed}" error="0" timeout="0" aborted="0" '
        f'inconclusive="0" notExecuted="{skipped}" />',
        "</ResultSummary>",
        "</TestRun>",
    ]
    return "\n".join(out)


def _xunit(run: Run, outcomes: list[Outcome]) -> str:
    failed, skipped, seconds = _counts(outcomes)
    passed = len(outcomes) - failed - skipped
    out = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<assemblies schema-version="3" start-rtf="{outcomes[0].start.isoformat()}" computer="BUILD-07">',
        f'<assembly name="Northmere.Extensions.Tests.dll" test-framework="xUnit.net v3 3.0.0" '
        f'start-rtf="{outcomes[0].start.isoformat()}" total="{len(outcomes)}" passed="{passed}" failed="{failed}" '
        f'skipped="{skipped}" not-run="0" errors="0" time="{seconds}">',
    ]
    for suite, group in _by_suite(outcomes):
        failed, skipped, seconds = _counts(group)
        passed = len(group) - failed - skipped
        out.append(
            f'<collection name="{suite.rpartition(".")[2]}" total="{len(group)}" passed="{passed}" failed="{failed}" '
            f'skipped="{skipped}" not-run="0" time="{seconds}">'
        )
        for one in group:
            word = "Fail" if one.failed else "Pass"
            head = (
                f'<test name={quoteattr(one.name)} type="{one.suite}" method="{one.name.split()[0].replace("-", "")}" '
                f'time="{one.seconds}" result="{word}" start-rtf="{one.start.isoformat()}"'
            )
            message = f"<failure><message><![CDATA[{one.failed}]]></message></failure>"
            out.append(f"{head}>{message}</test>" if one.failed else f"{head} />")
        out.append("</collection>")
    return "\n".join([*out, "</assembly>", "</assemblies>"])

"""Files of test results, whatever wrote them: JUnit, TRX, NUnit, xUnit and Robot Framework XML, told apart by their
root element, and lists in workbooks and CSV files, told apart by their headings.

Each module below reads one family and says in its first lines how it decides where tools disagree. All of them count
the cases that are in the file; what the file declares of itself is only compared.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from firstlight.contracts.results import ResultFile
from firstlight.contracts.tables import Problem, Unreadable
from firstlight.intake.reading.xml import BrokenXml, LongSection, XmlLimits, XmlSource, too_large
from firstlight.kernel.errors import Invalid
from firstlight.testing.formats import junit, nunit, robot, trx, xunit

__all__ = [
    "BY_PEOPLE",
    "LISTS",
    "MOST_AT_ONCE",
    "check_sizes",
    "content_of",
    "looks_like_results",
    "read_results",
    "read_results_of",
]

#: Suffixes of the files that are read as lists.
LISTS = (".csv", ".tsv", ".xlsx", ".xlsm")

#: So many bytes of result files are taken by a page or a request at once; the command line takes larger ones.
MOST_AT_ONCE = 25 * 1024 * 1024
_MEGABYTE = 1024 * 1024

#: Formats, as files of them are kept, in which people write down what they tried.
BY_PEOPLE = ("sheet", "azure")

_READERS: dict[str, Callable[[XmlSource], ResultFile]] = {
    "testsuites": junit.read,
    "testsuite": junit.read,
    "TestRun": trx.read,
    "test-run": nunit.read,
    "test-results": nunit.read,
    "test-suite": nunit.read,
    "assemblies": xunit.read,
    "assembly": xunit.read,
    "robot": robot.read,
}
_ACCEPTED = (
    "JUnit (testsuites, testsuite), TRX (TestRun), NUnit (test-run, test-results), "
    "xUnit (assemblies, assembly) and Robot Framework (robot)"
)


def check_sizes(files: Sequence[tuple[str, int]]) -> None:
    """Raises Invalid where files, given by name and size, are more than is taken at once. Nothing of them is read."""
    whole = sum(size for _, size in files)
    if whole <= MOST_AT_ONCE:
        return
    name, largest = max(files, key=lambda file: file[1])
    most, beyond = MOST_AT_ONCE // _MEGABYTE, XmlLimits().file_bytes // 1_000_000
    what = f"“{name}” has {largest / _MEGABYTE:.1f} MB"
    if largest <= MOST_AT_ONCE:
        what = f"These {len(files)} files have {whole / _MEGABYTE:.1f} MB together"
    sentence = (
        f"{what}; at most {most} MB are taken at once. Split them, or bring them in on the server with the command "
        f"“firstlight tests import”, which takes files of up to {beyond} MB."
    )
    raise Invalid(sentence, problems=(Problem(name, sentence),))


def read_results(data: bytes, file: str) -> ResultFile:
    """The cases of one file of test results, and warnings on what in it does not add up.

    `file` is the name that a refusal shows; its suffix tells lists from XML, the rest is found in the bytes. Times are
    seconds, instants carry their zone, messages have at most 500 characters.
    Raises Invalid for a list with outcomes that are not known, Unreadable for bytes that are no such file: empty, not
    XML, with a document type, broken or cut short, of another kind of XML (the sentence names the root element), or
    beyond a limit of size.
    """
    if file.lower().endswith(LISTS):
        # Only now: lists need the machinery of sheets, which takes longer to load than most files to read.
        from firstlight.testing.formats.lists import read_list

        return read_list(data, file)
    with _without_collector():
        try:
            return _read(XmlSource(data, file, clean=False))
        except BrokenXml:
            return _read_patiently(data, file)


def _read_patiently(data: bytes, file: str) -> ResultFile:
    """Few files hold characters that XML forbids, or endless logs: only where something is wrong do we look."""
    try:
        return _read(XmlSource(data, file))
    except LongSection:
        return _read(XmlSource(data, file, long_sections=True))


def read_results_of(path: Path) -> ResultFile:
    """The same for a file on disk. Raises OSError as well; of a file that is too large nothing is kept in memory."""
    return read_results(content_of(path), str(path))


def content_of(path: Path) -> bytes:
    """The bytes of a file on disk. Raises OSError, and Unreadable for one that is larger than any that is read."""
    most = XmlLimits().file_bytes
    with path.open("rb") as file:
        size = path.stat().st_size
        data = file.read(most + 1) if size <= most else b""
    if size > most or len(data) > most:
        raise Unreadable(too_large(str(path), max(size, len(data)), most))
    return data


@contextmanager
def _without_collector() -> Iterator[None]:
    """What is read is kept: looking for garbage in it, again and again while it grows, takes a quarter of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            # What is there counts as old from now on; else the collector would go through all of it at once. Where a
            # server has frozen what it loaded, that stays frozen.
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _read(source: XmlSource) -> ResultFile:
    reader = _READERS.get(source.root)
    if reader is None:
        raise source.unreadable(
            f"its root element <{source.root}> on line {source.line} is not one of test results; "
            f"accepted are {_ACCEPTED}"
        )
    return reader(source)


def looks_like_results(data: bytes) -> bool:
    """Whether the root element is one of test results. The first kilobytes of a file are enough; never raises."""
    try:
        return XmlSource(data, "").root in _READERS
    except Unreadable:
        return False

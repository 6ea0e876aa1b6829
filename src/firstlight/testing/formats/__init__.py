"""Files of test results, whatever wrote them: JUnit, TRX, NUnit and xUnit XML, told apart by their root element, and
lists in workbooks and CSV files, told apart by their headings.

Each module below reads one family and says in its first lines how it decides where tools disagree. All of them count
the cases that are in the file; what the file declares of itself is only compared.
"""

from __future__ import annotations

from collections.abc import Callable

from firstlight.contracts.results import ResultFile
from firstlight.contracts.tables import Unreadable
from firstlight.intake.reading.xml import BrokenXml, XmlSource
from firstlight.testing.formats import junit, lists, nunit, trx, xunit

__all__ = ["BY_PEOPLE", "LISTS", "looks_like_results", "read_results"]

#: Suffixes of the files that are read as lists.
LISTS = (".csv", ".tsv", ".xlsx", ".xlsm")

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
}
_ACCEPTED = (
    "JUnit (testsuites, testsuite), TRX (TestRun), NUnit (test-run, test-results) and xUnit (assemblies, assembly)"
)


def read_results(data: bytes, file: str) -> ResultFile:
    """The cases of one file of test results, and warnings on what in it does not add up.

    `file` is the name that a refusal shows; its suffix tells lists from XML, the rest is found in the bytes. Times are
    seconds, instants carry their zone, messages have at most 500 characters.
    Raises Invalid for a list with outcomes that are not known, Unreadable for bytes that are no such file: empty, not
    XML, with a document type, broken or cut short, of another kind of XML (the sentence names the root element), or
    beyond a limit of size.
    """
    if file.lower().endswith(LISTS):
        return lists.read_list(data, file)
    try:
        return _read(XmlSource(data, file, clean=False))
    except BrokenXml:
        # Few files hold characters that XML forbids. Only where something is wrong do we look for them.
        return _read(XmlSource(data, file))


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

"""Loading a folder: everything is read, everything is tried in one transaction, one problem undoes it all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Literal
from zoneinfo import ZoneInfo

from django.db import transaction

from firstlight.contracts.tables import Problem, Unreadable
from firstlight.intake.applying import apply_all
from firstlight.intake.comparing import compare
from firstlight.intake.folder.lists import Lists, read_lists
from firstlight.intake.folder.scanning import PROJECT_FILE, Found, Ignored, scan
from firstlight.kernel.context import Context
from firstlight.kernel.documents import Document, read_document
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refusal
from firstlight.packs.actions import load_pack, pin_packs
from firstlight.packs.models import PackVersion
from firstlight.packs.queries import areas_of, version_named
from firstlight.packs.shipped import DEFAULT
from firstlight.workspace.actions import add_project, change_project
from firstlight.workspace.models import Project
from firstlight.workspace.profile import Profile, read_profile


@dataclass(frozen=True, slots=True)
class LoadedFolder:
    """What came of a folder. `why_then` says, to follow a time, why it is judged as of that time."""

    project: Project
    as_of: datetime
    why_then: str
    ignored: tuple[Ignored, ...]
    notes: tuple[str, ...]


def load_folder(
    context: Context, root: Path, *, as_of: datetime | None = None, into: Project | None = None
) -> LoadedFolder:
    """Read a folder and make (or bring up to date) the project it describes.

    `as_of` is the time it is loaded at; left out, the one project.yaml names, else the time of the context. Raises
    Invalid with every problem of every file, and then nothing at all was stored.
    """
    found = scan(root)
    document, profile, problems = _profile(found)
    zone = ZoneInfo(profile.time_zone) if profile else ZoneInfo("UTC")
    lists = read_lists(found, document, zone)
    lists.problems[:0] = problems
    if profile is None:
        raise refusal(lists.problems)
    moment, why_then = _moment(context, profile, as_of)
    loading = _Loading(replace(context, now=moment), found, lists, document, profile)
    with transaction.atomic():
        project = loading.load(into)
        if lists.problems:
            raise refusal(lists.problems)
    return LoadedFolder(project, moment, why_then, (*found.ignored, *lists.ignored), tuple(lists.notes))


def refusal(problems: list[Problem]) -> Invalid:
    """All problems, each once, in the order of the files."""
    each = tuple(dict.fromkeys(problems))
    many = "There is 1 problem" if len(each) == 1 else f"There are {len(each):,} problems"
    return Invalid(f"{many}; nothing was judged and nothing was stored.", problems=each)


def _profile(found: Found) -> tuple[Document | None, Profile | None, tuple[Problem, ...]]:
    try:
        document = read_document(found.read(PurePosixPath(PROJECT_FILE)), PROJECT_FILE)
    except Unreadable as error:
        return None, None, (error.problem,)
    profile, problems = read_profile(document)
    return document, profile, problems


def _moment(context: Context, profile: Profile, asked: datetime | None) -> tuple[datetime, str]:
    if asked is not None:
        return asked, ", as asked"
    if profile.as_of is not None:
        return profile.as_of, f", as {PROJECT_FILE} says (take as_of out to judge as of now)"
    return context.now, ""


class _Loading:
    """One load. Problems are collected in `lists.problems`; the caller undoes everything when there is one."""

    def __init__(self, context: Context, found: Found, lists: Lists, document: Document | None, profile: Profile):
        self.context, self.found, self.lists, self.document, self.profile = context, found, lists, document, profile

    def load(self, into: Project | None) -> Project:
        project = change_project(self.context.within(into), self.profile) if into else self._added()
        self.context = self.context.within(project)
        self._packs()
        self._files("before sheets")
        self._sheets(project)
        self._files("after sheets")
        self._unknown_checks(project)
        return project

    def _added(self) -> Project:
        return add_project(self.context, self.profile)

    def _tried(self, path: str, work: Callable[[], object]) -> None:
        """Do it in a savepoint; what is refused becomes problems of that file."""
        try:
            with transaction.atomic():
                work()
        except Unreadable as error:
            self.lists.problems.append(error.problem)
        except Invalid as error:
            self.lists.problems += error.problems or (Problem(path, error.sentence),)
        except Refusal as error:
            self.lists.problems.append(Problem(path, error.sentence))

    def _packs(self) -> None:
        for path in self.found.packs:
            self._tried(str(path), lambda path=path: load_pack(self.context, self.found.read(path), str(path)))  # type: ignore[misc]
        versions: list[PackVersion] = []
        for number, name in enumerate(self.profile.packs or (DEFAULT,)):
            try:
                versions.append(version_named(name))
            except NotFound as error:
                problem = self.document.problem(f"packs.{number}", error.sentence, name) if self.document else None
                self.lists.problems.append(problem or Problem(PROJECT_FILE, error.sentence))
        self._tried(PROJECT_FILE, lambda: pin_packs(self.context, versions))

    def _files(self, when: Literal["before sheets", "after sheets"]) -> None:
        for kind, path in self.found.taken:
            if kind.when != when:
                continue

            def take(kind: object = kind, path: PurePosixPath = path) -> None:
                notes = kind.take(self.context, path, self.found.read(path))  # type: ignore[attr-defined]
                self.lists.notes += [f"{path}: {note}" for note in notes]

            self._tried(str(path), take)

    def _sheets(self, project: Project) -> None:
        """All lists in one go. Problems they already have are told once."""
        differences = [
            (parsed.sheet, replace(compare(parsed.sheet.store.current(project), parsed, complete=True), refused=()))
            for parsed in self.lists.parsed
        ]
        refused = {identity[0] for parsed in self.lists.parsed for identity in parsed.refused}
        try:
            with transaction.atomic():
                apply_all(self.context, project, differences)
        except Invalid as error:
            # A name that is missing only because its own row was refused is no second problem.
            self.lists.problems += [one for one in error.problems if one.value not in refused]
            if not error.problems:
                self.lists.problems.append(Problem("", error.sentence))
        except Conflict as error:
            self.lists.problems.append(Problem("", error.sentence))

    def _unknown_checks(self, project: Project) -> None:
        """Say which rows speak of checks that no pinned pack has: they are kept and count for nothing."""
        with suppress(Refusal):
            known = {check.ref for area in areas_of(project) for check in area.checks}
            for parsed in self.lists.parsed:
                if not any(column.key == "check_ref" for column in parsed.sheet.columns):
                    continue
                strange = {row.values["check_ref"] for row in parsed.rows} - known - {""}
                if strange:
                    names = ", ".join(f"“{name}”" for name in sorted(strange)[:5])
                    more = f" and {len(strange) - 5} more" if len(strange) > 5 else ""
                    sentence = f"{names}{more} are no checks of the chosen packs; they are kept and do not count."
                    self.lists.notes.append(f"{parsed.file}: {sentence}")

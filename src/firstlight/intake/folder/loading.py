"""Loading a folder: everything is read, everything is tried in one transaction, one problem undoes it all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.db import transaction

from firstlight.contracts.tables import Problem, Unreadable
from firstlight.intake.applying import apply_all
from firstlight.intake.comparing import Difference, compare
from firstlight.intake.folder.known import KnownFiles, read_known
from firstlight.intake.folder.lists import Lists, read_lists
from firstlight.intake.folder.scanning import PROJECT_FILE, Found, Ignored, scan
from firstlight.kernel.context import Context
from firstlight.kernel.documents import Document, read_document
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refusal
from firstlight.kernel.sheets import Sheet
from firstlight.ledger.queries import head_of
from firstlight.packs.actions import load_pack, pin_packs
from firstlight.packs.models import PackVersion
from firstlight.packs.queries import areas_of, version_named
from firstlight.packs.shipped import DEFAULT
from firstlight.workspace.actions import add_project, change_project
from firstlight.workspace.models import Project
from firstlight.workspace.profile import Profile, read_profile, slug_of
from firstlight.workspace.stated import profile_of


@dataclass(frozen=True, slots=True)
class LoadedFolder:
    """What came of a folder. `why_then` says, to follow a time, why it is judged as of that time.

    `differences` are what it did list by list, `withheld` what it would do to lists that the actor may not change.
    `refused` are the problems of a trial. `recorded` counts what the ledger was told: 0 where nothing changed at all.
    """

    project: Project
    as_of: datetime
    why_then: str
    ignored: tuple[Ignored, ...]
    notes: tuple[str, ...]
    differences: tuple[Difference, ...] = ()
    withheld: tuple[Difference, ...] = ()
    profile_changed: bool = False
    refused: tuple[Problem, ...] = ()
    recorded: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """How a folder is to come in: under another `slug`, without the lists of these refs.

    A `trial` keeps nothing and refuses nothing: it says what would be. Bytes of evidence may stay behind in the store.
    """

    slug: str = ""
    without: frozenset[str] = frozenset()
    trial: bool = False


def load_folder(
    context: Context,
    root: Path,
    *,
    as_of: datetime | None = None,
    into: Project | None = None,
    choice: Choice | None = None,
) -> LoadedFolder:
    """Read a folder and make (or bring up to date) the project it describes.

    `as_of` is the time it is loaded at; left out, the one project.yaml names, else the time of the context. Lists
    that the actor may not change are withheld when an existing project is brought up to date. Raises Invalid with
    every problem of every file, and then nothing at all was stored.
    """
    choice = choice or Choice()
    found = scan(root)
    document, profile, problems = _profile(found)
    zone = ZoneInfo(profile.time_zone) if profile else ZoneInfo("UTC")
    lists = read_lists(found, document, zone)
    known = read_known(found.listed(), zone)
    lists.problems[:0] = [*problems, *known.problems]
    if profile is None:
        raise refusal(lists.problems)
    if choice.slug:
        profile = replace(profile, slug=slug_of(choice.slug))
    moment, why_then = _moment(context, profile, as_of)
    loading = _Loading(replace(context, now=moment), found, lists, document, profile, known, choice)
    with transaction.atomic():
        project = loading.load(into)
        if choice.trial:
            transaction.set_rollback(True)
        elif lists.problems:
            raise refusal(lists.problems)
    return LoadedFolder(
        project,
        moment,
        why_then,
        (*found.ignored, *lists.ignored),
        tuple(lists.notes),
        tuple(loading.differences),
        tuple(loading.withheld),
        loading.profile_changed,
        tuple(dict.fromkeys(lists.problems)),
        loading.recorded,
    )


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

    def __init__(
        self,
        context: Context,
        found: Found,
        lists: Lists,
        document: Document | None,
        profile: Profile,
        known: KnownFiles,
        choice: Choice,
    ) -> None:
        self.context, self.found, self.lists, self.document, self.profile = context, found, lists, document, profile
        self.known, self.choice = known, choice
        self.differences: list[Difference] = []
        self.withheld: list[Difference] = []
        self.profile_changed = False
        self.recorded = 0

    def load(self, into: Project | None) -> Project:
        begun = head_of(into).sequence if into else 0
        project = self._changed(into) if into else self._added()
        self.context = self.context.within(project)
        self._packs()
        self._files("before sheets")
        self._sheets(project)
        self._files("after sheets")
        self._unknown_checks(project)
        self.recorded = head_of(project).sequence - begun
        return project

    def _added(self) -> Project:
        return add_project(self.context, self.profile)

    def _changed(self, into: Project) -> Project:
        """The project with the profile of the folder. Its slug stays, and so does a time that is set by hand."""
        before = profile_of(into)
        changed = change_project(self.context.within(into), self.profile)
        self.profile_changed = profile_of(changed) != before
        return changed

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
        """In the order in which they came in elsewhere, where that is known."""
        for kind, path in sorted(self.found.taken, key=lambda taken: self.known.place(taken[1])):
            if kind.when != when:
                continue

            def take(kind: Any = kind, path: PurePosixPath = path) -> None:
                data = self.found.read(path)
                notes = kind.take(self.context, path, data, self.known.facts(path, data))
                self.lists.notes += [f"{path}: {note}" for note in notes]

            self._tried(str(path), take)

    def _sheets(self, project: Project) -> None:
        """All lists in one go. Problems they already have are told once."""
        differences = [
            (parsed.sheet, replace(compare(parsed.sheet.store.current(project), parsed, complete=True), refused=()))
            for parsed in self.lists.parsed
            if parsed.sheet.ref not in self.choice.without
        ]
        allowed = [pair for pair in differences if self._may(pair[0]) or not pair[1].changes]
        self.withheld = [pair[1] for pair in differences if pair not in allowed]
        differences = allowed
        self.differences = [difference for _, difference in differences]
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

    def _may(self, sheet: Sheet) -> bool:
        """Whether the actor may change the list. What is no action asks for itself."""
        allowed = getattr(sheet.apply, "allowed", None)
        return allowed is None or bool(allowed(self.context))

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

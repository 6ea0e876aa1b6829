"""Cases that people try: as testers see them, as the lead follows them, as they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstlight.kernel.context import ProjectLike
from firstlight.testing.asking import Asked, Progress, cases_for, link_subject
from firstlight.testing.models import Case, Cycle, Tester
from firstlight.web import wording
from firstlight.web.addresses import place
from firstlight.workspace.models import GuestLink

_ENDED = {
    "passed": ("met", gettext_noop("Passed")),
    "failed": ("unmet", gettext_noop("Failed")),
    "blocked": ("unmet", gettext_noop("Blocked")),
    "skipped": ("not-applicable", gettext_noop("Skipped")),
}


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A case in the list of a tester."""

    title: str
    ref: str
    url: str
    state: str
    word: str


def asked_lines(asked: Sequence[Asked], here: str) -> list[AskedLine]:
    """What a tester is asked to try: what is left first."""
    lines = []
    for one in sorted(asked, key=lambda one: (one.last is not None, one.case.ref)):
        state, word = _ENDED[one.last.outcome] if one.last else ("unknown", gettext_noop("Not tried yet"))
        lines.append(
            AskedLine(one.case.title, one.case.ref, f"{here}{quote(one.case.ref)}/", state, wording.said(word))
        )
    return lines


@dataclass(frozen=True, slots=True)
class TesterLine:
    """A tester of a cycle. `link` says until when their newest link works, "" where they have none."""

    ref: str
    name: str
    about: str
    asked: int
    passed: int
    failed: int
    left: int
    link: GuestLink | None
    script: str


def tester_lines(
    found: Sequence[Progress], cycle: str, links: Sequence[GuestLink], now: datetime, slug: str
) -> list[TesterLine]:
    """Testers in their order, each with the newest link that works."""
    working: dict[str, GuestLink] = {}
    for link in links:
        if link.purpose == "test-run" and link.revoked is None and link.expires > now:
            working.setdefault(link.subject, link)
    script = place("script", slug, cycle)
    return [
        TesterLine(
            one.tester.ref,
            one.tester.name,
            ", ".join(filter(None, (one.tester.persona, one.tester.place, one.tester.device))),
            one.asked,
            one.passed,
            one.failed,
            one.left,
            working.get(link_subject(cycle, one.tester.ref)),
            f"{script}?tester={quote(one.tester.ref)}",
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link that was just made: its address is shown this once. `mail` opens a letter with it, if it can be sent."""

    name: str
    address: str
    mail: str


def made_link(tester: Tester, link: GuestLink, address: str, project: str) -> MadeLink:
    """The link with a letter that hands it over."""
    subject = _("Your test cases in %(project)s") % {"project": project}
    letter = _("Hello %(name)s,\n\nplease try these cases. The link is yours alone and needs no account:\n%(address)s")
    text = letter % {"name": tester.name, "address": address}
    mail = f"mailto:{quote(tester.mail)}?subject={quote(subject)}&body={quote(text)}" if tester.mail else ""
    return MadeLink(tester.name, address, mail)


def script_cases(project: ProjectLike, cycle: Cycle, tester: Tester | None, only: str) -> list[Case]:
    """The cases that are printed, with their steps. Two queries."""
    if tester is not None:
        found = cases_for(project, cycle, tester)
    else:
        rows = Case.objects.filter(project_id=project.pk).order_by("ref")
        found = [case for case in rows if cycle.ref in case.cycles]
    wanted = [case for case in found if not only or case.ref == only]
    from django.db.models import prefetch_related_objects

    prefetch_related_objects(wanted, "steps")
    return wanted

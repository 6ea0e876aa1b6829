"""Where the hub looks: the runs of all projects, and whether those who read still may."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import close_old_connections, connections
from django.utils import timezone

from firstlight.cutover.models import Run
from firstlight.identity.models import User
from firstlight.identity.rules import session_ended
from firstlight.web.door import BEGAN, SEEN
from firstlight.web.live import editions, stores
from firstlight.web.live.boards import changes, lately, minute_of
from firstlight.web.live.fragments import Saying
from firstlight.web.live.hub import News, Wanted
from firstlight.web.live.streams import Audience, Credential, Seen, event
from firstlight.workspace.models import Person
from firstlight.workspace.policies import MAY_VIEW_CUTOVER
from firstlight.workspace.queries import rights_in

_HEADS = ("pk", "version", "forecast__version", "project__clock_offset")


class ProjectSource:
    """Looks into the database of this installation, from the one thread of the hub."""

    def __init__(self) -> None:
        self.process = f"{os.uname().nodename[:40]}-{os.getpid()}"

    def look(self, wanted: Collection[Wanted]) -> Mapping[Wanted, News]:
        """What changed, for those who have not seen it. One query while everybody has."""
        close_old_connections()
        real = timezone.now()
        runs = {audience.run for audience, _ in wanted}
        heads = {pk: (version, forecast or 0, real + offset)
                 for pk, version, forecast, offset in Run.objects.filter(pk__in=runs).values_list(*_HEADS)}  # fmt: skip
        found: dict[Wanted, News] = {}
        read: dict[int, Run] = {}
        for audience, seen in wanted:
            if audience.run not in heads:
                continue
            version, forecast, now = heads[audience.run]
            if seen == Seen(version, minute_of(now), forecast):
                continue
            run = read.get(audience.run) or _run(audience.run)
            read[audience.run] = run
            as_told, at = lately(run, now, seen, together=0.0)
            news = changes(as_told, _saying(as_told, audience), seen, at, whole=audience.whole)
            if news:
                found[audience, seen] = News(news[0], event("change", news[1], id=news[0]))
        return found

    def refused(self, readers: Collection[Credential]) -> Mapping[Credential, str]:
        """Whose session is over, and who may not see the cutover any more. Four queries, however many read."""
        now = timezone.now()
        sessions = Session.objects.filter(session_key__in={one.session for one in readers}, expire_date__gt=now)
        kept = {one.session_key: one.get_decoded() for one in sessions}
        users = User.objects.filter(is_active=True).in_bulk({one.user for one in readers})
        people = Person.objects.select_related("project", "party").in_bulk({one.person for one in readers})
        may = {pk: MAY_VIEW_CUTOVER.right in rights_in(one) for pk, one in people.items()}
        found = {}
        for one in readers:
            if not _lasts(kept.get(one.session), users.get(one.user), now):
                found[one] = "session"
            elif not may.get(one.person) or people[one.person].user_id != one.user:
                found[one] = "right"
        return found

    def beat(self, readers: Mapping[int, int]) -> Mapping[int, bytes]:
        """Tell the other processes how many read here, and each run how many read it in all, and which page is new."""
        now = timezone.now()
        stores.tell(self.process, readers, now)
        counts = stores.counts(set(readers), now)
        said = {run: {"watching": counts.get(run, 0), "edition": editions.edition()} for run in readers}
        return {run: event("beat", json.dumps(one)) for run, one in said.items()}

    def rest(self) -> None:
        """Close the connection to the database of this thread."""
        stores.tell(self.process, {}, timezone.now())
        connections.close_all()


def _run(pk: int) -> Run:
    return Run.objects.select_related("plan", "rehearsal", "project").get(pk=pk)


def _saying(run: Run, audience: Audience) -> Saying:
    return Saying(run.project.slug, run.ref, run.time_zone, audience.zone, audience.language, audience.acts)


def _lasts(session: dict[str, Any] | None, user: User | None, now: datetime) -> bool:
    """Whether a session is that of this account, with its present password, and not over."""
    if not session or user is None or str(session.get(SESSION_KEY)) != str(user.pk):
        return False
    began, seen = (session.get(name) or now.timestamp() for name in (BEGAN, SEEN))
    over = session_ended(datetime.fromtimestamp(began, UTC), datetime.fromtimestamp(seen, UTC), now)
    return not over and session.get(HASH_SESSION_KEY) == user.get_session_auth_hash()

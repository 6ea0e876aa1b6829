"""That the clock of the server was set, in words."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from firstlight.cutover.live.rows import ClockStep
from firstlight.web.pages.spans import duration


def clock_words(step: ClockStep, zone: ZoneInfo) -> str:
    """By how much, to which time of that zone, and what it means for what one reads."""
    minutes = timedelta(minutes=round(abs(step.by) / timedelta(minutes=1)))
    told = {"time": duration(step.at, step.at + minutes), "at": f"{step.at.astimezone(zone):%H:%M}"}
    if step.by < timedelta():
        return (
            _("The clock of the server was set back by %(time)s, to %(at)s. Entries keep the order of the ledger.")
            % told
        )
    return (
        _(
            "The clock of the server was set ahead by %(time)s, to %(at)s. What seems late may not be; entries keep "
            "the order of the ledger."
        )
        % told
    )

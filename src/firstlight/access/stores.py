"""What is noted of tokens without being anybody's doing."""

from __future__ import annotations

from datetime import datetime, timedelta

from firstlight.access.models import Token

#: The time of last use is kept this exactly, so that reading does not mean writing each time.
EXACT = timedelta(minutes=1)


def note_use(token: Token, now: datetime) -> None:
    """Remember that the token was used now."""
    if token.last_used is None or now - token.last_used >= EXACT:
        Token.objects.filter(pk=token.pk).update(last_used=now)

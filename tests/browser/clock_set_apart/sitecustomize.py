"""Sets the clock of a program apart by as many seconds as a file says, from outside and while it runs.

Python reads this by itself where the folder is on its path. Every face reads the time from one place.
"""

import os
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

_said, _real = Path(os.environ["FIRSTLIGHT_CLOCK_APART"]), timezone.now


def _now():  # type: ignore[no-untyped-def]
    return _real() + timedelta(seconds=float(_said.read_text() or 0))


timezone.now = _now

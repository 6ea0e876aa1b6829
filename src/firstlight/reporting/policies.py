"""Who may bring in what others have said and decided."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_RECORD = Policy("assurance.record", "record what was asked, signed and decided elsewhere")

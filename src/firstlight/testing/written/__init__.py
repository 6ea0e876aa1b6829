"""Test cases as people write them down elsewhere, with their steps: in forms and in lists.

`forms` reads a form on a worksheet of its own for each case, such as the published template of the FastTrack programme.
`lists` reads one table with a row for each step, such as Azure Test Plans exports it. Both give two dialects: one of
the list of cases, one of the list of steps.
"""

from firstlight.testing.written.forms import FORM_CASES, FORM_STEPS
from firstlight.testing.written.lists import LISTED_CASES, LISTED_STEPS

__all__ = ["CASE_DIALECTS", "STEP_DIALECTS"]

CASE_DIALECTS = (LISTED_CASES, FORM_CASES)
STEP_DIALECTS = (LISTED_STEPS, FORM_STEPS)

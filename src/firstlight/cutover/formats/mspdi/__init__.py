"""MS Project XML (MSPDI), as Project and the tools that write for it save it: in, and back out.

Decisions, where files leave them open:

- Ids are the UID of the file, as text. Rows without content (`IsNull`) are no tasks; the project's own row is the
  summary of all.
- The file has no time zone: its times are those of the zone that the reader is given. One that this clock never shows
  is the instant of the change, one that it shows twice the first of the two.
- A parent is the nearest row above with a lower outline level.
- A calendar without days and exceptions of its own is its base. Recurring exceptions and work weeks are spread over
  their days.
- Some writers fill dates that they do not know with a day of their own. An end in a task of which nothing is done, and
  one deadline in every task from before the plan, are taken as not said; a warning tells.
- Percentages without a start, or 100 % without an end, take the dates that are planned.

Writing edits the file that came in: elements that nothing here knows, their order and their namespaces stay, and where
no step differs the bytes are those that came in. What the format has no field for is a custom text field, called like
its column, or stands in the notes; `fields` says which.
"""

from firstlight.cutover.formats.mspdi.document import skeleton
from firstlight.cutover.formats.mspdi.drawing import drawn_of
from firstlight.cutover.formats.mspdi.elements import MOST_BYTES
from firstlight.cutover.formats.mspdi.lines import TaskLine, lines_of
from firstlight.cutover.formats.mspdi.reading import MspdiFile, Stored, read_mspdi
from firstlight.cutover.formats.mspdi.writing import Made, Wanted, write_steps

__all__ = [
    "MOST_BYTES",
    "Made",
    "MspdiFile",
    "Stored",
    "TaskLine",
    "Wanted",
    "drawn_of",
    "lines_of",
    "read_mspdi",
    "skeleton",
    "write_steps",
]

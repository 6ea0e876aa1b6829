"""MS Project XML (MSPDI), as Project and the tools that write for it save it. Reading only.

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
"""

from firstlight.cutover.formats.mspdi.reading import MspdiFile, Stored, read_mspdi

__all__ = ["MspdiFile", "Stored", "read_mspdi"]

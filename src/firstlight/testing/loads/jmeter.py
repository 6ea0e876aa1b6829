"""JMeter: results as text with separators, or as XML."""

from __future__ import annotations

from datetime import tzinfo
from pathlib import Path

from firstlight.engines.loadstats import Recorder, Run
from firstlight.testing.loads.jmeter_columns import Columns
from firstlight.testing.loads.jmeter_counting import WORTH_IT, NotCounted, count_samples
from firstlight.testing.loads.jmeter_csv import JMeterRows
from firstlight.testing.loads.source import Text

#: So many rows are read one by one before the rest is counted: what is wrong in all rows shows in the first ones.
_TRIED = 200


def read_table(text: Text, columns: Columns, zone: tzinfo, *, over_time: bool, worth_it: int = WORTH_IT) -> Run:
    """The run in a file of rows. Raises Unreadable with row, column and value of what is wrong."""
    if isinstance(text.source.given, Path) and text.source.size >= worth_it:
        rows = JMeterRows(text, columns, zone)
        rows.into(Recorder(), most=_TRIED)
        if rows.in_milliseconds:
            recorder = Recorder(over_time=over_time)
            try:
                count_samples(text, columns, recorder)
                return recorder.run(parts_told(recorder))
            except NotCounted:
                pass
    recorder = Recorder(over_time=over_time)
    warnings = JMeterRows(text, columns, zone).into(recorder)
    return recorder.run([*warnings, *parts_told(recorder)])


def parts_told(recorder: Recorder) -> list[str]:
    """A sentence on samples that are parts of others."""
    parts, samples = recorder.parts, recorder.samples
    if not parts:
        return []
    if parts == samples:
        return ["All samples are transactions that sum up others, so they are counted as the whole."]
    sum_up = "1 of them sums up others or lies" if parts == 1 else f"{parts:,} of them sum up others or lie"
    return [
        f"The file has {samples:,} samples; {sum_up} within them. They are told by label and not counted in the whole."
    ]

"""records.json: rows that are no list anybody edits, such as requests for signatures, votes and baselines.

Nothing here knows a table: every layer says which of its own travel (`kernel.travelling`). What a sheet leaves out of a
row comes along too.
"""

"""The append-only, hash-chained record of every change, and the stream of events that live pages read."""

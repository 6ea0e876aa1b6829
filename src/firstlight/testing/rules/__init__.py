"""Decisions about tests on plain values: no database, no clock."""

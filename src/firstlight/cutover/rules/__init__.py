"""Decisions on plain values: how durations and links are written, and what is wrong with a plan."""

"""Frozen facts that layers exchange. No Django, no clock, no files."""

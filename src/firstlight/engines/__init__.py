"""Pure computation on frozen facts: no Django, no clock, no files."""

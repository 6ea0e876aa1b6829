"""Attestations with their evidence, signatures bound to what was signed, and the register of actions."""

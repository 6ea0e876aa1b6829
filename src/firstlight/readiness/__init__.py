"""Checks judged by measures and attestations, frozen as assessments. Owns the registry of measures."""

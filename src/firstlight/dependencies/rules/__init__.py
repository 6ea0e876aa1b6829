"""Decisions on plain values: how dependencies, words, meetings, requirements and services stand on a day."""

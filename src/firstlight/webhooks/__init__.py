"""Telling other programs what happens in a project: subscriptions, signed deliveries, retries."""

"""Addresses of the pages."""

from __future__ import annotations

urlpatterns: list[object] = []

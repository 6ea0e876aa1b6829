"""Turning a template and its plain data into a page of the project."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from firstlight.web.viewing import Viewing

#: A step of the way here: its title and its address.
Step = tuple[str, str]


def show(viewing: Viewing, template: str, title: str, *way: Step, **context: Any) -> HttpResponse:
    """The page `title`, reached by `way` from the project's home."""
    project = viewing.project
    steps = [(project.organisation or project.name, reverse("home", args=[project.slug])), *way, (title, "")]
    crumbs = [{"title": words, "url": url} for words, url in steps]
    return render(viewing.request, f"firstlight/{template}", {"title": title, "crumbs": crumbs, **context})

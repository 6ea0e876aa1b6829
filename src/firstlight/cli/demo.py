"""`firstlight demo`: the example project, living: the same files and actions as any other project."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from typing import TYPE_CHECKING, Any

from firstlight.cli.showing import bold, coloured, say

if TYPE_CHECKING:
    from firstlight.workspace.models import Project

#: Who the sign-in link is for.
LEAD = "project-lead"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--reset", action="store_true", help="start the example anew")
    parser.add_argument("--port", type=int, help="the port (default: the first free one from 8000)")
    parser.add_argument("--no-worker", action="store_true", help="serve without the background work")
    parser.add_argument("--no-serve", action="store_true", help="load and print, but do not serve")


def run(options: argparse.Namespace) -> int:
    """Make the example where it is missing, print its verdict and a link, serve it."""
    from firstlight.cli.preparing import demo_folder, open_demo
    from firstlight.cli.serving import free_port, serve

    if options.reset:
        shutil.rmtree(demo_folder(os.environ), ignore_errors=True)
    port = free_port("127.0.0.1", options.port)
    open_demo()
    from django.utils import timezone

    from firstlight.cli.accounts import link_for
    from firstlight.readiness.queries import body_of, latest_assessment

    project = example_project()
    assessment = latest_assessment(project)
    if assessment is None:
        raise RuntimeError("the example was loaded without an assessment")
    show(body_of(assessment))
    lead = next(person for person in project.people.all() if LEAD in person.roles)
    address = f"http://127.0.0.1:{port}"
    print(f"\nSign in as {lead.name}, project lead, with this link. It works once.\n")
    print(f"  {bold(link_for(lead, timezone.now(), address))}\n")
    sys.stdout.flush()
    if not options.no_serve:
        serve("127.0.0.1", port, work=not options.no_worker)
    return 0


def example_project() -> Project:
    """The example, loaded state by state where it is not there yet: all of it or nothing."""
    from django.db import transaction
    from django.utils import timezone

    from firstlight.cli.demo_rehearsal import rehearse
    from firstlight.cli.loading import bring_in
    from firstlight.intake.examples import EXAMPLE, earlier_states, example_folder
    from firstlight.workspace.models import Project

    found = Project.objects.order_by("pk").first()
    if found is not None:
        return found
    say("Loading the example project from its files …")
    with transaction.atomic():
        for folder in [*earlier_states(), example_folder(EXAMPLE)]:
            loaded, _ = bring_in(folder, timezone.now())
        loaded.project.refresh_from_db()
        rehearse(loaded.project, timezone.now() + loaded.project.clock_offset)
    return loaded.project


def show(document: dict[str, Any]) -> None:
    """The verdict in a few lines."""
    from firstlight.cli.times import shown
    from firstlight.cli.verdict_text import lede
    from firstlight.contracts.standing import Word

    word = Word(document["verdict"])
    project = document["project"]
    print(bold(f"{project['organisation']}, {project['name']}") + f", as of {shown(document['as_of'])}")
    print(f"\n  {coloured(bold(word.aloud.upper()), word.value)}  {lede(document)}\n")
    for reason in document["reasons"][:6]:
        print(f"  · {reason['title']}: {reason['sentence']}")
    if len(document["reasons"]) > 6:
        print(f"  · and {len(document['reasons']) - 6} more")

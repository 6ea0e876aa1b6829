"""Every other action that a person may do, each as an operation of its own."""

from __future__ import annotations

import inspect
from typing import Any

from django.db import models
from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from firstlight.access.rules import IN_PERSON
from firstlight.api.doing import Doable, doable, key_of
from firstlight.api.doors import in_person, visit
from firstlight.api.shapes import REACHED, Slug, Told, reaches, writing
from firstlight.kernel.actions import Action, actions
from firstlight.workspace.roles import EVERY_RIGHT

#: Actions that no operation calls, and why. Everything else that a person may do, a program may ask for.
EXCEPTIONS = {
    "access.actions.make_token": "a token is made by a person on a page, so that no program can multiply its own",
    "workspace.actions.guests.make_guest_link": "a guest link is handed over by a person, on the page that shows it",
    "workspace.actions.people.tie_account": "accounts are tied by the installation, and by who accepts an invitation",
    "workspace.actions.projects.set_clock": "the clock is set when an example is loaded, by no page",
    **dict.fromkeys(
        ("intake.actions.offer_rows", "intake.actions.apply_offer", "intake.actions.map_headings"),
        "what a page offers and then applies, the operations of a list preview and apply themselves",
    ),
    "packs.actions.pin_pack": "the operation that pins packs names all of them and so changes one, too",
    "packs.actions.load_pack": "packs are loaded by the installation, by no page",
    "testing.actions.results.import_result_files": "a program brings in one file a request; a page takes several",
    "testing.actions.trying.enter_run": "what programs know of a run comes in as a row of the list of runs",
    "readiness.actions.reviewing.load_question_set": "question sets are loaded by the installation, by no page",
}


class DoneTold(Told):
    """What was done: the kind of record, what names it, and its words."""

    kind: str
    id: int | str | None = Field(description="Its ref or number, or its id in the records; null where there is none.")
    text: str


def made(known: set[str]) -> Router:
    """Operations for all actions that are not reached by others."""
    router = Router()
    for name, action in actions.items():
        if not name.startswith("firstlight.") or name in known or name.removeprefix("firstlight.") in EXCEPTIONS:
            continue
        found = doable(action) if action.policy.right in EVERY_RIGHT else None
        if found is not None:
            verb = name.rpartition(".")[2]
            layer = name.split(".")[1]
            router.post(f"/projects/{{slug}}/do/{layer}/{verb}", response=writing(DoneTold))(_operation(found, verb))
    return router


def _operation(found: Doable, verb: str) -> Any:
    """The function behind an operation, with the signature from which it is described."""
    action = found.action

    def do(request: HttpRequest, slug: str, given: Any) -> Any:
        here = visit(request, slug)
        action.policy.check(here.context)
        if action.policy.right in IN_PERSON:
            in_person(here)
        return _told(action, action(here.context, **found.arguments(here, given)))

    do.__name__ = verb
    do.__doc__ = _words(action)
    one = inspect.Parameter.POSITIONAL_OR_KEYWORD
    do.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter("request", one, annotation=HttpRequest),
            inspect.Parameter("slug", one, annotation=Slug),
            inspect.Parameter("given", one, annotation=found.body),
        ]
    )
    return reaches(action)(do)


def _words(action: Action[Any, Any]) -> str:
    said = inspect.getdoc(action.body) or action.record.label
    needs = "Needs a person: a token cannot. " if action.policy.right in IN_PERSON else ""
    return f"{said}\n\n{needs}Needs the right to {action.policy.sentence}."


def _told(action: Action[Any, Any], value: Any) -> dict[str, Any]:
    if isinstance(value, models.Model):
        return {"kind": value._meta.label_lower, "id": getattr(value, key_of(type(value))), "text": str(value)}
    counted = len(value) if isinstance(value, list) else value
    text = f"{action.record.label}: {counted}" if isinstance(counted, int) else action.record.label
    return {"kind": action.record.code, "id": None, "text": text}


router = made({one.name for called in REACHED.values() for one in called if hasattr(one, "name")})

"""Every table of the product travels with a project folder, or it is said here why it does not."""

from __future__ import annotations

import pytest
from django.db import models

from firstlight.reporting.records.tables import (
    fields_of,
    in_files,
    in_sheets,
    key_paths,
    own_models,
    path_to_project,
    recorded,
)

#: Tables that stay where they are, and why.
STAYS: dict[str, str] = {
    "identity.Passkey": "A passkey is bound to the address of this installation, and to an account of it.",
    "identity.AuthenticatorApp": "Its secret is sealed with the key of this installation, for an account of it.",
    "identity.RecoveryCode": "They open an account of this installation, once each.",
    "identity.UsedChallenge": "What may not be used twice matters for minutes.",
    "identity.OrganisationAccount": "It ties an account of this installation to one at the organisation.",
    "identity.Tries": "Who knocked too often here waits here.",
    "intake.Offer": "Rows held out to a list wait for a day, for one person; nothing of them is in the project.",
    "intake.ListChange": "What undoing needs is kept for 30 days beside the ledger, which has the same facts.",
    "intake.Heading": "What headings of one's files mean is asked again by the first preview.",
    "intake.ListView": "Saved views are of accounts of this installation.",
    "identity.User": "Accounts are of an installation; people of a project travel, and are tied to accounts there.",
    "identity.SignInLink": "A link works in the installation that made it, once.",
    "kernel.GivenAnswer": "Answers to requests that were sent twice matter for minutes.",
    "kernel.OutboxEvent": "Events wait here for moments.",
    "ledger.Entry": "The ledger says what happened here. It is exported and verified by itself, and goes on elsewhere.",
    "ledger.Head": "It is of the ledger of this installation.",
    "workspace.Invitation": "An invitation leads into the installation that sent it.",
    "access.Token": "A token opens the installation that made it; its secret is nowhere.",
    "cutover.Forecast": "It follows from the plan, and is made anew from it.",
    "cutover.RunForecast": "It follows from the run, and is made anew from it.",
    "web.Watching": "How many watch a board here matters for seconds.",
    "cutover.RunPaper": "What was printed here of a run; the run itself travels, and is printed anew.",
    "webhooks.Subscription": "It holds the secret that signs what is sent from this installation.",
    "webhooks.Delivery": "What this installation sent, and whether it arrived.",
    "letters.Letter": "What this installation mails; elsewhere nobody asked for it.",
    "dependencies.HealthProbe": "When this installation asks a health address next; another asks anew.",
    "jobs.Clock": "How the clock of the machine stood that this installation runs on.",
    "jobs.Turn": "Whose turn the background work of this installation is.",
    "readiness.QuestionSetVersion": "Content of the installation; a review names the version of its questions.",
    "workspace.GuestLink": "A link works in the installation that made it; its secret is nowhere.",
    "workspace.Project": "Its profile is project.yaml; its key is made anew.",
    "workspace.Phase": "In project.yaml.",
    "workspace.Party": "In project.yaml.",
    "packs.PackVersion": "The files in packs.",
    "packs.PinnedPack": "In project.yaml, by version.",
}


def _carried() -> set[str]:
    """Tables whose rows a sheet, a kind of file or the records take along."""
    return in_files() | set(in_sheets()) | {model._meta.label for model in recorded()}


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_rows_travel_or_it_is_said_why_not(model: type[models.Model]) -> None:
    label = model._meta.label
    if model._meta.auto_created:  # the ties between two tables, which travel with one of them
        label = model._meta.auto_created._meta.label  # type: ignore[union-attr]
    assert label in _carried() | set(STAYS), (
        f"{label}: its rows would be lost when a project is exported. Register a sheet, let a kind of file carry "
        f"it, say travels({label!r}) in its layer (kernel.travelling), or say in STAYS why it stays."
    )


@pytest.mark.parametrize("model", recorded(), ids=lambda model: model._meta.label)
def test_records_are_of_a_project_and_know_what_they_name(model: type[models.Model]) -> None:
    assert path_to_project(model)
    for field in fields_of(model):
        other = field.related_model
        if other is not None and other not in recorded():
            assert key_paths(other), f"{model._meta.label}.{field.name}"


def test_no_reason_is_left_of_a_table_that_is_gone_or_travels() -> None:
    assert set(STAYS) <= {model._meta.label for model in own_models()}
    assert not set(STAYS) & _carried()

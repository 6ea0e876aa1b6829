"""Starting a project on a page: from its name, from a folder, as the example; by whom; and never twice."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from firstlight.identity.models import User
from firstlight.intake.folder import give_folder
from firstlight.intake.folder.archives import write_zip
from firstlight.kernel.context import Context
from firstlight.ledger.models import Entry
from firstlight.packs.models import Tailoring
from firstlight.packs.queries import pins_of
from firstlight.workspace.models import Person, Project
from firstlight.workspace.roles import FOLDER_READER
from tests.web.conftest import HOSTILE, Stage

NEW = "/projects/new/"


@pytest.fixture
def founder(stage: Stage) -> User:
    """Somebody with an account who may start projects and is in none."""
    return User.objects.create(email="fo@example.org", name="Frida Olsen", may_add_projects=True, password="!")


def said(**changes: Any) -> dict[str, Any]:
    """What one types on the page."""
    values = {
        "name": "Wave 3, Spain", "organisation": "Example Foods", "product": "finance-operations", "approach": "phased",
        "time_zone": "Europe/Madrid", "go_live": "2027-03-01T06:00",
        "packs": ["go-live@2026.1", "change-management@2026.1"], "idempotency_key": "k" * 32,
    }  # fmt: skip
    return values | changes


def zip_of(stage: Stage) -> SimpleUploadedFile:
    """The project of the stage as a zip file."""
    out = io.BytesIO()
    write_zip(out, "wave-1", give_folder(Context(FOLDER_READER, stage.inside.now, stage.project)))
    return SimpleUploadedFile("wave-1.zip", out.getvalue(), "application/zip")


def test_a_project_is_started_from_its_name_and_its_founder_leads_it(stage: Stage, founder: User) -> None:
    client = stage.signed_in(founder)
    answer = client.post(NEW, said())
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/p/wave-3-spain/"
    project = Project.objects.get(slug="wave-3-spain")
    assert (project.name, project.organisation, project.approach) == ("Wave 3, Spain", "Example Foods", "phased")
    assert project.go_live is not None
    assert project.go_live.isoformat() == "2027-03-01T05:00:00+00:00", "six in the morning in Madrid"
    assert [str(pin.pack) for pin in pins_of(project)] == ["go-live@2026.1", "change-management@2026.1"]
    (lead,) = Person.objects.filter(project=project)
    assert (lead.ref, lead.name, lead.roles, lead.user) == ("fo", "Frida Olsen", ["project-lead"], founder)
    home = client.get("/p/wave-3-spain/").content.decode()
    assert "The project is there, and you are its lead." in home
    who = set(Entry.objects.filter(stream=project.uid).values_list("actor_name", flat=True))
    assert who == {"Frida Olsen"}


def test_the_same_click_twice_makes_one_project(stage: Stage, founder: User) -> None:
    client = stage.signed_in(founder)
    answers = [client.post(NEW, said()) for _ in range(2)]
    assert [one.headers["Location"] for one in answers] == ["/p/wave-3-spain/"] * 2
    assert Project.objects.filter(name="Wave 3, Spain").count() == 1


def test_a_name_that_another_project_has_gets_a_number_in_its_address(stage: Stage, founder: User) -> None:
    client = stage.signed_in(founder)
    for number in range(2):
        client.post(NEW, said(name="Wave 1", idempotency_key=f"key-{number}"))
    slugs = Project.objects.filter(name="Wave 1").order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["wave-1", "wave-1-2", "wave-1-3"]


def test_what_cannot_be_accepted_is_said_beside_its_field_and_nothing_is_lost(stage: Stage, founder: User) -> None:
    client = stage.signed_in(founder)
    before = Project.objects.count()
    wrong = said(name="", packs=[], time_zone="Mars/Olympus", go_live="soon", organisation=HOSTILE)
    answer = client.post(NEW, wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert Project.objects.count() == before
    for words in ("Choose at least one checklist.", "Mars/Olympus", "Enter a valid date/time."):
        assert words in page
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page, "what was typed is still there"


def test_nothing_of_a_project_stays_when_its_checklists_cannot_be_pinned(
    stage: Stage, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from firstlight.kernel.errors import Invalid

    def refuse(*given: Any) -> None:
        raise Invalid("These two do not go together.")

    monkeypatch.setattr("firstlight.web.founding.pin_packs", refuse)
    answer = stage.signed_in(founder).post(NEW, said())
    assert answer.status_code == 422
    assert "These two do not go together." in answer.content.decode()
    assert not Project.objects.filter(name="Wave 3, Spain").exists()


def test_who_may_not_start_projects_is_refused_whatever_they_are_elsewhere(stage: Stage) -> None:
    for who in ("pl", "es", "au", "pc"):
        client = stage.client(who)
        assert client.get(NEW).status_code == 403
        assert client.post(NEW, said()).status_code == 403
        assert client.post(f"{NEW}example/").status_code == 403
        assert client.post(f"{NEW}folder/", {"folder": zip_of(stage)}).status_code == 403
    assert Project.objects.count() == 2
    assert "New project" not in stage.client().get("/projects/").content.decode()


def test_the_empty_portfolio_leads_to_the_first_project(stage: Stage, founder: User) -> None:
    assert 'href="/projects/new/"' in stage.signed_in(founder).get("/projects/").content.decode()
    founder.may_add_projects = False
    founder.save()
    page = stage.signed_in(founder).get("/projects/").content.decode()
    assert 'href="/projects/new/"' not in page
    assert "sign-in-link fo@example.org --may-add-projects" in page


def test_a_folder_comes_in_as_a_new_project_after_a_look(stage: Stage, founder: User) -> None:
    client = stage.signed_in(founder)
    before = Project.objects.count()
    answer = client.post(f"{NEW}folder/", {"folder": zip_of(stage)})
    assert answer.status_code == 303
    address = answer.headers["Location"]
    page = client.get(address).content.decode()
    assert "Nothing is stored yet" in page
    assert "Requirements" in page
    assert "/p/wave-1-2/" in page
    assert Project.objects.count() == before
    made = client.post(address, {"idempotency_key": "once"})
    again = client.post(address, {"idempotency_key": "once"})
    assert [made.headers["Location"], again.headers["Location"]] == ["/p/wave-1-2/"] * 2
    project = Project.objects.get(slug="wave-1-2")
    lead = Person.objects.get(project=project, user=founder)
    assert lead.roles == ["project-lead"]
    assert project.people.count() == stage.project.people.count() + 1
    assert client.get("/p/wave-1-2/").status_code == 200
    assert client.get(address).status_code == 404, "the upload is used up"


def test_whoever_is_in_the_people_of_the_folder_becomes_that_person(stage: Stage, founder: User) -> None:
    User.objects.filter(pk=stage.cast.users["au"].pk).update(may_add_projects=True)
    client = stage.client("au")
    address = client.post(f"{NEW}folder/", {"folder": zip_of(stage)}).headers["Location"]
    client.post(address)
    project = Project.objects.get(slug="wave-1-2")
    one = Person.objects.get(project=project, user=stage.cast.users["au"])
    assert (one.ref, one.roles) == ("au", ["auditor", "project-lead"])
    assert project.people.exclude(user=None).count() == 1, "nobody else is let in by a list of names"


def test_an_upload_is_its_owners_alone_and_a_bad_one_is_told_beside_the_field(stage: Stage, founder: User) -> None:
    client = stage.signed_in(founder)
    address = client.post(f"{NEW}folder/", {"folder": zip_of(stage)}).headers["Location"]
    User.objects.filter(pk=stage.cast.users["pl"].pk).update(may_add_projects=True)
    assert stage.client("pl").get(address).status_code == 404
    nothing = client.post(f"{NEW}folder/")
    assert nothing.status_code == 422
    assert "Choose a zip file." in nothing.content.decode()
    bad = client.post(f"{NEW}folder/", {"folder": SimpleUploadedFile("a.zip", b"no zip")}).headers["Location"]
    answer = client.get(bad)
    assert answer.status_code == 422
    assert "is no zip file" in answer.content.decode()
    assert not Tailoring.objects.exists()


def test_a_folder_with_a_mistake_says_where_and_makes_nothing(stage: Stage, founder: User) -> None:
    out = io.BytesIO()
    files = {"project.yaml": b"name: X\nproduct: finance-operations\ntime_zone: UTC\n",
             "people.csv": b"Ref,Name,Roles\na,Anna,Astronaut\n"}  # fmt: skip
    from pathlib import Path

    write_zip(out, "x", [(Path(name), lambda data=data: data) for name, data in files.items()])  # type: ignore[misc]
    client, before = stage.signed_in(founder), Project.objects.count()
    address = client.post(f"{NEW}folder/", {"folder": SimpleUploadedFile("x.zip", out.getvalue())}).headers["Location"]
    page = client.get(address).content.decode()
    assert "Astronaut" in page
    assert "Make it a project" not in page
    assert client.post(address).status_code == 422
    assert Project.objects.count() == before


@pytest.mark.thorough
def test_the_example_is_loaded_with_its_clock(stage: Stage, founder: User) -> None:
    client = stage.signed_in(founder)
    answer = client.post(f"{NEW}example/", {"idempotency_key": "example"})
    assert answer.status_code == 303
    project = Project.objects.get(people__user=founder)
    assert project.name
    page = client.get(answer.headers["Location"]).content.decode()
    assert "No-go" in page
    assert client.post(f"{NEW}example/", {"idempotency_key": "example"}).headers["Location"] == reverse(
        "home", args=[project.slug]
    )


def test_the_first_account_of_an_installation_may_start_projects_and_others_when_told(db: None, now: Any) -> None:
    from firstlight.identity.actions import add_user, let_add_projects
    from firstlight.workspace.roles import INSTALLATION

    machine = Context(INSTALLATION, now)
    first, second = (add_user(machine, email=f"{name}@example.org", name=name) for name in ("anna", "ben"))
    assert (first.may_add_projects, second.may_add_projects) == (True, False)
    let_add_projects(machine, second, may=True)
    second.refresh_from_db()
    assert second.may_add_projects
    entries = Entry.objects.count()
    let_add_projects(machine, second, may=True)
    assert Entry.objects.count() == entries

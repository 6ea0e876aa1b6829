"""The settings of a project: its profile as one form, merged when two people change it at once."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstlight.kernel.context import Context
from firstlight.ledger.models import Entry
from firstlight.workspace.actions import change_project
from firstlight.workspace.models import Project
from firstlight.workspace.profile import PhaseFacts
from firstlight.workspace.stated import profile_of
from tests.cast import profile
from tests.web.conftest import HOSTILE, Stage

_FIELD = re.compile(r"<(?:input|option|select|textarea)\b[^>]*>")


def opened(stage: Stage) -> dict[str, Any]:
    """What a browser would send from the page without a change."""
    return sent_by(stage.text("settings/"))


def sent_by(page: str) -> dict[str, Any]:
    """The fields of the form on a page with their values."""
    form = page[page.index('class="fl-form fl-settings"') :]
    values: dict[str, Any] = {}
    select = ""
    for tag in _FIELD.findall(form[: form.index("</form>")]):
        facts = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if tag.startswith("<select"):
            select = facts["name"]
            values.setdefault(select, "")
        elif tag.startswith("<option"):
            if " selected" in tag:
                values[select] = unescape(facts["value"])
        elif facts.get("type") == "checkbox":
            if " checked" in tag:
                values.setdefault(facts["name"], []).append(facts["value"])
        elif facts.get("type") == "radio":
            if " checked" in tag:
                values[facts["name"]] = facts["value"]
        else:
            values[facts["name"]] = unescape(facts.get("value", ""))
    return values


def stored(stage: Stage) -> Project:
    return Project.objects.get(pk=stage.project.pk)


def meanwhile(stage: Stage, **changes: Any) -> None:
    """Somebody else changes the profile."""
    from dataclasses import replace

    now = profile_of(stored(stage))
    change_project(Context(stage.inside.actor, stage.inside.now, stored(stage)), replace(now, **changes))


def test_sent_as_it_was_opened_it_changes_nothing(bare: Stage) -> None:
    before = profile_of(stored(bare))
    entries = Entry.objects.count()
    assert bare.post("settings/", **opened(bare)).status_code == 303
    assert profile_of(stored(bare)) == before
    assert Entry.objects.count() == entries


def test_what_is_typed_is_what_the_project_says(bare: Stage) -> None:
    form = opened(bare) | {
        "name": "Wave 1, Germany", "approach": "big-bang", "users_at_go_live": "1200",
        "go_live": "2026-12-14T05:00", "next_committee": "2026-11-27T10:00",
        "window_start": "2026-12-11T18:00", "window_end": "2026-12-14T05:00",
        "required_tests": ["sit", "uat", "security"], "answer-isv": "no", "answer-regulated": "yes",
        "phase-new-1-title": "Prepare", "phase-new-1-start": "2026-09-28", "phase-new-1-end": "2026-12-06",
    }  # fmt: skip
    answer = bare.client().post(f"/p/{bare.project.slug}/settings/", form, follow=True)
    assert "The settings are saved." in answer.content.decode()
    now = profile_of(stored(bare))
    assert (now.name, now.approach, now.users_at_go_live) == ("Wave 1, Germany", "big-bang", 1200)
    assert now.go_live is not None
    assert now.go_live.isoformat() == "2026-12-14T04:00:00+00:00"
    assert now.required_tests == ("sit", "uat", "security")
    assert now.answers == {"isv": False, "regulated": True}
    assert [(one.ref, one.title, str(one.start), str(one.end)) for one in now.phases] == [
        ("prepare", "Prepare", "2026-09-28", "2026-12-06")
    ]
    assert bare.post("settings/", **opened(bare) | {"phase-prepare-title": "", "phase-prepare-start": "",
                     "phase-prepare-end": "", "answer-isv": ""}).status_code == 303  # fmt: skip
    assert profile_of(stored(bare)).phases == ()
    assert profile_of(stored(bare)).answers == {"regulated": True}


def test_mistakes_stand_beside_their_fields_and_nothing_is_saved_or_lost(bare: Stage) -> None:
    before = profile_of(stored(bare))
    form = opened(bare) | {
        "name": "", "organisation": HOSTILE, "users_at_go_live": "-1", "window_end": "2026-12-01T05:00",
        "required_tests": [], "phase-new-1-title": "Late", "phase-new-2-start": "2026-01-02",
        "phase-new-2-end": "2026-01-01",
    }  # fmt: skip
    answer = bare.post("settings/", **form)
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("This field is required.", "greater than or equal to 0", "The window has to end after it starts.",
                  "Choose at least one kind of test.", "A phase has a day on which it starts.", "A phase has a name.",
                  "The phase has to end after it starts.", "Nothing is saved yet."):  # fmt: skip
        assert words in page, words
    assert HOSTILE not in page
    assert sent_by(page)["organisation"] == HOSTILE
    assert profile_of(stored(bare)) == before
    half = bare.post("settings/", **opened(bare) | {"window_end": ""})
    assert "A window has a start and an end." in half.content.decode()


def test_what_two_people_change_at_once_merges(bare: Stage) -> None:
    form = opened(bare) | {"users_at_go_live": "500", "answer-isv": "yes"}
    other = PhaseFacts("prepare", "Prepare", profile().go_live.date(), None)
    meanwhile(bare, organisation="Example Foods Group", answers={"regulated": False}, phases=(other,))
    assert bare.post("settings/", **form).status_code == 303
    now = profile_of(stored(bare))
    assert (now.organisation, now.users_at_go_live) == ("Example Foods Group", 500)
    assert now.answers == {"regulated": False, "isv": True}
    assert now.phases == (other,)


def test_the_same_field_is_for_the_second_one_to_decide(bare: Stage) -> None:
    form = opened(bare) | {"go_live": "2026-12-14T05:00", "organisation": "Foods"}
    meanwhile(bare, go_live=profile().go_live.replace(day=21), users_at_go_live=77)
    answer = bare.post("settings/", **form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "2026-12-21 05:00" in page
    assert "2026-12-14 05:00" in page
    assert stored(bare).organisation == "Example Foods"
    assert bare.post("settings/", **sent_by(page)).status_code == 303
    now = stored(bare)
    assert now.go_live is not None
    assert (now.go_live.day, now.organisation, now.users_at_go_live) == (14, "Foods", 77)


def test_another_zone_keeps_the_times_on_the_clock(bare: Stage) -> None:
    assert bare.post("settings/", **opened(bare) | {"time_zone": "Europe/Helsinki"}).status_code == 303
    now = stored(bare)
    assert now.go_live is not None
    assert now.go_live.isoformat() == "2026-12-07T03:00:00+00:00"


def test_somebody_who_is_faster_by_a_moment_is_not_overwritten(bare: Stage, monkeypatch: Any) -> None:
    import firstlight.web.views.settings as view

    form, real = opened(bare) | {"users_at_go_live": "500"}, view.merge_profiles

    def slow(*given: Any) -> Any:
        meanwhile(bare, organisation="Faster")
        return real(*given)

    monkeypatch.setattr(view, "merge_profiles", slow)
    assert bare.post("settings/", **form).status_code == 409
    assert stored(bare).users_at_go_live == 420


def test_only_who_may_change_the_profile_sees_it_in_the_rail(bare: Stage) -> None:
    address = f"/p/{bare.project.slug}/settings/"
    assert f'href="{address}"' in bare.text("")
    for who in ("wo", "es", "au", "pc"):
        assert f'href="{address}"' not in bare.text("", who)
        assert bare.get("settings/", who).status_code == 403
        assert bare.post("settings/", who, name="X").status_code == 403


def test_a_damaged_form_is_to_be_loaded_again(bare: Stage) -> None:
    for damage in ("", "{", "[]"):
        answer = bare.post("settings/", **opened(bare) | {"opened": damage, "name": "X"})
        assert answer.status_code == 422
    assert stored(bare).name == "Wave 1"


def test_thirty_phases_cost_as_many_queries_as_none(bare: Stage) -> None:
    client = bare.client()

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/p/{bare.project.slug}/settings/").status_code == 200
        return len(seen)

    count()
    none = count()
    day = profile().go_live.date()
    meanwhile(bare, phases=tuple(PhaseFacts(f"p-{n}", f"Phase {n}", day, day) for n in range(30)))
    count()
    assert count() == none

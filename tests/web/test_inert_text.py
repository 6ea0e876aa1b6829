"""Text that strangers wrote stays text, wherever it is shown."""

from __future__ import annotations

from datetime import date, timedelta
from html.parser import HTMLParser

from tests.web.conftest import HOSTILE, Stage

_ATTRIBUTE = "\" onmouseover=\"alert(1)' autofocus x='"


def _fill(stage: Stage) -> None:
    """Hostile words in every field that people fill."""
    from firstlight.assurance.actions import change_actions
    from firstlight.assurance.sheets import ACTIONS
    from firstlight.dependencies.actions import change_dependencies
    from firstlight.dependencies.sheets import DEPENDENCIES
    from firstlight.packs.actions import accept_risk, tailor_checks
    from firstlight.packs.sheets import CHECKS
    from firstlight.scope import actions, sheets
    from firstlight.testing.actions import import_results
    from firstlight.workspace.models import Person, Project
    from tests.testing.room import junit

    bad = f"{HOSTILE}{_ATTRIBUTE}{{{{ 7|add:7 }}}}{{% csrf_token %}}"
    Project.objects.filter(pk=stage.project.pk).update(name=bad, organisation=bad)
    Person.objects.filter(project=stage.project).update(title=bad)
    Person.objects.filter(project=stage.project, ref="pl").update(name=bad)
    stage.project.refresh_from_db()
    stage.change(
        actions.change_processes, sheets.PROCESSES, {"ref": f"x{bad[:20]}", "title": bad, "level": 1, "owner": bad}
    )
    stage.change(
        actions.change_requirements,
        sheets.REQUIREMENTS,
        {"ref": f"r{bad[:20]}", "title": bad, "owner": bad, "regulation": bad},
    )
    stage.change(
        change_actions,
        ACTIONS,
        {
            "ref": f"a{bad[:20]}",
            "title": bad,
            "check_ref": "scope.agreed",
            "owner": bad,
            "priority": "high",
            "risk": "high",
            "due": date(2026, 1, 1),
            "state": "open",
            "source": bad,
        },
    )
    stage.change(
        change_dependencies,
        DEPENDENCIES,
        {
            "ref": f"d{bad[:20]}",
            "title": bad,
            "provider": bad,
            "kind": "other",
            "in_scope": True,
            "requirements_state": "open",
            "cadence_days": 7,
        },
    )
    stage.change(
        tailor_checks,
        CHECKS,
        {
            "check_ref": f"scope.{bad[:20]}",
            "kind": "added",
            "title": bad,
            "what": bad,
            "reason": bad,
            "obligation": "mandatory",
        },
    )
    until = stage.inside.now + timedelta(days=9)
    accept_risk(stage.inside, check_ref="scope.agreed", reason=bad, person=stage.cast.people["es"], expires=until)
    stage.evidence(b"x", f"{bad}.txt")
    import_results(stage.inside, cycle_ref="UAT-1", file=f"tests/{bad[:40]}.xml", data=junit([(bad, "failed")]))
    stage.attest("pl", "go-live-readiness.gate-reviews", "project-lead", statement=bad, state="unmet")
    stage.assess(timedelta(hours=1))  # fmt: skip


def test_hostile_words_run_nowhere(stage: Stage) -> None:
    _fill(stage)
    for address in (
        "", "readiness/", "readiness/scope/", "checks/scope.agreed/", "checks/go-live-readiness.gate-reviews/",
        f"checks/scope.{HOSTILE[:20]}/", "scope/", "scope/requirements/", f"scope/processes/x{HOSTILE[:20]}/",
        "actions/", "dependencies/", "testing/", "testing/failing/", "packs/", "ledger/", "assessments/3/",
        "assessments/2/compare/3/", f"readiness/?q={HOSTILE}{_ATTRIBUTE}", f"ledger/?actor={HOSTILE}{_ATTRIBUTE}",
        f"scope/requirements/?owner={HOSTILE}",
    ):  # fmt: skip
        page = stage.text(address)
        assert "<script>alert" not in page, address
        assert not _read(page).handlers, address
        assert "csrfmiddlewaretoken" not in page.replace('name="csrfmiddlewaretoken"', ""), address
        assert "&lt;script&gt;" in page, address
        assert "&amp;lt;" not in page, f"{address} is escaped twice"
        assert "&amp;quot;" not in page, f"{address} is escaped twice"


class _Tags(HTMLParser):
    """The attributes of a page that would run, or that only hostile words bring."""

    def __init__(self) -> None:
        super().__init__()
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handlers += [f"{tag} {name}" for name, _ in attrs if name.startswith("on") or name == "autofocus"]


def _read(page: str) -> _Tags:
    tags = _Tags()
    tags.feed(page)
    return tags


def test_words_that_look_like_a_template_are_shown_as_they_are(stage: Stage) -> None:
    from firstlight.scope import actions, sheets

    stage.change(actions.change_requirements, sheets.REQUIREMENTS,
                 {"ref": "T-1", "title": "{{ project.uid }} {% now 'Y' %} <c-icon name='x' />"})  # fmt: skip
    page = stage.text("scope/requirements/?ref=T-1")
    assert "{{ project.uid }} {% now &#x27;Y&#x27; %} &lt;c-icon name=&#x27;x&#x27; /&gt;" in page
    assert stage.project.uid not in page


def test_names_in_other_scripts_and_very_long_ones_are_shown_whole(stage: Stage) -> None:
    from firstlight.scope import actions, sheets

    titles = ("受注処理", "معالجة الطلبات", "Ω" * 300, "Donaudampfschifffahrtsgesellschaft" * 8)
    stage.change(actions.change_requirements, sheets.REQUIREMENTS,
                 *({"ref": f"L-{n}", "title": title} for n, title in enumerate(titles)))  # fmt: skip
    page = stage.text("scope/requirements/")
    assert all(title in page for title in titles)

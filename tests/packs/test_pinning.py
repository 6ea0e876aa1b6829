"""Loading, pinning, tailoring, waiving, upgrading: what a project makes of packs, and that nothing of it is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refused
from firstlight.kernel.sheets import Origin, Row, RowChange
from firstlight.ledger.queries import search
from firstlight.packs.actions import accept_risk, load_pack, pin_packs, record_waivers, tailor_checks
from firstlight.packs.content import OWN, Check, Pack
from firstlight.packs.models import PackVersion, PinnedPack, Waiver
from firstlight.packs.queries import (
    areas_of,
    newer_versions,
    pack_version,
    pins_of,
    tailoring_of,
    version_named,
    waivers_of,
)
from firstlight.packs.rules import UpgradeLine, compare_packs
from firstlight.packs.sheets import CHECKS, WAIVERS
from firstlight.packs.shipped import load_shipped_packs
from tests.cast import NOW, Cast, added
from tests.packs.making import check_text, pack_text

pytestmark = pytest.mark.requirement("RDY-01")


def load(cast: Cast, *checks: str, **settings: Any) -> PackVersion:
    return load_pack(cast.machine, pack_text(*checks, **settings).encode(), "night.yaml")


def checks_of(cast: Cast) -> dict[str, Check]:
    return {check.ref: check for area in areas_of(cast.project) for check in area.checks}


# loading ------------------------------------------------------------------------------------------------------------


def test_the_same_bytes_again_change_nothing(cast: Cast) -> None:
    first = load(cast)
    entries = search(cast.project, most=1)
    assert load(cast).pk == first.pk
    assert search(cast.project, most=1) == entries
    assert str(first) == "night-shift@2026.1"


def test_other_bytes_under_the_same_version_are_a_conflict(cast: Cast) -> None:
    load(cast)
    with pytest.raises(Conflict, match=r"night\.yaml: night-shift@2026\.1 was loaded before with other content"):
        load(cast, check_text(title="A bus runs twice a night"))
    assert PackVersion.objects.filter(ref="night-shift").count() == 1


def test_the_packs_that_come_with_the_program_are_loaded_once(cast: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert load_shipped_packs(cast.machine) == []


def test_a_pack_is_found_by_its_name_and_version(cast: Cast) -> None:
    old, new = load(cast), load(cast, version="2026.2")
    assert version_named("night-shift@2026.1") == old
    assert version_named("night-shift") == new
    with pytest.raises(
        NotFound, match=r"There is no pack “night-shift@3”; known: .*night-shift@2026\.1, night-shift@2026\.2"
    ):
        version_named("night-shift@3")


def test_newer_versions_of_what_is_pinned_are_offered(cast: Cast) -> None:
    pin_packs(cast.context("pl"), [load(cast), version_named("change-management")])
    assert newer_versions(pins_of(cast.project)) == {}
    second, third = load(cast, version="2026.2"), load(cast, version="2026.3")
    assert newer_versions(pins_of(cast.project)) == {"night-shift": [third, second]}


# pinning ------------------------------------------------------------------------------------------------------------


def test_a_project_is_judged_by_the_packs_it_pinned_in_that_order(cast: Cast) -> None:
    night, change = load(cast), version_named("change-management")
    pin_packs(cast.context("pl"), [night, change])
    assert [str(pin.pack) for pin in pins_of(cast.project)] == ["night-shift@2026.1", "change-management@2026.1"]
    assert next(iter(checks_of(cast))) == "night.bus"
    assert str(pins_of(cast.project)[0]) == f"{cast.project.pk}: night-shift"


def test_pinning_is_recorded_with_what_was_before(cast: Cast) -> None:
    old, new = load(cast), load(cast, version="2026.2")
    pin_packs(cast.context("pl"), [old])
    pin_packs(cast.context("pl"), [new])
    entry = search(cast.project, most=1)[0]
    assert (entry.label, entry.subject_id) == ("Pack pinned", "night-shift")
    assert f'"digest":"{old.digest}"' in (entry.before or "")
    assert f'"digest":"{new.digest}"' in (entry.after or "")


def test_another_order_is_a_change_too(cast: Cast) -> None:
    night, change = load(cast), version_named("change-management")
    pin_packs(cast.context("pl"), [night, change])
    before = search(cast.project, most=1)[0].sequence
    pin_packs(cast.context("pl"), [change, night])
    assert search(cast.project, most=1)[0].sequence == before + 2
    pin_packs(cast.context("pl"), [change, night])
    assert search(cast.project, most=1)[0].sequence == before + 2
    assert [pin.ref for pin in pins_of(cast.project)] == ["change-management", "night-shift"]


def test_one_version_of_a_pack_and_one_owner_of_an_area(cast: Cast) -> None:
    old, new = load(cast), load(cast, version="2026.2")
    with pytest.raises(Invalid, match="in one version only"):
        pin_packs(cast.context("pl"), [old, new])
    other = load(cast, ref="late-shift")
    with pytest.raises(Invalid, match="both have an area “night”"):
        pin_packs(cast.context("pl"), [old, other])
    assert [pin.ref for pin in pins_of(cast.project)] == ["go-live"]


def test_a_pack_that_is_pinned_no_longer_takes_nothing_along(cast: Cast) -> None:
    pin_packs(cast.context("pl"), [load(cast)])
    assert set(checks_of(cast)) == {"night.bus"}
    pin_packs(cast.context("pl"), [])
    assert checks_of(cast) == {}
    assert PackVersion.objects.filter(ref="night-shift").exists()
    assert not PinnedPack.objects.filter(project=cast.project).exists()


# upgrading ----------------------------------------------------------------------------------------------------------


def test_an_upgrade_is_shown_check_by_check_before_it_is_accepted(cast: Cast) -> None:
    old = load(cast, check_text("bus"), check_text("taxi"), check_text("light"))
    new = load(
        cast,
        check_text("bus"),
        check_text("taxi", title="A taxi waits at night", obligation="recommended"),
        check_text("tea", title="There is tea at night"),
        version="2026.2",
    )
    lines = compare_packs(pack_version(old), pack_version(new))
    assert lines == (
        UpgradeLine(
            "changed", "night.taxi", "A taxi waits at night",
            (("title", "A bus runs at night", "A taxi waits at night"), ("mandatory", "yes", "no")),
        ),
        UpgradeLine("added", "night.tea", "There is tea at night"),
        UpgradeLine("withdrawn", "night.light", "A bus runs at night"),
    )  # fmt: skip
    assert compare_packs(pack_version(new), pack_version(new)) == ()


def test_an_upgrade_says_which_messages_change_since_they_go_out_in_peoples_names(cast: Cast) -> None:
    def saying(version: str, subject: str, **more: str) -> Pack:
        texts = {"closed": {"en": {"subject": subject, "body": "It is over.\n{reason}"}}}
        texts |= {event: {"de": {"subject": "S", "body": words}} for event, words in more.items()}
        words = {"messages": {"rehearsal": {"en": "Rehearsal: {subject}"}, "texts": texts}}
        return replace(pack_version(load(cast, version=version)), more=words)

    old, new = saying("2026.1", "{run} is closed"), saying("2026.2", "{run} has ended", late="Zu spät.")
    assert compare_packs(old, new) == (
        UpgradeLine("changed", "message.closed.en", "Message “closed” (en)",
                    (("subject", "{run} is closed", "{run} has ended"),)),
        UpgradeLine("added", "message.late.de", "Message “late” (de)",
                    (("subject", "", "S"), ("text", "", "Zu spät."))),
    )  # fmt: skip
    assert compare_packs(new, new) == ()
    assert [line.kind for line in compare_packs(new, old)] == ["changed", "withdrawn"]
    usual = replace(new, version="2026.3")
    changed = [line.ref for line in compare_packs(old, new, usual)]
    assert changed == ["message.closed.en"], "of a step that is late it was said like that before"


def test_what_judges_a_check_is_part_of_the_difference(cast: Cast) -> None:
    old = load(cast)
    new = load(cast, check_text(judged_by="{measure: scope.users, thresholds: {met: 100}}"), version="2026.2")
    (line,) = compare_packs(pack_version(old), pack_version(new))
    assert {name: (before, after) for name, before, after in line.changes} == {
        "measure": ("", "scope.users"),
        "met": ("", "100"),
        "attested by": ("project-lead", ""),
        "expires after days": ("30", ""),
    }


def test_nothing_that_was_recorded_is_lost_by_an_upgrade(cast: Cast) -> None:
    from firstlight.assurance.actions import attest, open_action
    from firstlight.assurance.models import ActionItem, Attestation

    pin_packs(cast.context("pl"), [load(cast, check_text("bus"), check_text("light"))])
    words = {"check_ref": "night.light", "state": "met", "statement": "The lights are on."}
    attest(cast.context("pl"), **words, person=cast.people["pl"], role="project-lead")
    open_action(cast.context("pl"), ref="A-1", title="Change the bulb", check_ref="night.light")
    _accept(cast, check_ref="night.light")
    _tailor(cast, check_ref="night.light", kind="changed", title="The lamps burn at night")
    new = load(cast, check_text("bus"), version="2026.2")
    pin_packs(cast.context("pl"), [new])
    assert set(checks_of(cast)) == {"night.bus"}
    for model in (Attestation, ActionItem, Waiver):
        assert model._default_manager.filter(project=cast.project, check_ref="night.light").count() == 1
    assert [one.check_ref for one in tailoring_of(cast.project)] == ["night.light"]
    pin_packs(cast.context("pl"), [version_named("night-shift@2026.1")])
    assert checks_of(cast)["night.light"].title == "The lamps burn at night"


# tailoring ----------------------------------------------------------------------------------------------------------


def _tailor(cast: Cast, **values: Any) -> None:
    row = added(CHECKS, **{"reason": "It is dark in winter", **values})
    assert row.after
    origin = Origin("checks.csv", "", 2, {"check_ref": "Check"})
    tailor_checks(
        cast.machine, cast.project, [RowChange("added", None, Row(row.after.identity, row.after.values, {}, origin))]
    )


def test_a_project_rewords_a_check_and_its_identity_and_source_stay(cast: Cast) -> None:
    pin_packs(cast.context("pl"), [load(cast)])
    before = checks_of(cast)["night.bus"]
    _tailor(cast, check_ref="night.bus", kind="changed", what="Look at the ferry.", obligation="recommended")
    after = checks_of(cast)["night.bus"]
    assert (after.what, after.mandatory) == ("Look at the ferry.", False)
    assert (after.ref, after.why, after.source, after.attested_by) == (
        before.ref, before.why, before.source, before.attested_by,
    )  # fmt: skip


def test_a_project_adds_a_check_to_an_area_it_names(cast: Cast) -> None:
    pin_packs(cast.context("pl"), [load(cast)])
    _tailor(cast, check_ref="night.ferry", kind="added", title="A ferry runs", obligation="mandatory", by=("approver",))
    check = checks_of(cast)["night.ferry"]
    assert (check.area, check.mandatory, check.attested_by, check.expires_after_days) == (
        "night",
        True,
        ("approver",),
        30,
    )
    assert check.source == "Added by the project: It is dark in winter"


def test_a_check_without_an_area_of_a_pack_stands_among_the_projects_own(cast: Cast) -> None:
    _tailor(cast, check_ref="ferry.runs", kind="added", title="A ferry runs", measure="scope.users")
    area = areas_of(cast.project)[-1]
    assert (area.ref, [check.ref for check in area.checks]) == (OWN, ["ferry.runs"])
    check = area.checks[0]
    assert (check.measure, check.attested_by, check.mandatory) == ("scope.users", (), False)


def test_an_added_check_is_attested_by_the_project_lead_unless_somebody_else_is_named(cast: Cast) -> None:
    _tailor(cast, check_ref="ferry.runs", kind="added", title="A ferry runs")
    assert checks_of(cast)["ferry.runs"].attested_by == ("project-lead",)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"check_ref": "night.bus", "title": "A bus"}, "“night.bus” is in a pack already; say Changed"),
        ({"check_ref": "night.ferry"}, "an added check needs a title"),
    ],
)
def test_an_added_check_is_new_and_has_a_title(cast: Cast, values: dict[str, Any], sentence: str) -> None:
    pin_packs(cast.context("pl"), [load(cast)])
    with pytest.raises(Invalid) as refused:
        _tailor(cast, kind="added", **values)
    assert [sentence in str(problem) for problem in refused.value.problems] == [True]
    assert str(refused.value.problems[0]).startswith("checks.csv, row 2")
    assert tailoring_of(cast.project) == []


# waiving ------------------------------------------------------------------------------------------------------------


def _accept(cast: Cast, who: str = "es", **values: Any) -> Waiver:
    words = {"check_ref": "uat.coverage", "reason": " Two cases are left. ", "expires": NOW + timedelta(days=30)}
    return accept_risk(cast.context(who), **{**words, "person": cast.people[who], **values})


def test_a_named_person_accepts_a_risk_for_a_time(cast: Cast) -> None:
    assert str(_accept(cast)) == "waiver of uat.coverage"
    found = waivers_of(cast.project, NOW)["uat.coverage"]
    assert (found.person, found.title, found.reason) == ("Emil Strand", "Managing director", "Two cases are left.")
    assert search(cast.project, most=1)[0].label == "Risk accepted"


@pytest.mark.parametrize(("when", "counts"), [(-1, False), (0, True), (29, True), (30, False)])
def test_an_accepted_risk_counts_from_when_it_was_accepted_until_it_expires(
    cast: Cast, when: int, counts: bool
) -> None:
    _accept(cast)
    assert bool(waivers_of(cast.project, NOW + timedelta(days=when))) is counts


def test_of_several_the_newest_counts(cast: Cast) -> None:
    _accept(cast)
    later = NOW + timedelta(days=1)
    context = cast.context("pl", later)
    accept_risk(
        context, check_ref="uat.coverage", reason="Still.", person=cast.people["pl"], expires=later + timedelta(9)
    )
    assert waivers_of(cast.project, later)["uat.coverage"].person == "Petra Lind"


def test_accepting_a_risk_needs_a_reason_and_a_time_to_come(cast: Cast) -> None:
    with pytest.raises(Invalid, match="a reason in writing"):
        _accept(cast, reason=" ")
    with pytest.raises(Invalid, match="a time to come"):
        _accept(cast, expires=NOW)
    assert not Waiver.objects.exists()


def test_nobody_accepts_a_risk_for_somebody_else(cast: Cast) -> None:
    with pytest.raises(Refused, match="one's own word"):
        _accept(cast, "pl", person=cast.people["es"])
    with pytest.raises(Refused, match="needs the right to accept the risk"):
        _accept(cast, "wo")
    assert not Waiver.objects.exists()


def _row(**values: Any) -> RowChange:
    row = {"check_ref": "uat.coverage", "reason": "Two cases are left.", "person": "es", "accepted": NOW}
    return added(WAIVERS, **{**row, "expires": NOW + timedelta(days=30), **values})


def test_risks_accepted_in_a_file_are_kept_changed_and_taken_back(cast: Cast) -> None:
    record_waivers(cast.machine, cast.project, [_row()])
    (row,) = WAIVERS.store.current(cast.project).values()
    assert row.identity == ("uat.coverage", "es", "2026-11-20T08:40:00+00:00")
    after = Row(row.identity, {**row.values, "reason": "One case is left."})
    record_waivers(cast.machine, cast.project, [RowChange("changed", row, after)])
    assert waivers_of(cast.project, NOW)["uat.coverage"].reason == "One case is left."
    (row,) = WAIVERS.store.current(cast.project).values()
    record_waivers(cast.machine, cast.project, [RowChange("removed", row, None)])
    assert not Waiver.objects.exists()


@pytest.mark.parametrize("expires", [NOW, datetime(2026, 1, 1, tzinfo=NOW.tzinfo)])
def test_a_risk_that_lapses_before_it_was_accepted_is_refused_in_its_place(cast: Cast, expires: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        record_waivers(cast.machine, cast.project, [_row(expires=expires)])
    assert "it has to expire after it was accepted" in str(refused.value.problems[0])


def test_the_reverse_question_who_could_accept_is_answered(cast: Cast) -> None:
    from firstlight.packs.policies import MAY_WAIVE
    from firstlight.workspace.policies import who_could

    assert [person.ref for person in who_could(cast.project, MAY_WAIVE)] == ["es", "pl"]

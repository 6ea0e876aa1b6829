"""Lists that people work on in the browser: import, paste, edit, bulk, undo, views."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from firstlight.assurance.models import ActionItem
from firstlight.assurance.sheets import ACTIONS
from firstlight.intake.models import ListChange, Offer
from firstlight.ledger.models import Entry
from firstlight.workspace.roles import RIGHTS
from tests.web.conftest import HOSTILE, Stage

LIST = "lists/assurance.actions/"


def _offer(stage: Stage, who: str = "pl", sheet: str = "assurance.actions", **given: Any) -> str:
    """Give rows; the address of their preview below the project."""
    response = stage.post(f"lists/{sheet}/import/", who, **given)
    assert response.status_code == 303, response.content.decode()
    return str(response.headers["Location"]).removeprefix(f"/p/{stage.project.slug}/")


def _file(text: str | bytes, name: str = "actions.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def _owner(ref: str) -> str:
    return ActionItem.objects.get(ref=ref).owner


# importing ----------------------------------------------------------------------------------------------------------


def test_a_list_goes_out_is_edited_and_comes_back_after_a_preview(stage: Stage) -> None:
    out = stage.get("actions/list.csv").content.decode("utf-8-sig")
    edited = out.replace("Programme lead", "Petra Lind") + '"A-9","New one"\r\n'
    preview = _offer(stage, file=_file(edited))
    page = stage.text(preview)
    assert "nothing is applied yet" in page
    assert "Programme lead" in page
    assert "Petra Lind" in page
    assert _owner("A-1") == "Programme lead"
    done = stage.post(preview, do="apply")
    assert done.status_code == 303
    assert _owner("A-1") == "Petra Lind"
    assert ActionItem.objects.filter(ref="A-9").exists()
    after = stage.client().get(done.headers["Location"])
    assert after.status_code == 200


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_taken_along_comes_back_without_a_difference(stage: Stage, form: str) -> None:
    for ref in ("assurance.actions", "scope.requirements", "scope.processes", "testing.cases", "workspace.people"):
        data = stage.get(f"lists/{ref}/list.{form}").content
        page = stage.text(_offer(stage, sheet=ref, file=_file(data, f"list.{form}")))
        assert "Nothing would change" in page, ref


def test_refused_rows_name_row_column_value_and_what_would_do(stage: Stage) -> None:
    preview = _offer(stage, file=_file("Ref,What will be done,Due,Priority\nA-7,Seven,soon,urgent\n"))
    page = stage.text(preview)
    assert "1 row refused" in page
    for words in (">2<", "Due", "soon", "2026-12-07", "urgent", "High, Medium, Low"):
        assert words in page, words
    refused = stage.get(f"{preview}refused.csv").content.decode("utf-8-sig")
    assert '"2","Due","soon"' in refused


def test_removals_are_off_until_somebody_ticks_them(stage: Stage) -> None:
    preview = _offer(stage, file=_file("Ref,What will be done\nA-1,Retest weights\n"))
    assert "No longer there" in stage.text(preview)
    stage.post(preview, do="all:removed")
    stage.post(preview, do="apply")
    assert not ActionItem.objects.filter(ref="A-2").exists()


def test_rows_are_chosen_on_the_page_and_the_choice_is_kept(stage: Stage) -> None:
    preview = _offer(stage, text="A-7\tSeven\nA-8\tEight\n")
    stage.post(preview, do="keep", listed=["a:A-7", "a:A-8"], take=["a:A-8"])
    page = stage.text(preview)
    assert "Apply 1 row" in page
    stage.post(preview, do="apply", listed=["a:A-7", "a:A-8"], take=["a:A-8"])
    assert {"A-7", "A-8"} & set(ActionItem.objects.values_list("ref", flat=True)) == {"A-8"}


def test_headings_are_explained_by_hand_and_remembered(stage: Stage) -> None:
    text = "Kennung,Aufgabe\nA-7,Seven\n"
    preview = _offer(stage, file=_file(text))
    assert "These columns are missing: Ref, What will be done" in stage.text(preview)
    stage.post(preview, do="map", heading=["Kennung", "Aufgabe"], column=["ref", "title"])
    assert "Seven" in stage.text(preview)
    again = _offer(stage, file=_file(text))
    assert "Apply 1 row" in stage.text(again)


def test_a_list_that_moved_in_between_is_told_and_shown_again(stage: Stage) -> None:
    preview = _offer(stage, text="A-1\tSomething else\n")
    stage.post(f"{LIST}row/?row=A-1", "wo", title="Done otherwise")
    response = stage.post(preview, do="apply")
    assert response.status_code == 409
    assert "The list changed since these rows were offered: A-1" in response.content.decode()
    assert stage.post(preview, do="apply").status_code == 303
    assert ActionItem.objects.get(ref="A-1").title == "Something else"


def test_applying_twice_is_said_and_does_it_once(stage: Stage) -> None:
    preview = _offer(stage, text="A-7\tSeven\n")
    stage.post(preview, do="apply")
    entries = Entry.objects.count()
    again = stage.post(preview, do="apply")
    assert again.status_code == 409
    assert "nothing was done twice" in again.content.decode()
    assert Entry.objects.count() == entries


def test_rows_that_expired_are_said_to_be(stage: Stage) -> None:
    preview = _offer(stage, text="A-7\tSeven\n")
    Offer.objects.update(made="2026-11-01T00:00Z", expires="2026-11-02T00:00Z")
    for response in (stage.get(preview), stage.post(preview, do="apply")):
        assert response.status_code == 409
        assert "Offer them again" in response.content.decode()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(stage: Stage) -> None:
    big = SimpleUploadedFile("big.csv", b"Ref,Title\n" + b"x" * 40_000_000)
    response = stage.post(f"{LIST}import/", file=big)
    assert response.status_code == 422
    assert "40.0 MB; at most 20 MB are accepted" in response.content.decode()
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"\x89PNG"),
        ("a.csv", b"<html><body>no</body></html>"),
        ("a.xlsx", b"PK\x03\x04broken"),
        ("a.csv", b""),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_a_sentence(stage: Stage, name: str, data: bytes) -> None:
    response = stage.post(f"{LIST}import/", file=_file(data, name))
    assert response.status_code == 422
    assert not Offer.objects.exists()


def test_five_thousand_pasted_rows_are_shown_in_pages_and_applied(stage: Stage) -> None:
    text = "Ref\tWhat will be done\tNotes\n" + "".join(f'N-{n}\tDo {n}\t"two\nlines"\n' for n in range(5000))
    preview = _offer(stage, text=text)
    page = stage.get(preview)
    assert len(page.content) < 200_000
    assert "1 to 100 of 5,000" in page.content.decode()
    assert "4,901 to 5,000" in stage.text(f"{preview}?page=50")
    stage.post(preview, do="apply")
    assert ActionItem.objects.filter(ref__startswith="N-").count() == 5000


def test_hostile_cells_stay_words(stage: Stage) -> None:
    preview = _offer(stage, text=f"A-7\t=HYPERLINK(1)\nA-8\t{HOSTILE}\n")
    assert HOSTILE not in stage.text(preview)
    stage.post(preview, do="apply")
    assert HOSTILE not in stage.text("actions/")
    assert "'=HYPERLINK" in stage.get("actions/list.csv").content.decode()


def test_null_characters_are_refused_in_a_sentence(stage: Stage) -> None:
    assert stage.post(f"{LIST}import/", text="A-7\tSe\x00ven\n").status_code == 422
    assert stage.post(f"{LIST}row/?row=A-1", title="Se\x00ven").status_code == 422
    assert stage.get(f"{LIST}row/?row=%00").status_code == 404


# rows and cells -----------------------------------------------------------------------------------------------------


def test_a_row_is_edited_on_its_page_without_a_script(stage: Stage) -> None:
    page = stage.text(f"{LIST}row/?row=A-1")
    fields = dict(re.findall(r'<input type="hidden" name="(was_\w+)" value="([^"]*)">', page))
    assert fields["was_owner"] == "Programme lead"
    response = stage.post(f"{LIST}row/?row=A-1", **fields, owner="Anna Prahl", due="2026-12-01")
    assert response.status_code == 303
    row = ActionItem.objects.get(ref="A-1")
    assert (row.owner, str(row.due), row.priority) == ("Anna Prahl", "2026-12-01", "high")


def test_two_people_who_edit_different_fields_of_a_row_both_keep_their_words(stage: Stage) -> None:
    stage.post(f"{LIST}row/?row=A-1", "wo", was_owner="Programme lead", owner="Willem Oost")
    response = stage.post(
        f"{LIST}row/?row=A-1", was_owner="Programme lead", owner="Programme lead", was_notes="", notes="Asked"
    )
    assert response.status_code == 303
    row = ActionItem.objects.get(ref="A-1")
    assert (row.owner, row.notes) == ("Willem Oost", "Asked")


def test_the_same_field_is_for_the_second_one_to_decide(stage: Stage) -> None:
    stage.post(f"{LIST}row/?row=A-1", "wo", was_owner="Programme lead", owner="Willem Oost")
    given = {"was_owner": "Programme lead", "owner": "Anna Prahl", "was_notes": "", "notes": "Asked"}
    response = stage.post(f"{LIST}row/?row=A-1", **given)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Willem Oost" in page
    assert "Anna Prahl" in page
    assert _owner("A-1") == "Willem Oost"
    shown = dict(re.findall(r'<input type="hidden" name="(was_\w+)" value="([^"]*)">', page))
    assert shown["was_owner"] == "Willem Oost"
    stage.post(f"{LIST}row/?row=A-1", **{**given, "was_owner": "Willem Oost", "take_owner": "theirs"})
    row = ActionItem.objects.get(ref="A-1")
    assert (row.owner, row.notes) == ("Willem Oost", "Asked")


def test_what_is_not_accepted_stands_beside_its_field_and_nothing_is_lost(stage: Stage) -> None:
    response = stage.post(f"{LIST}row/?row=A-1", due="soon", notes="Typed before")
    page = response.content.decode()
    assert response.status_code == 422
    assert "“soon” is not accepted; expected a date" in page
    assert "Typed before" in page
    assert ActionItem.objects.get(ref="A-1").notes == ""


def test_a_row_is_added_and_a_name_that_is_taken_is_refused(stage: Stage) -> None:
    client, address = stage.client(), f"/p/{stage.project.slug}/{LIST}row/"
    assert client.post(address, {"ref": "A-7", "title": "Seven"}).status_code == 303
    taken = client.post(address, {"ref": "A-7", "title": "Again"})
    assert taken.status_code == 422
    assert "is in the list already" in taken.content.decode()


def test_a_row_is_removed_after_it_was_said_what_hangs_on_it(stage: Stage) -> None:
    page = stage.text("lists/scope.processes/row/remove/?row=65.20.050")
    assert "1 requirement" in page
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    response = stage.post("lists/scope.processes/row/remove/?row=65.20.050", seen=seen.group(1))
    assert response.status_code in (303, 409)
    stale = stage.post(f"{LIST}row/remove/?row=A-1", seen="else")
    assert stale.status_code == 409
    assert ActionItem.objects.filter(ref="A-1").exists()


def test_a_cell_is_edited_in_place(stage: Stage) -> None:
    form = stage.text(f"{LIST}cell/?row=A-1&column=state")
    assert "<select" in form
    assert 'value="Under way"' in form
    done = stage.post(f"{LIST}cell/?row=A-1&column=state", was_state="Open", state="Done")
    assert done.status_code == 200
    assert 'data-row="A-1"' in done.json()["row"]
    assert "Undo" in done.json()["said"]
    assert ActionItem.objects.get(ref="A-1").state == "done"
    clash = stage.post(f"{LIST}cell/?row=A-1&column=state", "wo", was_state="Open", state="Dropped")
    assert clash.status_code == 409
    assert "Done" in clash.content.decode()


def test_the_name_of_a_row_is_not_edited(stage: Stage) -> None:
    assert stage.get(f"{LIST}cell/?row=A-1&column=ref").status_code == 404


def test_the_word_of_people_is_not_edited(stage: Stage) -> None:
    for ref in ("assurance.signatures", "assurance.attestations", "packs.waivers"):
        for page in ("row/", "cell/", "bulk/"):
            assert stage.get(f"lists/{ref}/{page}").status_code in (403, 404), (ref, page)


# many rows ----------------------------------------------------------------------------------------------------------


def test_several_rows_are_changed_after_a_summary(stage: Stage) -> None:
    address = f"{LIST}bulk/?row=A-1&row=A-2"
    assert "Change 2 rows" in stage.text(address)
    look = stage.post(address, step="look", owner="Anna Prahl", priority="Low").content.decode()
    assert "<b>2 rows change.</b>" in look
    assert _owner("A-1") == "Programme lead"
    seen = re.search(r'name="seen" value="(\w+)"', look)
    assert seen
    done = stage.post(address, step="apply", owner="Anna Prahl", priority="Low", seen=seen.group(1))
    assert done.status_code == 303
    assert {row.owner for row in ActionItem.objects.all()} == {"Anna Prahl"}


def test_a_bulk_edit_whose_rows_moved_shows_its_summary_again(stage: Stage) -> None:
    address = f"{LIST}bulk/?all=1"
    look = stage.post(address, step="look", owner="Anna Prahl").content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', look)
    assert seen
    stage.post(f"{LIST}row/?row=A-1", "wo", notes="In between")
    moved = stage.post(address, step="apply", owner="Anna Prahl", seen=seen.group(1))
    assert moved.status_code == 409
    assert _owner("A-1") == "Programme lead"


def test_all_rows_that_fit_the_filters_are_changed_and_no_others(stage: Stage) -> None:
    address = f"{LIST}bulk/?all=1&state=open"
    look = stage.post(address, step="look", clear_owner="1").content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', look)
    assert seen
    stage.post(address, step="apply", clear_owner="1", seen=seen.group(1))
    assert (_owner("A-1"), _owner("A-2")) == ("", "Sami Laine")


# undoing ------------------------------------------------------------------------------------------------------------


def test_a_change_is_undone_from_the_sentence_and_from_the_page_of_changes(stage: Stage) -> None:
    client = stage.client()
    start = f"/p/{stage.project.slug}/"
    response = client.post(f"{start}{LIST}row/?row=A-1", {"owner": "Anna Prahl"})
    page = client.get(response.headers["Location"]).content.decode()
    link = re.search(r'href="([^"]+)">Undo</a>', page)
    assert link
    assert "Edit: Actions" in client.get(f"{start}lists/changes/").content.decode()
    undone = client.post(link.group(1).replace("&amp;", "&"))
    assert undone.status_code == 303
    assert _owner("A-1") == "Programme lead"
    assert "undone by Petra Lind" in client.get(f"{start}lists/changes/").content.decode()


def test_undoing_what_somebody_changed_since_names_the_fields(stage: Stage) -> None:
    stage.post(f"{LIST}row/?row=A-1", owner="Anna Prahl")
    change = ListChange.objects.get()
    stage.post(f"{LIST}row/?row=A-1", "wo", owner="Willem Oost")
    response = stage.post(f"lists/changes/{change.uid}/")
    page = response.content.decode()
    assert response.status_code == 409
    assert "Anna Prahl" in page
    assert "Willem Oost" in page
    assert _owner("A-1") == "Willem Oost"


# views and rights ---------------------------------------------------------------------------------------------------


def test_a_view_is_kept_for_oneself_or_shared(stage: Stage) -> None:
    address = f"{LIST}views/"
    stage.post(address, name="My late ones", query="due=overdue&nonsense=1", standard="1")
    stage.post(address, name="Everyone's", query="state=open", shared="1")
    arrived = stage.get("actions/")
    assert arrived.status_code == 302
    assert arrived.headers["Location"].endswith("?due=overdue")
    mine, theirs = stage.text("actions/?view=all"), stage.text("actions/", "au")
    assert "My late ones" in mine
    assert "My late ones" not in theirs
    assert "Everyone&#x27;s" in theirs
    assert stage.post(address, "au", name="Mine", query="", shared="1").status_code == 403
    assert stage.post(address, name="", query="").status_code == 422


@pytest.mark.parametrize("who", ["au", "es", "outsider"])
def test_who_may_not_change_a_list_is_offered_nothing_and_refused_everything(stage: Stage, who: str) -> None:
    client = stage.outsider() if who == "outsider" else stage.client(who)
    wanted = 404 if who == "outsider" else 403
    start = f"/p/{stage.project.slug}/{LIST}"
    for page in (
        "import/",
        "row/",
        "row/?row=A-1",
        "row/remove/?row=A-1",
        "cell/?row=A-1&column=owner",
        "bulk/?row=A-1",
    ):
        assert client.get(f"{start}{page}").status_code == wanted, page
        assert client.post(f"{start}{page}", {"owner": "X", "text": "A-1\tX"}).status_code == wanted, page
    if who != "outsider":
        page = client.get(f"/p/{stage.project.slug}/actions/").content.decode()
        assert "Import or paste" not in page
        assert "data-edit" not in page
    assert "assurance.act" in RIGHTS["project-lead"]


def test_only_pages_of_this_project_are_come_back_to(stage: Stage) -> None:
    for bad in ("https://elsewhere.example/", "//elsewhere.example/", "/p/elsewhere/", "/p/wave-1/../../x"):
        response = stage.post(f"{LIST}row/?row=A-1", owner=f"To {len(bad)}", next=bad)
        assert response.headers["Location"] == reverse("actions", args=[stage.project.slug]), bad


def test_every_list_has_a_page_a_file_and_who_may_see_it(stage: Stage) -> None:
    from firstlight.kernel.sheets import sheets
    from firstlight.web import worklists

    page = stage.text("lists/")
    for ref, sheet in sheets.items():
        assert sheet.view is not None, f"say in {ref} who may see it"
        shown = worklists.page_of(sheet)
        assert shown.title in page, ref
        assert stage.get(f"lists/{ref}/").status_code == 200, ref
        assert stage.get(f"lists/{ref}/list.csv").status_code == 200, ref


# the register of actions --------------------------------------------------------------------------------------------


def test_the_register_says_what_is_late_and_answers_the_questions_of_a_stand_up(stage: Stage) -> None:
    ActionItem.objects.filter(ref="A-1").update(blocker="No lab", workaround="Weigh by hand")
    page = stage.text("actions/")
    for words in ("1 action is overdue.", "Mine <b>1</b>", "Overdue <b>1</b>", "High priority <b>1</b>",
                  "Blocked <b>1</b>", "No lab", "Until then: Weigh by hand", "Open for"):  # fmt: skip
        assert words in page, words
    assert "1 action<" in stage.text("actions/?state=open&mine=yes")
    assert "0 actions<" in stage.text("actions/?state=open&mine=yes", "au")
    grouped = stage.text("actions/?group=owner")
    assert re.search(r'<tr class="group"><th colspan="\d+" scope="rowgroup">Programme lead', grouped)


def test_an_action_is_done_with_one_click_and_undone_with_another(stage: Stage) -> None:
    page = stage.text("actions/")
    assert f'formaction="/p/{stage.project.slug}/{LIST}row/?row=A-1" name="state" value="Done"' in page
    stage.post(f"{LIST}row/?row=A-1", state="Done")
    assert ActionItem.objects.get(ref="A-1").state == "done"
    stage.post(f"lists/changes/{ListChange.objects.get().uid}/")
    assert ActionItem.objects.get(ref="A-1").state == "open"


def test_the_age_of_an_action_is_that_of_its_first_entry_in_the_ledger(stage: Stage) -> None:
    assert re.search(r'data-th="Open for">today<', stage.text("actions/?ref=A-1"))
    assert ACTIONS.column("ref").required

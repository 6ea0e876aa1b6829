"""People: the list, each on a page, added, changed, removed; groups of people; who may what."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstlight.assurance.queries import open_actions
from firstlight.packs.queries import areas_of
from firstlight.readiness.queries import body_of, latest_assessment
from firstlight.web import wording
from firstlight.web.addresses import place
from firstlight.web.exporting import list_of
from firstlight.web.forms.answering import show_form
from firstlight.web.forms.people import PersonForm
from firstlight.web.handing import handed_over
from firstlight.web.listing import Listed, asked, narrowed, window
from firstlight.web.pages import lists, roles, waiting
from firstlight.web.pages import people as page
from firstlight.web.saying import back_to
from firstlight.web.showing import Step, show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.web.views.worklists import file_view, list_view
from firstlight.web.worklists import ListPage, register_list
from firstlight.workspace.actions import change_people
from firstlight.workspace.authority import LETTERS
from firstlight.workspace.charts import chart
from firstlight.workspace.crew import groups_of, invitation_of, people_of, person_named
from firstlight.workspace.models import Person
from firstlight.workspace.policies import MAY_EDIT_PEOPLE, MAY_INVITE, MAY_VIEW_PEOPLE, MAY_VIEW_READINESS
from firstlight.workspace.rows import removed, saved
from firstlight.workspace.sheets import GROUPS, PEOPLE


def _spec(viewing: Viewing) -> Listed[Any]:
    slug = viewing.project.slug
    return page.people(lambda ref: place("person", slug, ref), viewing.project.parties.order_by("name"))


def way_to_people(viewing: Viewing) -> Step:
    """The step back to the list of people."""
    return _("People"), reverse("people", args=[viewing.project.slug])


@require_safe
@project_page(MAY_VIEW_PEOPLE)
def people(viewing: Viewing) -> HttpResponse:
    """Everyone in the project."""
    spec = _spec(viewing)
    ask = asked(viewing.request, spec)
    rows = narrowed(people_of(viewing.project), spec, ask)
    files = reverse("people", args=[viewing.project.slug]) + "list."
    shown = lists.shown(_("People"), spec, ask, window(rows, ask), files)
    may = MAY_EDIT_PEOPLE.allows(viewing.context)
    return show(viewing, "people.html", _("People"), listed=shown, about=wording.said(PEOPLE.about), may_edit=may)


@require_safe
@project_page(MAY_VIEW_PEOPLE)
def people_file(viewing: Viewing, form: str) -> HttpResponse:
    """The same people as a file that can be edited and given back."""
    spec = _spec(viewing)
    refs = set(narrowed(people_of(viewing.project), spec, asked(viewing.request, spec)).values_list("ref", flat=True))
    return list_of(viewing.project, PEOPLE, form, refs)


@require_safe
@project_page(MAY_VIEW_PEOPLE)
def person(viewing: Viewing, ref: str) -> HttpResponse:
    """One person: what they are here, what they decide, what waits for them."""
    found = person_named(viewing.project, ref)
    invitation = invitation_of(found)
    state, word = page.invitation_state(invitation, viewing.context.now)
    context: dict[str, Any] = {
        "found": found,
        "made": handed_over(viewing.request, f"person {ref}"),
        "decides": _decides(viewing, found),
        "duties": [(wording.role(role), roles.DUTIES.get(role, "")) for role in found.roles],
        "waiting": _waiting(viewing, found),
        "sees_readiness": MAY_VIEW_READINESS.allows(viewing.context),
        "invitation": invitation,
        "invitation_state": state,
        "invitation_word": word,
        "for_another": found.pk != viewing.person.pk,
        "may_edit": MAY_EDIT_PEOPLE.allows(viewing.context),
        "may_invite": MAY_INVITE.allows(viewing.context) and found.user_id is None,
    }
    return show(viewing, "person.html", found.name, way_to_people(viewing), **context)


def _decides(viewing: Viewing, person: Person) -> list[tuple[str, str]]:
    """The decisions in which somebody has a part, and which."""
    return [
        (wording.said(LETTERS[letter]), wording.said(line.title))
        for line in chart(viewing.project)
        if (letter := _letter(line, person))
    ]


def _letter(line: Any, person: Person) -> str:
    """The weightiest letter of somebody in a decision, by name or by role."""
    letters = [letter for name in (person.ref, *person.roles) if (letter := line.letter_of(name))]
    return min(letters, key=list(LETTERS).index, default="")


def _waiting(viewing: Viewing, person: Person) -> list[waiting.Waiting]:
    latest = latest_assessment(viewing.project)
    if latest is None or not MAY_VIEW_READINESS.allows(viewing.context):
        return []
    project, document = viewing.project, body_of(latest)
    looker = waiting.looking(person, viewing.context, document)
    return waiting.waiting(looker, document, areas_of(project), open_actions(project))


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_EDIT_PEOPLE)
def person_add(viewing: Viewing) -> HttpResponse:
    """Somebody new in the project."""
    form = PersonForm(sent(viewing), parties=_parties(viewing))
    if form.is_valid():
        ref = _free_ref(viewing, form.cleaned_data["name"])
        _save(viewing, ref, form.cleaned_data)
        return back_to(viewing, "person", ref, said=_("%(name)s is in the project.") % form.cleaned_data)
    return _form(viewing, form, _("Add a person"))


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_EDIT_PEOPLE)
def person_change(viewing: Viewing, ref: str) -> HttpResponse:
    """What somebody is in the project."""
    found = person_named(viewing.project, ref)
    names = ("name", "email", "title", "place", "language", "roles")
    initial = {name: getattr(found, name) for name in names} | {"party": found.party.ref if found.party else ""}
    form = PersonForm(sent(viewing), parties=_parties(viewing), initial=initial)
    if form.is_valid():
        _save(viewing, ref, form.cleaned_data)
        return back_to(viewing, "person", ref, said=_("What %(name)s is here was changed.") % form.cleaned_data)
    way = (found.name, reverse("person", args=[viewing.project.slug, ref]))
    return _form(viewing, form, _("Change %(name)s") % {"name": found.name}, way)


@require_POST
@project_page(MAY_EDIT_PEOPLE)
def person_remove(viewing: Viewing, ref: str) -> HttpResponse:
    """Take somebody out of the project. What they said and signed stays."""
    found = person_named(viewing.project, ref)
    change_people(viewing.context, viewing.project, removed(PEOPLE, viewing.project, ref))
    return back_to(viewing, "people", said=_("%(name)s is no longer in the project.") % {"name": found.name})


def _parties(viewing: Viewing) -> list[tuple[str, str]]:
    return [(one.ref, one.name) for one in viewing.project.parties.order_by("name")]


def _save(viewing: Viewing, ref: str, given: dict[str, Any]) -> None:
    values = {**given, "ref": ref, "party": given["party"] or None, "roles": tuple(given["roles"])}
    change_people(viewing.context, viewing.project, saved(PEOPLE, viewing.project, values))


def _free_ref(viewing: Viewing, name: str) -> str:
    """Initials, with a number where somebody has them already."""
    initials = "".join(part[0] for part in name.lower().split() if part[0].isalnum())[:6] or "p"
    taken = set(viewing.project.people.values_list("ref", flat=True))
    numbered = (f"{initials}{number}" for number in range(2, len(taken) + 3))
    return initials if initials not in taken else next(ref for ref in numbered if ref not in taken)


def _form(viewing: Viewing, form: PersonForm, title: str, *way: Step) -> HttpResponse:
    return show_form(viewing, title, form, way_to_people(viewing), *way, template="person_form.html")


GROUP_LIST = register_list(
    ListPage(
        "groups", gettext_noop("Groups of people"), GROUPS, lambda viewing: page.groups(),
        lambda viewing: groups_of(viewing.project), way=(gettext_noop("People"), "people"),
    )
)  # fmt: skip
groups, groups_file = list_view(GROUP_LIST), file_view(GROUP_LIST)


@require_safe
@project_page(MAY_VIEW_PEOPLE)
def who_may_what(viewing: Viewing) -> HttpResponse:
    """Every right and the roles that carry it."""
    context = {"titles": roles.role_titles(), "lines": roles.right_lines()}
    return show(viewing, "who_may_what.html", _("Who may what"), way_to_people(viewing), **context)

"""The people check: who of the administrators and IT knows what, confirmed one by one."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstlight.kernel.errors import Invalid
from firstlight.web import wording
from firstlight.web.exporting import list_of
from firstlight.web.forms.answering import show_form
from firstlight.web.forms.people import ChosenForm, KnowledgeForm
from firstlight.web.pages import knowledge as page
from firstlight.web.saying import back_to
from firstlight.web.showing import Step, show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.web.views.people import way_to_people
from firstlight.workspace.actions import change_knowledge, confirm_knowledge
from firstlight.workspace.crew import people_check, people_of, person_named
from firstlight.workspace.policies import MAY_CONFIRM_KNOWLEDGE, MAY_EDIT_PEOPLE, MAY_VIEW_PEOPLE
from firstlight.workspace.queries import today_in
from firstlight.workspace.rows import saved
from firstlight.workspace.sheets import KNOWLEDGE


def _way(viewing: Viewing) -> Step:
    return _("People check"), reverse("knowledge", args=[viewing.project.slug])


@require_safe
@project_page(MAY_VIEW_PEOPLE)
def knowledge(viewing: Viewing) -> HttpResponse:
    """Everyone who is asked, topic by topic."""
    return _shown(viewing, ChosenForm(None, people=_people(viewing)))


@require_POST
@project_page(MAY_EDIT_PEOPLE)
def knowledge_choose(viewing: Viewing) -> HttpResponse:
    """Ask somebody about a topic, a new one or one of those there are."""
    form = ChosenForm(sent(viewing), people=_people(viewing))
    if not form.is_valid():
        response = _shown(viewing, form)
        response.status_code = 422
        return response
    known = {topic.casefold(): topic for topic in people_check(viewing.project).topics}
    topic = known.get(form.cleaned_data["topic"].casefold(), form.cleaned_data["topic"])
    values = {"person": form.cleaned_data["person"], "topic": topic}
    change_knowledge(viewing.context, viewing.project, saved(KNOWLEDGE, viewing.project, values))
    return back_to(viewing, "knowledge", said=_("The topic “%(topic)s” is asked.") % {"topic": wording.said(topic)})


def _people(viewing: Viewing) -> list[tuple[str, str]]:
    return [(one.ref, one.name) for one in people_of(viewing.project)]


def _shown(viewing: Viewing, form: ChosenForm) -> HttpResponse:
    check, today = people_check(viewing.project), today_in(viewing.context)
    every, lacking = len(check.people) * len(check.topics), len(check.lacking(today))
    return show(
        viewing,
        "knowledge.html",
        _("People check"),
        way_to_people(viewing),
        rows=page.rows(check, today),
        topics=check.topics,
        every=every,
        confirmed=every - lacking,
        form=form,
        may_confirm=MAY_CONFIRM_KNOWLEDGE.allows(viewing.context),
        may_choose=MAY_EDIT_PEOPLE.allows(viewing.context),
        files=reverse("knowledge", args=[viewing.project.slug]) + "list.",
    )


@require_safe
@project_page(MAY_VIEW_PEOPLE)
def knowledge_file(viewing: Viewing, form: str) -> HttpResponse:
    """The people check as a file that can be edited and given back."""
    return list_of(viewing.project, KNOWLEDGE, form)


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_CONFIRM_KNOWLEDGE)
def knowledge_confirm(viewing: Viewing, ref: str, topic: str) -> HttpResponse:
    """Confirm that one person knows one topic: oneself, or what one has seen."""
    person = person_named(viewing.project, ref)
    form = KnowledgeForm(sent(viewing))
    if form.is_valid() and _confirmed(viewing, person.ref, topic, form):
        said = _("%(name)s knows %(topic)s: confirmed.") % {"name": person.name, "topic": wording.said(topic)}
        return back_to(viewing, "knowledge", said=said)
    title = f"{person.name}: {wording.said(topic)}"
    own = person.user_id == viewing.user.pk
    context = {"own": own, "topic": wording.said(topic), "found": person}
    return show_form(
        viewing, title, form, way_to_people(viewing), _way(viewing), template="knowledge_form.html", **context
    )


def _confirmed(viewing: Viewing, ref: str, topic: str, form: KnowledgeForm) -> bool:
    """Whether it could be stored; what stands in the way goes beside its field."""
    given, person = form.cleaned_data, person_named(viewing.project, ref)
    try:
        confirm_knowledge(viewing.context, person, topic, evidence=given["evidence"], expires=given["expires"])
    except Invalid as refused:
        form.add_error("expires" if given["expires"] else "evidence", wording.said(refused.sentence))
        return False
    return True

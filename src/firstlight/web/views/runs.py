"""What people tried, what has to be run again, one case, one run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstlight.kernel.actions import Action
from firstlight.kernel.errors import Invalid, NotFound
from firstlight.scope.actions import declare_requirement_immaterial
from firstlight.scope.models import Requirement
from firstlight.testing.actions import declare_case_immaterial, plan_cases
from firstlight.testing.asking import open_cycles
from firstlight.testing.histories import case_history, run_history
from firstlight.testing.models import Case, Cycle
from firstlight.testing.policies import MAY_EDIT_TESTS
from firstlight.testing.rules.again import causes
from firstlight.testing.rules.kinds import KINDS
from firstlight.testing.sheets import CASES, RUNS
from firstlight.testing.standing import regression_set
from firstlight.web.addresses import row_address
from firstlight.web.exporting import table_file
from firstlight.web.forms.answering import done_with, show_form
from firstlight.web.forms.runs import ImmaterialForm, PlanForm
from firstlight.web.listing import asked, chosen, window
from firstlight.web.opening import addresses_for
from firstlight.web.pages import lists
from firstlight.web.pages import runs as page
from firstlight.web.saying import back_to
from firstlight.web.showing import Step, show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.web.views.worklists import file_view, list_view
from firstlight.web.worklists import ListPage, register_list
from firstlight.workspace.policies import MAY_VIEW_TESTING
from firstlight.workspace.queries import today_in, zone_of

#: What may be declared immaterial: the model, and the action.
_IMMATERIAL: dict[str, tuple[Any, Action[..., Any]]] = {
    "requirement": (Requirement, declare_requirement_immaterial),
    "case": (Case, declare_case_immaterial),
}


def _way(viewing: Viewing) -> Step:
    return _("Testing"), reverse("testing", args=[viewing.project.slug])


def _cycles(viewing: Viewing) -> list[tuple[str, str]]:
    return list(Cycle.objects.filter(project=viewing.project).values_list("ref", "title"))


RUN_LIST = register_list(
    ListPage(
        "test-runs",
        "Runs",
        RUNS,
        lambda viewing: page.runs(viewing.project.slug, _cycles(viewing)),
        lambda viewing: page.run_rows(viewing.project),
        way=(gettext_noop("Testing"), "testing"),
    )
)
runs, runs_file = list_view(RUN_LIST), file_view(RUN_LIST)


@require_safe
@project_page(MAY_VIEW_TESTING)
def run(viewing: Viewing, ref: str) -> HttpResponse:
    """One run: who, under what circumstances, how it ended, whether it counts."""
    project, slug = viewing.project, viewing.project.slug
    found = run_history(project, ref, viewing.context.now)
    state, sentence = page.standing_of_run(found)
    way = (_way(viewing), (_("Runs"), reverse("test-runs", args=[slug])))
    return show(
        viewing, "run.html", found.run.case.title, *way, run=found.run, state=state, sentence=sentence,
        guards=found.guards, steps=page.step_lines(found), others=page.result_lines(slug, found.others),
        photos=[reverse("evidence", args=[slug, digest, "photo.jpg"]) for digest in found.run.photos],
        may_report=MAY_EDIT_TESTS.allows(viewing.context),
    )  # fmt: skip


@require_safe
@project_page(MAY_VIEW_TESTING)
def case(viewing: Viewing, ref: str) -> HttpResponse:
    """One case: what is tried, step by step, how it stands, and everything that was tried."""
    slug = viewing.project.slug
    found = case_history(viewing.project, ref, viewing.context.now)
    address = addresses_for(viewing.context, slug)
    may = declare_case_immaterial.allowed(viewing.context) and found.case.changed is not None
    return show(
        viewing, "case.html", found.case.title, _way(viewing), (_("Cases"), reverse("cases", args=[slug])),
        one=found.case, steps=found.steps, kinds=page.kind_lines(found), results=page.result_lines(slug, found.results),
        more=found.more, requirements=[(one, address("requirement", one.ref)) for one in found.requirements],
        process=address("process", found.case.process.ref) if found.case.process else "",
        change=row_address(slug, CASES.ref, ref, viewing.request.path) if CASES.may_change(viewing.context) else "",
        immaterial=reverse("change-immaterial", args=[slug, "case", ref]) if may else "",
        texts=page.case_texts(found.case),
    )  # fmt: skip


@require_safe
@project_page(MAY_VIEW_TESTING)
def regression(viewing: Viewing) -> HttpResponse:
    """Which cases have to be run again and why, cause by cause, and where to plan them."""
    slug = viewing.project.slug
    found, kind, context = _again(viewing)
    cycles = _plannable(viewing, kind)
    return show(
        viewing, "regression.html", _("To run again"), _way(viewing), **context,
        causes=page.cause_lines(slug, causes(found), kind, _may_declare(viewing)), count=len(found),
        may_plan=plan_cases.allowed(viewing.context), plan=PlanForm(cycles) if cycles else None,
    )  # fmt: skip


def _again(viewing: Viewing) -> tuple[Sequence[Any], str, dict[str, Any]]:
    """What has to be run again, the kind of test that was asked for or is the only one, and the list."""
    project, slug = viewing.project, viewing.project.slug
    everything = regression_set(project, viewing.context.now)
    kinds = [kind for kind in KINDS if any(one.kind == kind for one in everything)]
    spec = page.again(addresses_for(viewing.context, slug), kinds, causes(everything))
    ask = asked(viewing.request, spec)
    kind = ask.kept.get("kind", "") or (kinds[0] if len(kinds) == 1 else "")
    found = [one for one in everything if not kind or one.kind == kind]
    rows = chosen(page.again_rows(found, ask.kept.get("cause", "")), spec, ask)
    shown = lists.shown(_("Cases"), spec, ask, window(rows, ask), reverse("regression", args=[slug]) + "list.")
    query = ask.url(kind=kind).partition("?")[2]
    return found, kind, {"listed": shown, "kind": kind, "rows": rows, "spec": spec, "query": query}


def _may_declare(viewing: Viewing) -> dict[str, bool]:
    return {of: action.allowed(viewing.context) for of, (_model, action) in _IMMATERIAL.items()}


def _plannable(viewing: Viewing, kind: str) -> list[tuple[str, str]]:
    """The cycles in which cases of that kind can be run again; none for who may not plan."""
    if not kind or not plan_cases.allowed(viewing.context):
        return []
    cycles = open_cycles(viewing.project, today_in(viewing.context))
    return [(cycle.ref, cycle.title) for cycle in cycles if cycle.kind == kind]


@require_safe
@project_page(MAY_VIEW_TESTING)
def regression_file(viewing: Viewing, form: str) -> HttpResponse:
    """The same cases as a file."""
    _found, _kind, context = _again(viewing)
    spec = context["spec"]
    heads = [column.title for column in spec.columns]
    name = f"{viewing.project.slug} cases to run again"
    return table_file(heads, map(spec.cells, context["rows"]), form, zone_of(viewing.project), name)


@require_POST
@project_page(MAY_EDIT_TESTS)
def plan(viewing: Viewing) -> HttpResponse:
    """Plan the cases of a kind that have to be run again in a cycle of that kind."""
    _found, kind, context = _again(viewing)
    form = PlanForm(_plannable(viewing, kind), sent(viewing))
    if not form.is_valid():
        raise Invalid(_("Choose a cycle of that kind of test that has not ended."))
    refs = [row.ref for row in context["rows"]]
    made = plan_cases(viewing.context, cycle=form.cleaned_data["cycle"], cases=refs)
    said = _("%(count)s cases are planned in %(cycle)s.") % {"count": made, "cycle": form.cleaned_data["cycle"]}
    return back_to(viewing, "regression", said=said)


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_VIEW_TESTING)
def immaterial(viewing: Viewing, of: str, ref: str) -> HttpResponse:
    """Say why the newest change of a requirement or a case does not matter."""
    model, action = _IMMATERIAL[of]
    action.policy.check(viewing.context)
    found = model._default_manager.filter(project=viewing.project, ref=ref).first()
    if found is None:
        raise NotFound(_("There is nothing here."))
    form = ImmaterialForm(sent(viewing))
    if done_with(viewing, form, lambda given: action(viewing.context, **{of: ref}, **given), beside="reason"):
        return back_to(viewing, "regression", said=_("The passes from before count again."))
    way = (_way(viewing), (_("To run again"), reverse("regression", args=[viewing.project.slug])))
    return show_form(
        viewing,
        _("The change does not matter"),
        form,
        *way,
        verb=_("It does not matter"),
        lede=page.changed_words(found),
    )

"""Baselines of the scope: all of them, one compared with another or with now, and why something differs."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstlight.assurance.queries import signatures_of
from firstlight.contracts.rendering import Rendering
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.scope.actions import explain_change, keep_baseline
from firstlight.scope.baselines import (
    SIGNED,
    Explained,
    baseline_numbered,
    baselines,
    compared,
    content_of,
    explanations,
    today,
)
from firstlight.scope.differences import ItemDifference
from firstlight.scope.models import Baseline
from firstlight.scope.policies import MAY_EDIT_SCOPE, MAY_KEEP_BASELINES
from firstlight.web import wording
from firstlight.web.exporting import table_file
from firstlight.web.forms.scope import BaselineForm, ExplanationForm
from firstlight.web.listing import Asked, Listed, asked, window
from firstlight.web.opening import may_open
from firstlight.web.pages import baselines as page
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.workspace.policies import MAY_VIEW_SCOPE
from firstlight.workspace.queries import zone_of


def _way(slug: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (_("Scope"), reverse("scope", args=[slug])), (_("Baselines"), reverse("baselines", args=[slug]))


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_VIEW_SCOPE)
def all_baselines(viewing: Viewing) -> HttpResponse:
    """Every baseline, whether the newest still holds, and a form that freezes the scope as it is."""
    project, slug, now = viewing.project, viewing.project.slug, viewing.context.now
    form = BaselineForm(sent(viewing))
    if form.is_bound and (made := _kept(viewing, form)):
        said = _("The scope is frozen as baseline %(number)s.") % {"number": made.number}
        return back_to(viewing, "baselines", said=said)
    rows, scope = baselines(project), today(project, now)
    holds = bool(rows) and rows[0].digest == scope.digest()
    lines = page.baseline_lines(rows, signatures_of(project, now))
    response = show(
        viewing, "baselines.html", _("Baselines"), _way(slug)[0], lines=lines,
        newest=rows[0] if rows else None, sign_url=_sign_url(viewing), holds=holds, form=form,
        lines_now=len(scope.lines),
        may_keep=MAY_KEEP_BASELINES.allows(viewing.context) and bool(scope.lines) and not holds,
    )  # fmt: skip
    response.status_code = 422 if form.errors else 200
    return response


def _sign_url(viewing: Viewing) -> str:
    """Where the scope is signed; "" for who may not sign."""
    return reverse("sign", args=[viewing.project.slug, SIGNED]) if may_open(viewing.context, "sign") else ""


def _kept(viewing: Viewing, form: BaselineForm) -> Baseline | None:
    """The new baseline, or None with the reason beside the field."""
    MAY_KEEP_BASELINES.check(viewing.context)
    if not form.is_valid():
        return None
    try:
        return keep_baseline(viewing.context, **form.cleaned_data)
    except Invalid as refusal:
        form.add_error("name", wording.said(refusal.sentence))
        return None


@dataclass(frozen=True, slots=True)
class _Compared:
    """A baseline beside another state of the scope; `other` is None where that is now."""

    baseline: Baseline
    other: Baseline | None
    before: Rendering
    after: Rendering
    found: tuple[ItemDifference, ...]
    said: dict[str, Explained]


def _compared(viewing: Viewing, number: int) -> _Compared:
    """What the address asks for: ?with= names another baseline; the earlier of two is always the one before."""
    project = viewing.project
    baseline, other = baseline_numbered(project, number), None
    wanted = viewing.request.GET.get("with", "")
    if wanted.isdecimal() and len(wanted) < 8 and int(wanted) != number:
        baseline, other = (baseline_numbered(project, one) for one in sorted((number, int(wanted))))
    before = content_of(baseline)
    after = content_of(other) if other else today(project, viewing.context.now)
    found = compared(before, after)
    return _Compared(baseline, other, before, after, found, explanations(baseline, found))


@require_safe
@project_page(MAY_VIEW_SCOPE)
def baseline(viewing: Viewing, number: int) -> HttpResponse:
    """What differs from a baseline, by process and field by field."""
    slug, pair = viewing.project.slug, _compared(viewing, number)
    what = viewing.request.GET.get("what", "")
    shown = [one for one in pair.found if what not in ("added", "removed", "changed") or one.what == what]
    kept = {name: viewing.request.GET[name] for name in ("with", "what") if viewing.request.GET.get(name)}
    ask = Asked(viewing.request.path, kept, page=asked(viewing.request, _ANY).page)
    part = window(shown, ask, page.MOST)
    editing = pair.other is None and MAY_EDIT_SCOPE.allows(viewing.context)
    explain = reverse("baseline-explain", args=[slug, pair.baseline.number]) if editing else ""
    return show(
        viewing, "baseline.html", str(pair.baseline), *_way(slug), baseline=pair.baseline, other=pair.other,
        groups=page.groups(part.rows, page.titles_of(pair.before, pair.after), pair.said, explain),
        counted=page.counted(pair.found), unexplained="" if pair.other else page.unexplained(pair.found, pair.said),
        others=[one for one in baselines(viewing.project) if one.number != pair.baseline.number], what=what,
        part=part, ask=ask, before_url=ask.url(page=str(part.page - 1)), after_url=ask.url(page=str(part.page + 1)),
    )  # fmt: skip


#: A list that asks nothing but its page.
_ANY: Listed[ItemDifference] = Listed("change", "changes", (), lambda row: ())


@require_safe
@project_page(MAY_VIEW_SCOPE)
def baseline_file(viewing: Viewing, number: int, form: str) -> HttpResponse:
    """The same differences as a file: one row for each field."""
    pair = _compared(viewing, number)
    to = f"baseline {pair.other.number}" if pair.other else "now"
    name = f"{viewing.project.slug} baseline {pair.baseline.number} to {to}"
    rows = page.file_rows(pair.found, pair.said)
    return table_file(page.FILE_HEADS, rows, form, zone_of(viewing.project), name)


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_EDIT_SCOPE)
def baseline_explain(viewing: Viewing, number: int) -> HttpResponse:
    """Why one item differs from a baseline, and who agreed to that."""
    slug, pair, given = viewing.project.slug, _compared(viewing, number), sent(viewing)
    key = viewing.request.GET.get("item", "")
    item = next((one for one in pair.found if one.key == key), None)
    if item is None:
        raise NotFound(_("This item does not differ from the baseline."))
    said = pair.said.get(key)
    initial = {"reason": said.reason, "agreed_by": said.agreed_by, "agreed_on": said.agreed_on} if said else {}
    form = ExplanationForm(given, initial={**initial, "covers": item.covers})
    status = 422 if given is not None else 200
    if given is not None and form.is_valid():
        try:
            explain_change(viewing.context, baseline=number, item=key, **form.cleaned_data)
            return back_to(viewing, "baseline", number, said=_("The reason is kept."))
        except Conflict as refusal:
            status = 409
            form.add_error(None, wording.said(refusal.sentence))
    line = page.groups([item], page.titles_of(pair.before, pair.after), {}, "")[0].lines[0]
    way = (*_way(slug), (str(pair.baseline), reverse("baseline", args=[slug, number])))
    response = show(viewing, "baseline_explain.html", item.ref, *way, line=line, form=form)
    response.status_code = status
    return response

"""Files and pasted rows on their way into a list: chosen, looked at row by row, applied."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstlight.contracts.tables import Problem, Unreadable
from firstlight.intake.actions import apply_offer, choose, discard, look_again, map_headings, offer_rows
from firstlight.intake.beside import APPLIED_AT_ONCE, READ_AT_ONCE
from firstlight.intake.models import Offer
from firstlight.intake.offering import PASTED, pasted
from firstlight.intake.queries import any_offer_of, offer_of, proposal_of, refusals, taken
from firstlight.intake.reading import Limits
from firstlight.intake.stores import ask
from firstlight.kernel.errors import Conflict, Invalid
from firstlight.web.exporting import table_file
from firstlight.web.forms.offers import OfferForm
from firstlight.web.listing import Cell
from firstlight.web.pages.offers import preview
from firstlight.web.saying import SeeOther
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.views.offers_underway import underway, while_underway
from firstlight.web.working import after_change, back_to_list, imports_beside
from firstlight.web.worklists import ListPage, list_named
from firstlight.workspace.queries import zone_of


def _page(viewing: Viewing, sheet: str) -> ListPage:
    page = list_named(viewing, sheet)
    page.sheet.check_change(viewing.context)
    return page


def _sent(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


@require_http_methods(["GET", "HEAD", "POST"])
@project_page()
def list_import(viewing: Viewing, sheet: str) -> HttpResponse:
    """Give a file or paste rows; nothing of them is in the list before the preview is applied."""
    page = _page(viewing, sheet)
    form = OfferForm(*_sent(viewing.request), others=page.sheet.other_files)
    problem: Problem | None = None
    if viewing.request.method == "POST" and form.is_valid():
        try:
            offer = _offered(viewing, page, form)
            return SeeOther(reverse("offer", args=[viewing.project.slug, sheet, offer.uid]))
        except Unreadable as refused:
            problem = refused.problem
    elif viewing.request.method == "POST":
        problem = Problem("", " ".join(str(words) for given in form.errors.values() for words in given))
    back = page.url(viewing.project.slug)
    title = _("Import into %(list)s") % {"list": page.inside}
    response = show(viewing, "list_import.html", title, (page.heading, back),
                    form=form, listed=page, columns=page.sheet.columns, problem=problem, back=back,
                    list_file=f"{back}list.xlsx", imports=imports_beside(viewing, page))  # fmt: skip
    response.status_code = 422 if problem else 200
    return response


def _offered(viewing: Viewing, page: ListPage, form: OfferForm) -> Offer:
    """The rows as they were sent. Unreadable when they cannot be rows of the list; too much is not even read."""
    upload = form.cleaned_data["file"]
    if upload is None and not form.cleaned_data["text"].strip():
        raise Unreadable(Problem("", _("Choose a file, or paste rows: there is nothing to look at yet.")))
    if upload is None:
        data = pasted(page.sheet, form.cleaned_data["text"])
        return offer_rows(viewing.context, page.sheet, data, file=PASTED, way=Offer.Way.PASTE)
    _check_size(page, upload)
    later = upload.size > READ_AT_ONCE
    return offer_rows(viewing.context, page.sheet, upload.read(), file=upload.name, later=later)


def _check_size(page: ListPage, upload: Any) -> None:
    """Raises Unreadable for a file that is larger than is read here."""
    other = page.sheet.other_file(upload.name)
    most = other.most_bytes if other else Limits().file_bytes
    if upload.size <= most:
        return
    sizes = {"size": upload.size / 1e6, "most": most / 1e6, "command": other.command if other else ""}
    if other:
        sentence = _("the file has %(size).1f MB; at most %(most)d MB are taken. “%(command)s” makes a workbook of it.")
    else:
        sentence = _("the file has %(size).1f MB; at most %(most)d MB are accepted. Split the list.")
    raise Unreadable(Problem(upload.name, sentence % sizes))


@require_http_methods(["GET", "HEAD", "POST"])
@project_page()
def offer(viewing: Viewing, sheet: str, uid: str) -> HttpResponse:
    """The preview of offered rows, and what one decides there; how far it is while the background loop is at it."""
    page = _page(viewing, sheet)
    if viewing.request.method != "POST":
        found = any_offer_of(viewing.context, uid, page.sheet)
        return underway(viewing, page, found) or _preview(viewing, page, found)
    found = offer_of(viewing.context, uid, page.sheet)
    if found.work:
        return while_underway(viewing, page, found)
    _ticked(viewing.request, found)
    return _decided(viewing, page, found, viewing.request.POST.get("do", ""))


def _decided(viewing: Viewing, page: ListPage, found: Offer, do: str) -> HttpResponse:
    request = viewing.request
    if do == "discard":
        discard(found)
        return SeeOther(page.url(viewing.project.slug))
    if do == "apply":
        return _apply(viewing, page, found)
    if do == "map":
        return _map(viewing, page, found)
    if do.startswith(("all:", "none:")):
        _by_kind(viewing, page, found, do)
    return SeeOther(f"{request.path}?{request.POST.get('look', '')}")


def _ticked(request: HttpRequest, found: Offer) -> None:
    """Keep what is ticked among the rows that this page showed."""
    listed, taken = set(request.POST.getlist("listed")), set(request.POST.getlist("take"))
    if listed:
        choose(found, out=listed - taken, back=listed & taken)


def _by_kind(viewing: Viewing, page: ListPage, found: Offer, do: str) -> None:
    """Tick all changes of a kind, or none."""
    which, _colon, kind = do.partition(":")
    lines = proposal_of(viewing.context, found, page.sheet).every_line
    keys = [line.key for line in lines if line.change.kind == kind]
    choose(found, out=keys if which == "none" else (), back=keys if which == "all" else ())


def _apply(viewing: Viewing, page: ListPage, found: Offer) -> HttpResponse:
    """Apply them, or where they are many have them applied by the background loop."""
    if taken(found) > APPLIED_AT_ONCE:
        ask(found, Offer.Work.APPLY, viewing.context.now)
        return SeeOther(viewing.request.path)
    try:
        made = apply_offer(viewing.context, page.sheet, found.uid)
    except Conflict as conflict:
        if conflict.code != "moved":
            raise
        look_again(viewing.context, found, page.sheet)
        again = offer_of(viewing.context, found.uid, page.sheet)
        return _preview(viewing, page, again, sentence=conflict.sentence, status=409)
    except Invalid as invalid:
        return _preview(viewing, page, found, problems=invalid.problems, sentence=invalid.sentence, status=422)
    other = page.sheet.other_file(found.file)
    if made is None and other:
        said = _("%(file)s is kept: what it says besides rows counts.") % {"file": found.file}
        return back_to_list(viewing, page, said)
    return after_change(viewing, page, made)


def _map(viewing: Viewing, page: ListPage, found: Offer) -> HttpResponse:
    """Remember which columns the headings are, then compare again."""
    post = viewing.request.POST
    mapped = dict(zip(post.getlist("heading"), post.getlist("column"), strict=False))
    try:
        map_headings(viewing.context, page.sheet, mapped)
    except Invalid as invalid:
        return _preview(viewing, page, found, sentence=invalid.sentence, status=422)
    look_again(viewing.context, found, page.sheet)
    return SeeOther(viewing.request.path)


def _preview(
    viewing: Viewing, page: ListPage, found: Offer, *, sentence: str = "", problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    proposal = proposal_of(viewing.context, found, page.sheet)
    back = page.url(viewing.project.slug)
    sentence, problems = sentence or found.refusal.get("sentence", ""), problems or refusals(found)
    name = _("Pasted rows") if found.way == Offer.Way.PASTE else found.file
    shown = preview(proposal, viewing.request.GET, zone_of(viewing.project), problems)
    other = page.sheet.other_file(found.file)
    title = _("%(name)s: nothing is applied yet") % {"name": name}
    response = show(
        viewing, "offer.html", title, (page.heading, back), preview=shown, offer=found,
        sentence=sentence, back=back, list_title=page.heading, keeps=other.called if other else "",
        beside=shown.taken > APPLIED_AT_ONCE,
        refused_file=reverse("offer-refused", args=[viewing.project.slug, page.sheet.ref, found.uid, "csv"]),
    )  # fmt: skip
    response.status_code = status
    return response


@require_safe
@project_page()
def offer_refused(viewing: Viewing, sheet: str, uid: str, form: str) -> HttpResponse:
    """What was refused, and why, as a file."""
    page = _page(viewing, sheet)
    found = offer_of(viewing.context, uid, page.sheet)
    problems = proposal_of(viewing.context, found, page.sheet).refused
    rows = [[Cell(str(one.row or "")), Cell(one.column), Cell(one.value), Cell(one.sentence)] for one in problems]
    heads = (_("Row"), _("Column"), _("Value"), _("Why"))
    return table_file(heads, rows, form, zone_of(viewing.project), f"Refused rows of {page.title.lower()}")

"""Webhooks: added, changed, tested, set back; what came of each delivery."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstlight.kernel.errors import Invalid
from firstlight.ledger.queries import head_of
from firstlight.web import wording
from firstlight.web.forms.access import ReplayForm, WebhookForm
from firstlight.web.forms.answering import show_form
from firstlight.web.handing import hand_over, handed_over
from firstlight.web.pages import access as page
from firstlight.web.saying import back_to
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.webhooks import actions
from firstlight.webhooks.policies import MAY_SUBSCRIBE
from firstlight.webhooks.queries import deliveries_of, subscription_named, subscriptions_of

#: So many lines of the log stand on the page; the API has all of them.
LOG = 100


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_SUBSCRIBE)
def webhooks(viewing: Viewing) -> HttpResponse:
    """All webhooks of the project, and a form for a new one."""
    form = WebhookForm(sent(viewing), known=actions.known_actions())
    if form.is_valid():
        given = form.cleaned_data
        try:
            made, secret = actions.subscribe(viewing.context, address=given["address"], wanted=given["actions"])
        except Invalid as invalid:
            _show_problems(form, invalid)
        else:
            hand_over(viewing.request, made.uid, secret, made.address)
            return back_to(viewing, "webhook", made.uid)
    labels = dict(actions.known_actions())
    lines = [page.webhook_line(one, labels) for one in subscriptions_of(viewing.project)]
    return show_form(viewing, _("Webhooks"), form, template="webhooks.html", lines=lines)


def _show_problems(form: WebhookForm, invalid: Invalid) -> None:
    for problem in invalid.problems:
        form.add_error(problem.column if problem.column in form.fields else None, wording.said(problem.sentence))
    if not invalid.problems:
        form.add_error(None, wording.said(invalid.sentence))
        form.add_error("address", wording.said(invalid.sentence))


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_SUBSCRIBE)
def webhook(viewing: Viewing, uid: str) -> HttpResponse:
    """One webhook: what it tells whom, what came of it, and what can be done about it."""
    found = subscription_named(viewing.project, uid)
    initial = {"address": found.address, "actions": found.actions}
    form = WebhookForm(sent(viewing), known=actions.known_actions(), initial=initial)
    if form.is_valid():
        given, active = form.cleaned_data, found.state == "active"
        words = {"address": given["address"], "wanted": given["actions"]}
        try:
            actions.change_subscription(viewing.context, found, active=active, **words)
        except Invalid as invalid:
            _show_problems(form, invalid)
        else:
            return back_to(viewing, "webhook", uid, said=_("The webhook was changed."))
    return show_form(viewing, found.uid, form, _way(viewing), template="webhook.html", **_about(viewing, uid))


def _about(viewing: Viewing, uid: str) -> dict[str, Any]:
    found, labels = subscription_named(viewing.project, uid), dict(actions.known_actions())
    head = head_of(viewing.project).sequence
    return {
        "line": page.webhook_line(found, labels),
        "behind": max(0, head - found.delivered),
        "head": head,
        "log": page.delivery_lines(deliveries_of(found)[:LOG], labels, viewing.project.clock_offset),
        "replay": ReplayForm(None),
        "made": handed_over(viewing.request, uid),
    }


def _way(viewing: Viewing) -> tuple[str, str]:
    return _("Webhooks"), reverse("webhooks", args=[viewing.project.slug])


@require_POST
@project_page(MAY_SUBSCRIBE)
def webhook_do(viewing: Viewing, uid: str, what: str) -> HttpResponse:
    """Test it, pause it, let it go on, make a new secret, set it back, remove it."""
    found, context = subscription_named(viewing.project, uid), viewing.context
    if what == "test":
        actions.ask_for_test(context, found)
        return back_to(viewing, "webhook", uid, said=_("A test is sent within seconds. What came of it stands below."))
    if what == "secret":
        hand_over(viewing.request, uid, actions.make_secret(context, found), found.address)
        return back_to(viewing, "webhook", uid)
    if what == "remove":
        actions.unsubscribe(context, found)
        return back_to(viewing, "webhooks", said=_("The webhook was removed."))
    if what == "replay":
        actions.replay_from(context, found, _sequence(viewing))
        return back_to(viewing, "webhook", uid, said=_("Every entry from there on is sent again."))
    words = {"address": found.address, "wanted": found.actions}
    actions.change_subscription(context, found, active=what == "resume", **words)
    said = _("The webhook goes on where it stopped.") if what == "resume" else _("The webhook is paused.")
    return back_to(viewing, "webhook", uid, said=said)


def _sequence(viewing: Viewing) -> int:
    form = ReplayForm(viewing.request.POST)
    if not form.is_valid():
        raise Invalid(_("Expected the number of an entry of the ledger, such as 1."))
    return int(form.cleaned_data["sequence"])

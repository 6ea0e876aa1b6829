"""Access tokens: made, shown once, listed, revoked."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstlight.access.actions import make_token, revoke_token
from firstlight.access.policies import MAY_REVOKE_OTHERS
from firstlight.access.queries import token_numbered, tokens_of
from firstlight.kernel.errors import NotFound
from firstlight.web.forms.access import TokenForm
from firstlight.web.forms.answering import show_form
from firstlight.web.handing import hand_over, handed_over
from firstlight.web.pages.access import token_lines
from firstlight.web.saying import back_to
from firstlight.web.viewing import Viewing, project_page, sent


@require_http_methods(["GET", "HEAD", "POST"])
@project_page()
def tokens(viewing: Viewing) -> HttpResponse:
    """One's own tokens, and a form for a new one. Who may change the people of the project sees everybody's."""
    form, now = TokenForm(sent(viewing)), viewing.context.now
    if form.is_valid():
        given = form.cleaned_data
        expires = now + timedelta(days=given["days"])
        words = {"name": given["name"], "reach": given["reach"]}
        token, secret = make_token(viewing.context, person=viewing.person, expires=expires, **words)
        hand_over(viewing.request, "tokens", secret, token.name)
        return back_to(viewing, "tokens")
    sees_all = MAY_REVOKE_OTHERS.allows(viewing.context)
    lines = token_lines(tokens_of(viewing.project, None if sees_all else viewing.user), now)
    made = handed_over(viewing.request, "tokens")
    return show_form(
        viewing, _("Access tokens"), form, template="tokens.html", lines=lines, made=made, sees_all=sees_all
    )


@require_POST
@project_page()
def token_revoke(viewing: Viewing, number: int) -> HttpResponse:
    """Take a token back."""
    token = token_numbered(viewing.project, number)
    if token.user_id != viewing.user.pk and not MAY_REVOKE_OTHERS.allows(viewing.context):
        raise NotFound(_("There is no such token."))
    revoke_token(viewing.context, token)
    return back_to(viewing, "tokens", said=_("The token “%(name)s” opens nothing now.") % {"name": token.name})

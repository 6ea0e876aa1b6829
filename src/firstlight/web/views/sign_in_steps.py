"""Passkeys at the door, the second step, and showing again who one is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstlight.identity import limits
from firstlight.identity.actions import use_code, use_passkey, use_recovery_code
from firstlight.identity.models import User
from firstlight.identity.passkeys import ask_for_known
from firstlight.identity.passwords import is_right
from firstlight.identity.queries import keys_of, passkeys_of
from firstlight.kernel.errors import Invalid, Refusal, TooMany
from firstlight.web import door
from firstlight.web.asking_passkeys import answer_in, keep_question, site_of, taken_question
from firstlight.web.door import at_the_door, code_limits, counted, network, password_limits, pending_of, wanted_of
from firstlight.web.forms.sign_in import CodeForm, ConfirmPasswordForm, PasswordSignInForm
from firstlight.web.saying import say
from firstlight.web.viewing import open_page
from firstlight.web.views.sign_in import shown

#: What a passkey was asked for.
SIGN_IN, SECOND, CONFIRM = "sign-in", "second", "confirm"


@require_POST
@open_page
def sign_in_question(request: HttpRequest) -> HttpResponse:
    """What the browser asks its passkeys: of the person at the second step or signed in, or of anybody."""
    now = timezone.now()
    limits.take(((limits.QUESTIONS, network(request)),), now)
    pending, user = pending_of(request), request.user
    person = user if isinstance(user, User) else pending[0] if pending else None
    purpose = CONFIRM if isinstance(user, User) else SECOND if pending else SIGN_IN
    if request.GET.get("for") == SIGN_IN:
        person, purpose = None, SIGN_IN
    options, question = ask_for_known(site_of(request), passkeys_of(person) if person else [], now)
    keep_question(request, question, purpose)
    return JsonResponse(options)


@require_POST
@open_page
def sign_in_passkey(request: HttpRequest) -> HttpResponse:
    """Sign in by a passkey alone: it is something one has, and the device has checked whose hand it is in."""
    try:
        user = _by_passkey(request, SIGN_IN, None)
    except (Invalid, TooMany) as refusal:
        return shown(request, "firstlight/sign_in.html", PasswordSignInForm(), refusal)
    return door.go_in(request, user, by="passkey", wanted=wanted_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def sign_in_second(request: HttpRequest) -> HttpResponse:
    """The second step after a password or a link: a code, a recovery code or a passkey."""
    pending = pending_of(request)
    if pending is None:
        return HttpResponseRedirect(door.on_the_way("sign-in", wanted_of(request)))
    user, first = pending
    form = CodeForm(None if request.method != "POST" or "credential" in request.POST else request.POST)
    refusal: Refusal | None = None
    if request.method == "POST" and ("credential" in request.POST or form.is_valid()):
        try:
            by = _second_factor(request, user, form, SECOND)
            return door.go_in(request, user, by=f"{first} and {by}", wanted=wanted_of(request))
        except (Invalid, TooMany) as error:
            refusal = error
    return shown(request, "firstlight/sign_in_second.html", form, refusal, {"keys": keys_of(user), "who": user})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Before something weighty: show again who you are, since the last time is more than five minutes ago."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101  (nobody else comes past SignInRequired)
    sent = request.POST if request.method == "POST" else None
    code = CodeForm(sent if sent and "code" in sent else None)
    password = ConfirmPasswordForm(None if code.is_bound or "credential" in request.POST else sent)
    form = code if code.is_bound else password
    refusal: Refusal | None = None
    if "credential" in request.POST or (form.is_bound and form.is_valid()):
        try:
            by = _shown_again(request, user, password, code)
            return door.confirm(request, user, by=by, wanted=wanted_of(request))
        except (Invalid, TooMany) as error:
            refusal = error
    more = {"keys": keys_of(user), "password": password, "code": code}
    return shown(request, "firstlight/confirm.html", form, refusal, more)


def _shown_again(request: HttpRequest, user: User, password: ConfirmPasswordForm, code: CodeForm) -> str:
    """How the person has shown who they are. Raises Invalid when it was wrong."""
    if not password.is_bound:
        return _second_factor(request, user, code, CONFIRM)
    with counted(password_limits(request, user.email), user, "passwords"):
        if not is_right(user, password.cleaned_data["password"]):
            raise Invalid(_("This is not your password."))
    return "password"


def _second_factor(request: HttpRequest, user: User, form: CodeForm, purpose: str) -> str:
    """What the second factor was. Raises Invalid when it was wrong."""
    if "credential" in request.POST:
        _by_passkey(request, purpose, user)
        return "passkey"
    typed = form.cleaned_data["code"]
    with counted(code_limits(request, user), user, "codes"):
        if "".join(typed.split()).isdigit():
            use_code(at_the_door(), user, typed)
            return "code"
        left = use_recovery_code(at_the_door(), user, typed)
        say(request, _("You have %(left)d recovery codes left.") % {"left": left}, state="partly")
        return "recovery code"


def _by_passkey(request: HttpRequest, purpose: str, user: User | None) -> User:
    """Whose passkey answered. Raises Invalid when none did that fits."""
    with counted(((limits.ADDRESS, network(request)),), user, "passkeys"):
        question, answer = taken_question(request, purpose), answer_in(request)
        return use_passkey(at_the_door(), site=site_of(request), question=question, answer=answer, user=user)

"""Sessions: begun, confirmed, ended; and the note that somebody failed too often to begin one."""

from __future__ import annotations

from django.db.models import F

from firstlight.identity import audit, policies
from firstlight.identity.models import User
from firstlight.identity.tokens import check_own, subject_of
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import NotFound


@action(policy=policies.MAY_SIGN_IN, record=audit.SIGNED_IN)
def begin_session(context: Context, user: User, *, by: str, device: str) -> Done[User]:
    """Somebody has shown who they are: `by` says how, `device` with what browser. NotFound for a closed account."""
    if not user.is_active:
        raise NotFound("There is nothing here.")
    return Done.one(user, subject_of(user), after={"by": by, "device": device})


@action(policy=policies.MAY_SIGN_IN, record=audit.CONFIRMED)
def confirm_person(context: Context, user: User, *, by: str) -> Done[User]:
    """Somebody who is signed in has shown again who they are."""
    return Done.one(user, subject_of(user), after={"by": by})


@action(policy=policies.MAY_CHANGE_OWN_ACCOUNT, record=audit.SESSIONS_ENDED)
def end_sessions(context: Context, user: User) -> Done[User]:
    """End every session of the person, on every device, with their next request."""
    check_own(context, user)
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    return Done.one(user, subject_of(user), after={"session round": user.session_round})


@action(policy=policies.MAY_SIGN_IN, record=audit.FAILED_TOO_OFTEN)
def note_failures(context: Context, user: User | None, *, what: str) -> Done[None]:
    """A limit of failed tries is reached: for an account, or at the door for an address that has none."""
    subject = subject_of(user) if user else Subject("door", "sign-in", "Sign-in page")
    return Done.one(None, subject, after={"what": what})

"""Accounts for people of a project, and links for them."""

from __future__ import annotations

from datetime import datetime

from firstlight.identity.actions import add_user, let_add_projects, make_sign_in_link, reset_second_factor
from firstlight.identity.models import User
from firstlight.identity.queries import account_of
from firstlight.kernel.context import Context
from firstlight.kernel.errors import NotFound
from firstlight.workspace.actions import tie_account
from firstlight.workspace.models import Person
from firstlight.workspace.roles import INSTALLATION


def person_with(mail: str) -> Person:
    """Someone in a project with that mail address. NotFound when nobody has it."""
    person = Person.objects.filter(email__iexact=mail.strip()).select_related("project").order_by("pk").first()
    if person is None:
        raise NotFound(f"Nobody in any project has the mail address “{mail}”; add them to people.xlsx first.")
    return person


def founder_with(mail: str, name: str, now: datetime) -> User:
    """The account of that address, made where there is none, which from now on may start projects."""
    context = Context(INSTALLATION, now)
    known = Person.objects.filter(email__iexact=mail.strip()).order_by("pk").first()
    named = name or (known.name if known else mail.partition("@")[0])
    return let_add_projects(context, add_user(context, email=mail, name=named), may=True)


def link_for(person: Person | User, now: datetime, address: str) -> str:
    """Tie an account to everyone with this mail address, and make a link for it."""
    user = add_user(Context(INSTALLATION, now), email=person.email, name=person.name)
    for one in Person.objects.filter(email__iexact=person.email, user=None).select_related("project"):
        tie_account(Context(INSTALLATION, now + one.project.clock_offset, one.project), one.ref, user)
    token = make_sign_in_link(Context(INSTALLATION, now), user)
    return f"{address.rstrip('/')}/sign-in/{token}/"


def take_second_factor(mail: str, now: datetime) -> bool:
    """Take away what somebody has lost. Returns whether there was anything."""
    user = account_of(mail)
    return user is not None and reset_second_factor(Context(INSTALLATION, now), user)

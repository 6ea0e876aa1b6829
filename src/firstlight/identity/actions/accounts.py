"""Accounts: adding them, and what people change of their own."""

from __future__ import annotations

from firstlight.identity import audit, policies
from firstlight.identity.models import User
from firstlight.identity.tokens import check_own, subject_of
from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Invalid

#: What people say of themselves, and may change.
_OWN = ("name", "time_zone", "language", "single_keys")
_LONGEST_NAME = 200


@action(policy=policies.MAY_ADD_USERS, record=audit.USER_ADDED)
def add_user(context: Context, *, email: str, name: str) -> Done[User]:
    """Add an account without a password; an account of that address is returned as it is.

    The first account of an installation may start projects, because somebody has to.
    """
    address = email.strip().lower()
    if "@" not in address or not name.strip():
        raise Invalid(f"“{email}” is not a mail address, or the name is missing.")
    found = User.objects.filter(email=address).first()
    if found:
        return Done.nothing(found)
    user = User(email=address, name=name.strip(), may_add_projects=not User.objects.exists())
    user.set_unusable_password()
    user.save()
    after = {"email": user.email, "name": user.name, "may_add_projects": user.may_add_projects}
    return Done.one(user, subject_of(user), after=after)


@action(policy=policies.MAY_APPOINT, record=audit.APPOINTED)
def let_add_projects(context: Context, user: User, may: bool) -> Done[User]:
    """Say whether somebody may start projects in this installation. What they have started stays as it is."""
    if User.objects.filter(pk=user.pk).exclude(may_add_projects=may).update(may_add_projects=may) == 0:
        return Done.nothing(user)
    user.may_add_projects = may
    return Done.one(user, subject_of(user), before={"may_add_projects": not may}, after={"may_add_projects": may})


@action(policy=policies.MAY_CHANGE_OWN_ACCOUNT, record=audit.ACCOUNT_CHANGED)
def change_account(
    context: Context, user: User, *, name: str, time_zone: str, language: str, single_keys: bool
) -> Done[User]:
    """Change what one says of oneself. The name in a project stays as the project's list of people has it."""
    check_own(context, user)
    if not name.strip() or len(name.strip()) > _LONGEST_NAME:
        raise Invalid(f"A name has 1 to {_LONGEST_NAME} characters.")
    before = {field: getattr(user, field) for field in _OWN}
    after = {
        "name": name.strip(),
        "time_zone": time_zone,
        "language": language,
        "single_keys": single_keys,
    }
    if before == after:
        return Done.nothing(user)
    for field, value in after.items():
        setattr(user, field, value)
    user.save(update_fields=_OWN)
    return Done.one(user, subject_of(user), before=before, after=after)


@action(policy=policies.MAY_CHANGE_OWN_ACCOUNT, record=audit.PASSWORD_SET)
def set_password(context: Context, user: User, encoded: str) -> Done[User]:
    """Set or change the password, judged and hashed before, because hashing is slow. Every other session ends."""
    check_own(context, user)
    had = user.has_usable_password()
    user.password = encoded
    user.save(update_fields=["password"])
    return Done.one(user, subject_of(user), before={"password": "set" if had else "none"}, after={"password": "set"})

"""Who is in the project, and as whom somebody with an account is there."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import ProtectedError

from firstlight.identity.models import User
from firstlight.kernel.actions import Changed, Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, NotFound, Refused
from firstlight.kernel.sheets import RowChange
from firstlight.workspace import audit, policies
from firstlight.workspace.models import Person
from firstlight.workspace.queries import here, of_customer, speaker
from firstlight.workspace.stores import people_store


@action(policy=policies.MAY_EDIT_PEOPLE, record=audit.PEOPLE_CHANGED)
def change_people(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove people as a sheet says. Raises Conflict for removing somebody who has signed something.

    Refused to people of another party than the customer, where somebody would belong elsewhere: a partner who leads
    the project adds people of its own, and makes nobody one of the customer.
    """
    _check_belonging(context, changes)
    try:
        return Done(len(changes), people_store.write(project, changes))
    except ProtectedError as kept:
        raise Conflict(
            "Who has signed or given their word stays in the list: take their roles away, and they see nothing more."
        ) from kept


def _check_belonging(context: Context, changes: Sequence[RowChange]) -> None:
    """Raises Refused where somebody of another party changes who belongs to which organisation."""
    person = speaker(context)
    if person is None or person.party is None or of_customer(person):
        return
    for change in changes:
        if change.after is None:
            continue
        was = change.before.values.get("party") if change.before else person.party.ref
        if (change.after.values.get("party") or "") != (was or ""):
            raise Refused("Only people of the customer say who belongs to which organisation; add people of your own.")


@action(policy=policies.MAY_EDIT_PEOPLE, record=audit.ACCOUNT_TIED)
def tie_account(context: Context, person_ref: str, user: User) -> Done[Person]:
    """From now on the user is this person in the project, with the rights of the person's roles."""
    project = here(context)
    person = Person.objects.filter(project=project, ref=person_ref).select_related("user").first()
    if person is None:
        raise NotFound(f"There is nobody “{person_ref}” in {project.name}.")
    if person.user_id == user.pk:
        return Done.nothing(person)
    changes = []
    for other in Person.objects.filter(project=project, user=user):
        Person.objects.filter(pk=other.pk).update(user=None)
        changes.append(Changed(person_subject(other), {"account": user.email}, {"account": None}))
    if Person.objects.filter(pk=person.pk, user=person.user_id).update(user=user) != 1:
        raise Conflict(f"{person.name} was tied to an account by somebody else at the same moment.")
    before = {"account": person.user.email if person.user else None}
    person.user = user
    return Done(person, (*changes, Changed(person_subject(person), before, {"account": user.email})))


def person_subject(person: Person) -> Subject:
    """A person as the ledger names them."""
    return Subject("person", person.ref, person.name)

"""What each party sees, and the customer's consent to it."""

from __future__ import annotations

from collections.abc import Iterable

from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Invalid, NotFound, Refused
from firstlight.workspace import audit, policies
from firstlight.workspace.models import Consent, Party, Project
from firstlight.workspace.queries import here, of_customer, speaker
from firstlight.workspace.sight import DEFAULTS, EVERYTHING, SUBJECTS, seen_by


@action(policy=policies.MAY_EDIT_PEOPLE, record=audit.PARTY_CHANGED)
def open_to_party(context: Context, party: Party, subjects: Iterable[str]) -> Done[Party]:
    """From now on the people of the party see these subjects. What its kind sees by default is kept as the default.

    Refused to people of another party than the customer. Raises Invalid for a subject that does not exist.
    """
    _check_here(context, party)
    _check_customer(context)
    wanted = frozenset(subjects)
    if wanted - EVERYTHING:
        raise Invalid(f"There is no subject {', '.join(sorted(wanted - EVERYTHING))}; known: {', '.join(SUBJECTS)}.")
    party.refresh_from_db()
    before = party.sees
    after = None if wanted == DEFAULTS[party.kind] else sorted(wanted)
    if before == after:
        return Done.nothing(party)
    party.sees = after
    party.save(update_fields=["sees"])
    facts = {"sees": sorted(seen_by(party.kind, before))}
    return Done.one(party, _subject(party), before=facts, after={"sees": sorted(wanted)})


@action(policy=policies.MAY_EDIT_PROJECT, record=audit.CONSENT_SETTING)
def require_consent(context: Context, needed: bool) -> Done[Project]:
    """Whether two people of the customer have to agree before the people of another party see anything."""
    project = here(context)
    _check_customer(context)
    if project.consent_needed == needed:
        return Done.nothing(project)
    Project.objects.filter(pk=project.pk).update(consent_needed=needed)
    project.consent_needed = needed
    subject = Subject("project", project.uid, project.name)
    return Done.one(project, subject, before={"consent_needed": not needed}, after={"consent_needed": needed})


@action(policy=policies.MAY_CONSENT, record=audit.CONSENT_GIVEN)
def give_consent(context: Context, party: Party) -> Done[Party]:
    """One person of the customer agrees that the people of the party see what is open to it. Twice counts once."""
    _check_here(context, party)
    person = speaker(context)
    if person is None or not of_customer(person):
        raise Refused("Only people of the customer agree to what another organisation sees.")
    if party.kind == Party.Kind.CUSTOMER:
        raise Invalid(f"{party.name} is the customer; nobody has to agree to what it sees.")
    _consent, new = Consent.objects.get_or_create(party=party, person=person, defaults={"given": context.now})
    if not new:
        return Done.nothing(party)
    return Done.one(party, _subject(party), before={"consent": None}, after={"consent": person.name})


@action(policy=policies.MAY_CONSENT, record=audit.CONSENT_WITHDRAWN)
def withdraw_consent(context: Context, party: Party) -> Done[Party]:
    """Take one's own consent back; with fewer than two the people of the party see nothing from that moment."""
    _check_here(context, party)
    person = speaker(context)
    gone, _ = Consent.objects.filter(party=party, person=person).delete() if person else (0, {})
    if person is None or not gone:
        return Done.nothing(party)
    return Done.one(party, _subject(party), before={"consent": person.name}, after={"consent": None})


def _check_here(context: Context, party: Party) -> None:
    if party.project_id != here(context).pk:
        raise NotFound("There is nothing here.")


def _check_customer(context: Context) -> None:
    """A partner who leads the project cannot open it further to its own people."""
    person = speaker(context)
    if person is not None and not of_customer(person):
        raise Refused("Only people of the customer say what each organisation sees.")


def _subject(party: Party) -> Subject:
    return Subject("party", party.ref, party.name)

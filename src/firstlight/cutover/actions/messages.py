"""The words of messages, which a project puts in place of the shipped ones; and events of a run told in them."""

from __future__ import annotations

import hashlib

from firstlight.cutover import audit, policies
from firstlight.cutover.actions.stepping import fresh, text
from firstlight.cutover.live.texts import check_text, texts_of
from firstlight.cutover.models import MessageText, Run
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Invalid
from firstlight.ledger.queries import touching
from firstlight.workspace.queries import here


@action(policy=policies.MAY_RUN, record=audit.MESSAGE_WORDED)
def word_message(
    context: Context, *, event: str, language: str, subject: str = "", body: str = ""
) -> Done[MessageText | None]:
    """Say in which words people hear of an event of a run, in one language; both empty: in those that are shipped.

    What stands in braces is filled in. Invalid for an event or a language that there is not, for one of the two left
    empty, and for something in braces that cannot be filled in at this event. Letters that are written already stay.
    """
    project = here(context)
    known = texts_of(project)
    if language not in known.languages():
        spoken = ", ".join(known.languages())
        raise Invalid(f"“{language[:20]}” is no language of messages; expected one of {spoken}.")
    rows = MessageText.objects.filter(project=project, event=event, language=language)
    old = rows.first()
    before = {"subject": old.subject, "body": old.body} if old else None
    told = Subject("run-message", f"{event}/{language}", event)
    if not subject.strip() and not body.strip():
        rows.delete()
        return Done.one(None, told, before=before, after=None)
    check_text(event, subject, body)
    values = {"subject": " ".join(text(subject).split()), "body": text(body)}
    made, _new = MessageText.objects.update_or_create(project=project, event=event, language=language, defaults=values)
    return Done.one(made, told, before=before, after=values)


#: How the ledger names events of runs that were told.
OCCASION = "run-occasion"


def occasion_of(run: Run, key: str) -> str:
    """The name of an occasion of a run in the ledger: the same for as long as it lasts."""
    return f"{run.ref}/{hashlib.sha256(f'{run.edition} {key}'.encode()).hexdigest()[:24]}"


@action(policy=policies.MAY_TELL, record=audit.OCCASION_TOLD)
def tell_occasion(context: Context, run: Run, *, key: str, event: str, step: str, subject: str, body: str) -> Done[Run]:
    """Note an event of a run in the ledger, in the words in which people are told, so that webhooks hear of it.

    Nothing where that occasion was noted already.
    """
    now = fresh(context, run)
    name = occasion_of(now, key)
    if touching(here(context), [(OCCASION, name)], (), most=1):
        return Done.nothing(now)
    facts = {"run": now.ref, "event": event, "step": step, "subject": subject, "body": body}
    return Done.one(now, Subject(OCCASION, name, subject), before=None, after=facts)

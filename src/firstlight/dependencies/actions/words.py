"""The word of providers: given by their link, taken down by somebody of the project, or brought in by a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from firstlight.assurance.policies import MAY_RECORD
from firstlight.contracts.events import ProviderSilent
from firstlight.contracts.tables import Problem
from firstlight.dependencies import audit, policies, stores
from firstlight.dependencies.actions.register import slip_of
from firstlight.dependencies.hits import hits_of
from firstlight.dependencies.models import Dependency, ProviderWord
from firstlight.dependencies.queries import asked_by_link, go_live_day, is_due, promise_of, seen_of
from firstlight.dependencies.rules import words as rules
from firstlight.dependencies.rules.standing import day, slipped
from firstlight.dependencies.rules.words import Said
from firstlight.kernel.actions import Changed, Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.kernel.sheets import RowChange
from firstlight.workspace.models import GuestLink
from firstlight.workspace.queries import here, today_in, zone_of

#: When in a day something was said of which only the day is known.
_NOON = time(12)


@action(policy=policies.MAY_GIVE_WORD, record=audit.WORD_GIVEN)
def give_word(context: Context, link: GuestLink, *, ref: str, said: Said, seen: str) -> Done[ProviderWord]:
    """A provider says by its link how one of its dependencies stands. `seen` is what its page showed.

    NotFound where the link does not ask for that dependency, or no longer does; Conflict when something else was said
    since the page was shown; Invalid for what cannot be said.
    """
    project = here(context)
    if link.project_id != project.pk:
        raise NotFound("There is nothing here.")
    row = asked_by_link(project, link).filter(ref=ref, in_scope=True).first()
    if row is None:
        raise NotFound("This is no longer waited for. Nothing was changed.", code="not-waited-for")
    if row.delivered_on is not None:
        raise Conflict(f"It was recorded as delivered on {day(row.delivered_on)}; no word is needed any more.")
    if seen != seen_of(row):
        raise Conflict("Something else was said while this page was open. Look at it, and answer again.", code="moved")
    return _spoken(context, row, said, by=link.label or row.provider or f"Guest link {link.ref}", at=context.now)


@action(policy=policies.MAY_EDIT_DEPENDENCIES, record=audit.WORD_TAKEN_DOWN)
def take_down_word(
    context: Context, dependency: Dependency, *, said: Said, by: str = "", on: date | None = None
) -> Done[ProviderWord]:
    """Write down what a provider said in a call or a mail: `by` whom, and `on` which day, today where it is not said.

    An older word is kept and moves nothing that was said later. Invalid for what cannot be said, or a day to come.
    """
    project, today = here(context), today_in(context)
    if dependency.project_id != project.pk:
        raise NotFound("There is no such dependency.")
    if on is not None and on > today:
        raise _invalid("on", f"{day(on)} is still to come; say the day on which it was said.", on)
    row = Dependency.objects.get(pk=dependency.pk)
    at = context.now if on in (None, today) else datetime.combine(on or today, _NOON, zone_of(project))
    by = by.strip() or row.contact or row.provider or row.title
    return _spoken(context, row, said, by=by[:300], at=at, taken_down_by=context.actor.name)


@action(policy=policies.MAY_WATCH, record=audit.PROVIDER_REMINDED)
def remind_provider(context: Context, dependency: Dependency) -> Done[bool]:
    """Have a silent provider reminded, once in as many days as it may be silent. False where it was lately.

    Publishes `ProviderSilent`; whoever writes letters writes one.
    """
    project, today = here(context), today_in(context)
    row = Dependency.objects.filter(pk=dependency.pk, project=project).first()
    if row is None:
        raise NotFound("There is no such dependency.")
    if not is_due(row, today):
        return Done.nothing(False)
    before = {"reminded_on": row.reminded_on}
    if Dependency.objects.filter(pk=row.pk, **before).update(reminded_on=today) != 1:
        return Done.nothing(False)
    silent = (today - row.confirmed_on).days if row.confirmed_on else 0
    event = ProviderSilent(project.uid, dependency=row.ref, days=silent, day=today.isoformat())
    subject = Subject("dependency", row.ref, row.title)
    return Done.one(True, subject, before=before, after={"reminded_on": today}, events=[event])


@action(policy=MAY_RECORD, record=audit.WORDS_RECORDED)
def record_words(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record words that were given elsewhere. The register is not touched: it says itself what holds.

    Invalid for every change and removal: a word stays.
    """
    problems = [
        change.row.problem("the word of a provider is never changed and never removed.", column="ref")
        for change in changes
        if change.before is not None
    ]
    if problems:
        raise Invalid("Some words cannot be what they say.", problems=tuple(problems))
    return Done(len(changes), stores.words.write(project, changes))


def _spoken(
    context: Context, row: Dependency, said: Said, *, by: str, at: datetime, taken_down_by: str = ""
) -> Done[ProviderWord]:
    project, today = here(context), today_in(context)
    name, sentence = rules.amiss(said, row.promised, today)
    if sentence:
        raise _invalid(name, sentence, {"kind": said.kind, "day": said.day}.get(name, ""))
    refs = ProviderWord.objects.filter(dependency=row).values_list("ref", flat=True)
    word = ProviderWord.objects.create(
        project=project,
        ref=rules.next_ref(row.ref, refs),
        dependency=row,
        kind=said.kind,
        promised=rules.day_of(said, row.promised),
        note=said.note.strip(),
        said=at,
        by=by,
        taken_down_by=taken_down_by,
    )
    facts = {"kind": word.kind, "promised": word.promised, "note": word.note, "by": by, "said": at}
    subject = Subject("provider-word", word.ref, f"{row.ref} {row.title}: {_in_words(said)}")
    heard = at.astimezone(zone_of(project)).date()
    if row.confirmed_on is not None and heard < row.confirmed_on:
        return Done(word, (Changed(subject, None, facts),))
    return _moved(project, row, word, (subject, facts), {"promised": rules.promise_after(said, row.promised),
                                                         "confirmed_on": heard})  # fmt: skip


def _moved(
    project: ProjectLike, row: Dependency, word: ProviderWord, told: tuple[Subject, Mapping[str, Any]],
    after: Mapping[str, Any],
) -> Done[ProviderWord]:  # fmt: skip
    """The word, and the register as it is after it."""
    before = {name: getattr(row, name) for name in after}
    go_live = go_live_day(project)
    promise = promise_of(row, go_live)
    if Dependency.objects.filter(pk=row.pk, **before).update(**after) != 1:
        raise Conflict("Somebody changed this dependency at the same moment. Look at it, and say it again.")
    for name, value in after.items():
        setattr(row, name, value)
    now, events = promise_of(row, go_live), []
    if slipped(promise, now) and now.needed_by:
        events.append(slip_of(project, row, now.needed_by, hits_of(project, [row], go_live)[row.pk]))
    changes = [Changed(told[0], None, told[1])]
    differing = [name for name in after if before[name] != after[name]]
    if differing:
        subject = Subject("dependency", row.ref, row.title)
        was, now_is = ({name: side[name] for name in differing} for side in (before, after))
        changes.append(Changed(subject, was, now_is))
    return Done(word, tuple(changes), tuple(events))


def _in_words(said: Said) -> str:
    when = day(said.day) if said.day else ""
    return {rules.STANDS: "the date stands", rules.MOVED: f"the date moves to {when}"}.get(
        said.kind, f"delivered on {when}"
    )


def _invalid(name: str, sentence: str, value: object) -> Invalid:
    return Invalid(sentence, problems=(Problem("", sentence, column=name, value=str(value or "")),))

"""The PowerPoint file: the verdict, why, the areas, who signed, what is done about it, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from io import BytesIO
from typing import Any

from firstlight.readiness.comparing import Difference
from firstlight.reporting.decision_pack import characters, decided, office, words
from firstlight.reporting.decision_pack.deck import Cell, Column, Deck, Row, Words
from firstlight.reporting.decision_pack.slide_areas import add_areas
from firstlight.reporting.decision_pack.slide_verdict import add_verdict, risk_rows
from firstlight.reporting.decision_pack.summary import Reason, Summary, assessment_line, summarise

#: A sentence on a slide is read from across a room; the PDF and the workbook have the rest.
LONGEST_SENTENCE, LONGEST_TITLE, LONGEST_NAME = 320, 140, 80


def make(
    document: Mapping[str, Any],
    *,
    since: Sequence[Difference] | None = None,
    since_as_of: str | None = None,
    template: bytes | None = None,
    number: int | None = None,
) -> bytes:
    """The bytes of the deck: native texts, tables and a native chart, each with an alternative text.

    `template` is a presentation whose masters, type and colours are kept. Raises Invalid for one that cannot be.
    """
    given: dict[str, Any] = characters.mapped(document, characters.legible)
    summary = summarise(given)
    zone = given["project"]["time_zone"]
    deck = Deck(summary.title, assessment_line(document, number), template)
    add_verdict(deck, summary)
    add_reasons(deck, summary)
    add_decision(deck, given.get("decision"))
    add_areas(deck, summary)
    add_signatures(deck, given["signatures"])
    add_risks(deck, summary)
    add_actions(deck, given["actions"])
    if since is not None:
        add_changes(deck, since, words.moment(since_as_of, zone))
    out = BytesIO()
    deck.file.save(out)
    return office.settled(out.getvalue(), words.instant(document["as_of"]).astimezone(UTC))


def status(mark: str) -> Words:
    """Glyph and word of a mark or of the state of a signature; what is met stays quiet."""
    ink = {"valid": "met", "missing": "unknown", "not-applicable": "text-3"}.get(mark, mark)
    text = f"{words.GLYPHS.get(mark, '')} {words.any_word(mark)}".strip()
    return Words(text, bold=ink not in ("met", "text-3"), ink=ink)


def add_reasons(deck: Deck, summary: Summary) -> None:
    """What stands in the way, then all that is lighter."""
    columns = (Column("Status", 104), Column("Check", 300), Column("Why", 468))
    blocking = summary.blocking
    lighter = [one for one in summary.reasons if not one.blocks]
    if blocking:
        title = f"What stands in the way: {words.count(len(blocking), 'check')}"
        deck.table(title, columns, [_reason(one) for one in blocking], meaning="Reasons that make it a no-go")
    if lighter:
        title = f"{'Besides' if blocking else 'What it rests on'}: {words.count(len(lighter), 'reason')}"
        deck.table(title, columns, [_reason(one) for one in lighter], meaning="Reasons that do not block")
    if not summary.reasons:
        slide = deck.slide("Nothing stands in the way")
        deck.text(slide, (44, 100, 760, 60), (Words(summary.lede),), 18)


def _reason(one: Reason) -> Row:
    kind = [Words("Accepted risk", ink="text-2")] if one.kind == "accepted" else []
    return (
        (status(one.mark), *kind),
        (Words(words.cut(one.title, LONGEST_TITLE), bold=True), *_quiet(one.area)),
        (Words(words.cut(one.sentence, LONGEST_SENTENCE)),),
    )


def _quiet(text: str) -> tuple[Words, ...]:
    return (Words(words.cut(text, LONGEST_TITLE), ink="text-2"),) if text else ()


def add_decision(deck: Deck, decision: Mapping[str, Any] | None) -> None:
    """The decision that holds: its conditions with owner and date, the dissent in its own words, the votes."""
    if not decision:
        return
    columns = (Column("", 86), Column("In words", 440), Column("Who", 190), Column("Day", 156))
    rows: list[Row] = [
        ((Words("Decision", bold=True),), (Words(words.cut(decision["statement"], LONGEST_SENTENCE)),),
         (Words(words.cut(decision["presider"], LONGEST_NAME)),), (Words(words.day(decision["closed"])),)),
        *(_kept(one) for one in decided.kept(decision)),
    ]  # fmt: skip
    title = words.cut(decided.heading(decision), LONGEST_TITLE)
    deck.table(title, columns, rows, meaning="What was decided, with conditions, dissent and votes")


def _kept(one: decided.Kept) -> Row:
    state = (Words(one.state, bold=one.mark == "unmet", ink=one.mark or "text-2"),) if one.state else ()
    longest = 900 if one.kind == "Dissent" else LONGEST_SENTENCE
    return (
        (Words(one.kind, bold=one.kind != "Vote"),),
        (Words(words.cut(one.text, longest)),),
        (Words(words.cut(one.who, LONGEST_NAME)),),
        (Words(f"by {one.when}" if one.kind == "Condition" else one.when), *state),
    )


def add_signatures(deck: Deck, signatures: Sequence[Mapping[str, Any]]) -> None:
    """Stale ones first, with what changed since."""
    counted = {state: sum(one["state"] == state for one in signatures) for state in words.STATES}
    title = f"Signatures: {words.joined(f'{number} {state}' for state, number in counted.items())}"
    if not signatures:
        slide = deck.slide("Signatures")
        deck.text(slide, (44, 100, 760, 60), (Words("None is asked for and none was given."),), 16)
        return
    columns = (
        Column("Status", 86),
        Column("What", 240),
        Column("Who", 190),
        Column("Signed", 92),
        Column("Changed since", 264),
    )
    order = sorted(signatures, key=lambda one: ("stale", "missing", "valid").index(one["state"]))
    deck.table(title, columns, [_signature(one) for one in order], meaning="Signatures asked for or given")


def _signature(one: Mapping[str, Any]) -> Row:
    differences = [words.cut(sentence, 110) for sentence in one["differences"][:2]]
    more = len(one["differences"]) - len(differences)
    since: Cell = [Words(sentence) for sentence in differences]
    if more > 0:
        since = [*since, Words(f"and {words.count(more, 'more change')}", ink="text-2")]
    person = words.cut(one["person"] or "nobody yet", LONGEST_NAME)
    return (
        (status(one["state"]),),
        (Words(words.cut(one["title"], LONGEST_TITLE), bold=one["state"] != "valid"),),
        (Words(person), Words(one["role_title"], ink="text-2")),
        (Words(words.day(one["signed"])),),
        since,
    )


def add_risks(deck: Deck, summary: Summary) -> None:
    """Every accepted risk with its reason in full words, where the first slide may have been short."""
    if summary.accepted:
        columns, rows = risk_rows(summary, LONGEST_SENTENCE)
        title = f"Accepted risks: {len(summary.accepted)}"
        deck.table(title, columns, rows, meaning="Accepted risks with person, reason and expiry")


def add_actions(deck: Deck, actions: Sequence[Mapping[str, Any]]) -> None:
    """Overdue ones first."""
    late = sum(one["overdue"] for one in actions)
    title = f"Actions: {len(actions)} open{f', {late} overdue' if late else ''}"
    if not actions:
        slide = deck.slide("Actions")
        deck.text(slide, (44, 100, 760, 60), (Words("No action is open."),), 16)
        return
    columns = (
        Column("Action", 70),
        Column("What", 410),
        Column("Owner", 170),
        Column("Priority, risk", 122),
        Column("Due", 100),
    )
    order = sorted(actions, key=lambda one: (not one["overdue"], one["due"] or "9999", one["ref"]))
    deck.table(title, columns, [_action(one) for one in order], meaning="Open actions with owner and due date")


def _action(one: Mapping[str, Any]) -> Row:
    said = words.named(words.ACTION_STATES, one["state"])
    state = Words("Overdue", bold=True, ink="unmet") if one["overdue"] else Words(said, ink="text-2")
    return (
        (Words(words.cut(one["ref"], 30)),),
        (Words(words.cut(one["title"], 200)), *_quiet(one["check"])),
        (Words(words.cut(one["owner"] or "nobody yet", LONGEST_NAME)),),
        (Words(f"{one['priority'].capitalize()}, {one['risk']}"),),
        (Words(words.day(one["due"]) or "no date"), state),
    )


def add_changes(deck: Deck, since: Sequence[Difference], as_of: str) -> None:
    """What got worse, what got better, the rest."""
    title = f"What changed since {as_of}" if as_of else "What changed"
    if not since:
        slide = deck.slide(title)
        deck.text(slide, (44, 100, 760, 60), (Words("Nothing changed."),), 16)
        return
    columns = (Column("", 70), Column("What", 280), Column("From, to", 142), Column("In words", 380))
    deck.table(title, columns, list(_changes(since)), meaning="Differences to the earlier assessment")


def _changes(since: Sequence[Difference]) -> Iterator[Row]:
    for one in since:
        way, ink = {True: ("Better", "met"), False: ("Worse", "unmet"), None: ("Other", "text-2")}[one.better]
        both = [words.any_word(one.before), words.any_word(one.after)]
        yield (
            (Words(way, bold=one.better is False, ink=ink),),
            (Words(words.cut(characters.legible(one.title), LONGEST_TITLE), bold=True),),
            (Words(" → ".join(filter(None, both))),),
            (Words(words.cut(characters.legible(one.sentence), LONGEST_SENTENCE)),),
        )

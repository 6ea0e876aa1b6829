"""The verdict as a terminal shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from firstlight.cli.showing import GLYPHS, bold, coloured, wrapped
from firstlight.cli.times import shown
from firstlight.contracts.standing import Word

if TYPE_CHECKING:
    from firstlight.intake.folder import LoadedFolder

#: Up to so many reasons are told in full. Where there are more, what is merely unknown is listed by area, a line each.
MOST_REASONS = 20


def show_verdict(document: dict[str, Any], loaded: LoadedFolder, since: dict[str, Any] | None) -> None:
    """Print the verdict with its reasons, the areas, what was left aside."""
    project = document["project"]
    name = f"{project['organisation']}, {project['name']}" if project["organisation"] else project["name"]
    print(bold(name))
    print(f"Judged as of {shown(document['as_of'])}{loaded.why_then}")
    packs = [f"{one['ref']} {one['version']}" for one in document["packs"]]
    print(f"By {', '.join(packs)}\n")
    word = Word(document["verdict"])
    print(f"  {coloured(bold(word.aloud.upper()), word.value)}  {lede(document)}\n")
    show_reasons(document)
    if since:
        show_changes(since, document)
    show_areas(document)
    show_signatures(document)
    show_asides(document, loaded)


def lede(document: dict[str, Any]) -> str:
    """The verdict in one sentence."""
    reasons = document["reasons"]
    blocking = sum(reason["blocks"] for reason in reasons)
    if blocking:
        stand = "1 mandatory check stands" if blocking == 1 else f"{blocking} mandatory checks stand"
        return f"{stand} in the way."
    if reasons:
        count = "1 thing is" if len(reasons) == 1 else f"{len(reasons)} things are"
        return f"Nothing stands in the way, but {count} open, accepted or no longer covered by a signature."
    return "Every mandatory check is met and every signature covers what is there."


def show_reasons(document: dict[str, Any]) -> None:
    """Every reason: in full, or where there are many of them, those that are only unknown as one line by area."""
    areas = {area["ref"]: area["title"] for area in document["areas"]}
    reasons = document["reasons"]
    short = [one for one in reasons if one["kind"] == "unknown"] if len(reasons) > MOST_REASONS else []
    for reason in reasons:
        if reason in short:
            continue
        kind = reason["kind"] if reason["kind"] in GLYPHS else reason["status"]
        mark = coloured(f"{GLYPHS.get(kind, '•')} {reason['kind'].capitalize():<9}", reason["status"])
        print(f"  {mark} {bold(reason['title'] or 'Checklist')}")
        print(f"              {wrapped(reason['sentence'], 14)}")
        for more in more_about(document, reason):
            print(f"              {wrapped(more, 14)}")
        if reason["check"]:
            print(f"              {areas.get(reason['area'], reason['area'])} · {reason['check']}")
    if short:
        mark = coloured(f"{GLYPHS['unknown']} Unknown", "unknown")
        print(f"\n  {mark}, {len(short)} checks:")
    for area, title in areas.items():
        unknown = [one for one in short if one["area"] == area]
        if unknown:
            print(f"\n    {bold(title)}")
        for one in unknown:
            print(f"      {one['title']}")
            print(f"        {wrapped(one['sentence'], 8)}")
    if reasons:
        print()


def more_about(document: dict[str, Any], reason: dict[str, Any]) -> list[str]:
    """For what is unmet, the second sentence of the check too: it mostly names the records."""
    if reason["kind"] != "unmet":
        return []
    found = next((c for area in document["areas"] for c in area["checks"] if c["ref"] == reason["check"]), None)
    return list(found["reasons"][1:2]) if found else []


def show_changes(since: dict[str, Any], document: dict[str, Any]) -> None:
    """What changed since an earlier assessment."""
    from firstlight.readiness.comparing import compare

    changes = compare(since, document)
    print(bold(f"Since {shown(since['as_of'])}"))
    for one in changes:
        mark = {True: "better", False: "worse ", None: "other "}[one.better]
        print(f"  {mark}  {one.title}: {wrapped(one.sentence, 10)}")
    print("  Nothing changed.\n" if not changes else "")


def show_areas(document: dict[str, Any]) -> None:
    """One line an area."""
    width = max(len(area["title"]) for area in document["areas"]) if document["areas"] else 0
    print(bold("Areas"))
    for area in document["areas"]:
        counted = [check for check in area["checks"] if check["status"] != "not-applicable"]
        met = sum(check["mark"] == "met" for check in counted)
        word = area["status"].replace("-", " ").capitalize()
        mark = coloured(f"{GLYPHS[area['status']]} {word:<14}", area["status"])
        print(f"  {mark} {area['title']:<{width}}  {met:>3} of {len(counted):>3} checks met")
    print()


def show_signatures(document: dict[str, Any]) -> None:
    """Signatures that are not valid, with what changed."""
    signatures = document["signatures"]
    if not signatures:
        return
    count = {state: sum(one["state"] == state for one in signatures) for state in ("valid", "stale", "missing")}
    print(bold("Signatures") + f"  {count['valid']} valid, {count['stale']} stale, {count['missing']} missing")
    for one in signatures:
        if one["state"] == "stale":
            who = f"{one['person']} as {one['role_title'].lower()}"
            print(f"  {coloured('↺ Stale', 'stale')}  {who} on {one['title']}, signed {shown(one['signed'])}")
            for sentence in one["differences"][:5]:
                print(f"           {wrapped(sentence, 11)}")
            if len(one["differences"]) > 5:
                print(f"           … and {len(one['differences']) - 5} more differences.")
    print()


def show_asides(document: dict[str, Any], loaded: LoadedFolder) -> None:
    """What was read otherwise than expected, and what was not read at all."""
    for note in loaded.notes:
        print(f"Note: {wrapped(note, 6)}")
    if document["ignored"]:
        print(bold("Left aside"))
        for one in document["ignored"]:
            print(f"  {one['file']}: {one['reason']}")
    print(f"Ledger: {document['ledger']['entries']:,} entries, head {document['ledger']['head'][:16]}…")

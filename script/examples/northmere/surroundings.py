"""The rules that bind the solution, each with what follows from it and by what it is followed."""

from __future__ import annotations

from collections.abc import Iterator

from northmere.outline import Outline, Requirement
from northmere.timeline import Entry, at

#: Requirements of which feature and result were not in writing before 9 November.
UNWRITTEN = ("R-182", "R-184", "R-188", "R-208", "R-265")
FIRST, WRITTEN = at("2026-10-12 12:00"), at("2026-11-09 12:00")
FIRST_REGISTER, REGISTER = "2026-10-12 register of rules.csv", "2026-11-09 register of rules.csv"
#: Rules that the company has given itself, by requirement.
OF_THE_COMPANY = {"R-138": "Signing rules of Northmere Foods: two people above 500 euros"}


def regulations(outline: Outline) -> Iterator[Entry]:
    """Each rule once, with every requirement in scope that follows from it."""
    titles = {one.ref: one.title for one in outline.processes}
    found: dict[str, list[Requirement]] = {}
    for one in outline.requirements:
        rule = one.regulation or OF_THE_COMPANY.get(one.ref, "")
        if rule and not one.rollout:
            found.setdefault(rule, []).append(one)
    for number, (rule, following) in enumerate(sorted(found.items()), 1):
        level, where = _where(rule)
        values = {
            "ref": f"L-{number:02}", "title": rule, "level": level, "where": where,
            "requirements": tuple(sorted(one.ref for one in following)),
            "feature": "; ".join(sorted({f"{titles[one.process]} ({one.process})" for one in following})),
            "documents": REGISTER, "owner": following[0].owner,
        }  # fmt: skip
        unwritten = any(one.ref in UNWRITTEN for one in following)
        before = {"documents": "" if unwritten else FIRST_REGISTER}
        yield Entry(values | before, FIRST, ((WRITTEN, values),))


def _where(rule: str) -> tuple[str, str]:
    if rule in OF_THE_COMPANY.values():
        return "company", "Northmere Foods"
    return ("country", "Germany") if "Germany" in rule else ("industry", "European Union")


def register_of_rules(outline: Outline, written: bool) -> str:
    """Each rule with the feature that meets it and the cases that show it."""
    open_ones = () if written else UNWRITTEN
    lines = ["requirement | rule | feature in process | cases | in writing"]
    for one in outline.requirements:
        rule = one.regulation or OF_THE_COMPANY.get(one.ref, "")
        if rule and not one.rollout:
            cases = ", ".join(case.ref for case in outline.cases if one.ref in case.requirements)
            state = "no" if one.ref in open_ones else "yes"
            lines.append(f"{one.ref} | {rule} | {one.process} | {cases} | {state}")
    return "\n".join(lines)

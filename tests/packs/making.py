"""Small packs for tests."""

from __future__ import annotations

CHECK = """\
      - ref: {area}.{name}
        title: {title}
        obligation: {obligation}
        what: Look at the bus and at its driver.
        why: Nobody walks home at four in the morning.
        outcome: A bus stands at the door at four.
        risk: People sleep on the floor of the office.
        mitigation: Order taxis and keep the receipts.
        source: {{document: GL, heading: Cutover}}
        answers: ["GL:cutover#1"]
        judged_by: {judged_by}
"""

ATTESTED = "{attestation: {by: [project-lead], expires_after_days: 30, evidence: optional}}"


def check_text(
    name: str = "bus",
    *,
    area: str = "night",
    title: str = "A bus runs at night",
    obligation: str = "mandatory",
    judged_by: str = ATTESTED,
    more: str = "",
) -> str:
    """One check; `more` is further lines of it."""
    return CHECK.format(area=area, name=name, title=title, obligation=obligation, judged_by=judged_by) + more


def pack_text(
    *checks: str, ref: str = "night-shift", version: str = "2026.1", area: str = "night", more: str = ""
) -> str:
    """A pack with one area; without checks it has one."""
    head = (
        f"schema: firstlight/pack/1\nref: {ref}\nversion: '{version}'\ntitle: Night shift\n"
        "summary: What has to be there for those who work at night.\n"
        "documents: {GL: {title: Go-live checklist}}\n"
        f"areas:\n  - ref: {area}\n    title: Night\n    lead: project-lead\n"
        "    about: What people need who work at night.\n    checks:\n"
    )
    return head + "".join(checks or (check_text(area=area),)) + more

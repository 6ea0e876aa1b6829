"""What a project says of itself, the other way round: from what is stored to a profile, and to project.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from firstlight.workspace.models import Party, Project
from firstlight.workspace.order_of_tests import BESIDE_UAT, SUPER_USERS
from firstlight.workspace.profile import SCHEMA, PartyFacts, PhaseFacts, Profile
from firstlight.workspace.sight import seen_by


def profile_of(project: Project, *, packs: Iterable[str] = (), as_of: datetime | None = None) -> Profile:
    """The profile of a stored project. Two queries. `packs` are the pinned versions, which another layer knows."""
    start, end = project.window_start, project.window_end
    return Profile(
        name=project.name,
        slug=project.slug,
        organisation=project.organisation,
        product=project.product,
        approach=project.approach,
        time_zone=project.time_zone,
        go_live=project.go_live,
        window=(start, end) if start and end else None,
        users_at_go_live=project.users_at_go_live,
        next_committee=project.next_committee,
        phases=tuple(PhaseFacts(one.ref, one.title, one.start, one.end) for one in project.phases.all()),
        parties=tuple(_party_facts(one) for one in project.parties.order_by("ref")),
        packs=tuple(packs),
        required_tests=tuple(project.required_tests),
        answers=dict(project.profile),
        as_of=as_of,
        consent_needed=project.consent_needed,
        performance_order=project.performance_order,
        trained_before_uat=project.trained_before_uat,
    )


def _party_facts(party: Party) -> PartyFacts:
    return PartyFacts(party.ref, party.name, party.kind, tuple(sorted(seen_by(party.kind, party.sees))))


def profile_yaml(profile: Profile) -> str:
    """project.yaml of a profile, which reads back as the same profile. Keys always stand in the same order."""
    zone = ZoneInfo(profile.time_zone)
    window = profile.window
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "name": profile.name,
        "slug": profile.slug,
        "organisation": profile.organisation,
        "product": profile.product,
        "approach": profile.approach,
        "time_zone": profile.time_zone,
        "as_of": _at(profile.as_of, zone),
        "go_live": _at(profile.go_live, zone),
        "cutover_window": {"start": _at(window[0], zone), "end": _at(window[1], zone)} if window else None,
        "users_at_go_live": profile.users_at_go_live,
        "next_committee": _at(profile.next_committee, zone),
        "phases": [_phase(one) for one in profile.phases],
        "parties": [_party(one) for one in profile.parties],
        "consent_needed": profile.consent_needed,
        "packs": list(profile.packs),
        "required_tests": list(profile.required_tests),
        "performance_order": "" if profile.performance_order == BESIDE_UAT else profile.performance_order,
        "trained_before_uat": "" if profile.trained_before_uat == SUPER_USERS else profile.trained_before_uat,
        "profile": profile.answers,
    }
    said = {key: value for key, value in data.items() if value not in (None, "", [], {})}
    text: str = yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=120, default_flow_style=False)
    return text


def _phase(one: PhaseFacts) -> dict[str, str]:
    end = {"end": one.end.isoformat()} if one.end else {}
    return {"ref": one.ref, "title": one.title, "start": one.start.isoformat(), **end}


def _party(one: PartyFacts) -> dict[str, Any]:
    sees = {} if one.sees is None else {"sees": list(one.sees)}
    return {"ref": one.ref, "name": one.name, "kind": one.kind, **sees}


def _at(instant: datetime | None, zone: ZoneInfo) -> str | None:
    if instant is None:
        return None
    whole = not instant.second and not instant.microsecond
    return instant.astimezone(zone).isoformat(sep=" ", timespec="minutes" if whole else "auto")

"""Documents that are hard to print: changed since, hostile, endless, nearly empty."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

from tests.reporting.sample import AS_OF, DIRE, at, document

#: Would read a file, run a program or turn the page if anything ran it.
MARKUP = '#read("/etc/passwd") $x$ *b* _i_ `r` <lbl> @ref // c /* d */ = H'
FORMULA = "=cmd|' /C calc'!A0"
LONG_WORD = "Donaudampfschifffahrtsgesellschaft" * 9
SENTENCE = "The bank interface answers after 3.4 s at peak load and the agreed limit is 2.0 s. " * 6
HEBREW, ARABIC, JAPANESE, FACE = "שלום עולם", "مرحبا بالعالم", "山田太郎", "\N{GRINNING FACE}"
CONTROLS = "bell\x07 null\x00 half\ud800 turned\u202ehere"


def earlier(new: dict[str, Any]) -> dict[str, Any]:
    """A document of two weeks before: some checks stood better, some worse, one signature was still valid."""
    old = copy.deepcopy(new)
    old["as_of"] = at(AS_OF - timedelta(days=14))
    old["verdict"] = "conditional" if new["verdict"] == "no-go" else "no-go"
    checks = [check for area in old["areas"] for check in area["checks"] if not check["rolls_up"]]
    for check in checks[::7]:
        check["mark"] = {"met": "partly", "partly": "unknown", "unknown": "met", "unmet": "met"}.get(
            check["mark"], check["mark"]
        )
    for one in old["signatures"][:1]:
        one["state"] = "valid"
    return old


def with_risks(made: dict[str, Any], many: int) -> dict[str, Any]:
    """The same with that many accepted risks, each by another person with a long reason."""
    first = made["accepted_risks"][0]
    made["accepted_risks"] = [
        {**first, "title": f"Risk {number} of the rollout", "person": f"Person {number}", "reason": SENTENCE}
        for number in range(many)
    ]
    return made


def with_condition(made: dict[str, Any], sentence: str) -> dict[str, Any]:
    """The same with an open condition of an earlier decision."""
    made["reasons"].append(
        {"check": "", "title": "", "area": "", "status": "partly", "kind": "condition", "blocks": False}
        | {"sentence": sentence}
    )
    return made


def with_decision(made: dict[str, Any]) -> dict[str, Any]:
    """The same after a conditional go with two votes and one dissent."""
    at = "2026-11-19T16:11:00+01:00"
    votes = [
        {"person": "Emil Strand", "role": "executive-sponsor", "role_title": "Executive sponsor", "vote": "conditional",
         "reason": "Waiting costs more.", "cast": at},
        {"person": "Anna Prahl", "role": "approver", "role_title": "Approver", "vote": "no-go", "reason": "See below.",
         "cast": at},
    ]  # fmt: skip
    made["decision"] = {
        "ref": "D-1", "title": "Go or no-go", "outcome": "conditional", "statement": "We go, and say what we carry.",
        "presider": "Emil Strand", "closed": at, "votes": votes, "accepted": [], "voters": 3,
        "conditions": [
            {"ref": "D-1/1", "text": "The night shift is trained", "owner": "Change manager", "due": "2026-12-04",
             "action": "D-1-C1", "state": "open"},
        ],
        "dissents": [{"person": "Anna Prahl", "title": "Warehouse lead", "text": "One more week costs less.",
                      "recorded": at}],
    }  # fmt: skip
    return made


def hostile() -> dict[str, Any]:
    """Everything that people write, everywhere they can write. Four areas, since they make sixty pages already."""
    made = document(DIRE)
    made["areas"] = made["areas"][:4]
    made["project"] |= {"organisation": f"{MARKUP} " * 3, "name": LONG_WORD[:200], "time_zone": "../../etc/passwd"}
    texts = ([MARKUP, SENTENCE], [LONG_WORD, HEBREW, ARABIC], [f"{FACE} {JAPANESE} {CONTROLS}\n\nline\ttab", FORMULA])
    for area in made["areas"]:
        area["about"] = SENTENCE
        for number, check in enumerate(area["checks"]):
            check["reasons"] = texts[number % 3]
            check["records"] = [{"kind": "requirement", "ref": "R", "text": "https://example.org/" + "path/" * 60}] * 12
            check["title"] = f"{MARKUP} {number}" if number % 4 == 0 else check["title"]
            if check["attestation"]:
                check["attestation"]["person"] = "Maximiliane " * 16
    for reason in made["reasons"]:
        reason["sentence"] = SENTENCE
    for risk in made["accepted_risks"]:
        risk |= {"person": "Bartholomäus " * 15, "reason": f"{FORMULA} {SENTENCE}", "job": MARKUP}
    made["signatures"][0] |= {
        "state": "stale",
        "person": LONG_WORD[:200],
        "statement": FORMULA,
        "differences": [f"Changed since: REQ-{number}, from “{LONG_WORD}” to “{MARKUP}”" for number in range(200)],
    }
    for action in made["actions"]:
        action |= {"title": f"{FORMULA} {SENTENCE}", "owner": LONG_WORD[:200]}
    made["ignored"] = [{"file": "deep/" * 40 + f"{number}.bin", "reason": FORMULA} for number in range(60)]
    return made


def bare() -> dict[str, Any]:
    """A project of which next to nothing is known."""
    made = document()
    made["project"] |= {"organisation": "", "product": "", "approach": "", "go_live": None, "next_committee": None}
    made["project"] |= {"cutover_window": [None, None], "users_at_go_live": None, "time_zone": "UTC", "phases": []}
    sentence = "There is no mandatory check to judge by, so nothing is known."
    nothing = {"check": "", "title": "", "area": "", "status": "unknown", "kind": "nothing", "blocks": True}
    return made | {
        "verdict": "no-go",
        "pack": None,
        "packs": [],
        "areas": [],
        "accepted_risks": [],
        "signatures": [],
        "actions": [],
        "reasons": [{**nothing, "sentence": sentence}],
    }

"""The operations by subject, in the order in which they are described."""

from __future__ import annotations

from importlib import import_module

from firstlight.api.operations import (
    assessments,
    checks,
    evidence,
    imports,
    ledger,
    packs,
    performance,
    plan_files,
    plans,
    projects,
    records,
    run_papers,
    runs,
    sheets,
    signing,
    slide_template,
    tests,
    tokens,
    webhooks,
)

ROUTERS = (
    ("Projects", projects.router),
    ("Lists", sheets.router),
    ("Imports", imports.router),
    ("Readiness", checks.router),
    ("Evidence", evidence.router),
    ("Signatures", signing.router),
    ("Assessments", assessments.router),
    ("Template of the slides", slide_template.router),
    ("Tests", tests.router),
    ("Performance", performance.router),
    ("Plans", plan_files.router),
    ("Plans", plans.router),
    ("Runs", runs.router),
    ("Runs", run_papers.router),
    ("Packs", packs.router),
    ("Ledger", ledger.router),
    ("Records", records.router),
    ("Webhooks", webhooks.router),
    ("Tokens", tokens.router),
    # Last: it takes up what no other operation reaches.
    ("Actions", import_module("firstlight.api.operations.doing").router),
)

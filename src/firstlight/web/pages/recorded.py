"""What the fields of the ledger are called: as the columns of lists are, and as they are called here."""

from __future__ import annotations

from functools import cache

from django.utils.translation import get_language, gettext, gettext_noop

from firstlight.kernel.sheets import sheets
from firstlight.web import wording

#: What actions record besides the columns of lists, by name. A test holds that it is complete.
FIELDS: dict[str, str] = {
    "account": gettext_noop("Account"),
    "actions": gettext_noop("Actions"),
    "address_digest": gettext_noop("Digest of the address"),
    "apps": gettext_noop("Authenticator apps"),
    "approach": gettext_noop("Approach"),
    "asked": gettext_noop("Asked"),
    "authenticator app": gettext_noop("Authenticator app"),
    "because": gettext_noop("Because"),
    "begins": gettext_noop("Begins"),
    "bytes": gettext_noop("Bytes"),
    "change": gettext_noop("Change"),
    "clock_offset": gettext_noop("Clock set by"),
    "code": gettext_noop("Code"),
    "codes": gettext_noop("Codes"),
    "codes left": gettext_noop("Codes left"),
    "consent": gettext_noop("Consent"),
    "consent_needed": gettext_noop("Consent needed"),
    "cycle": gettext_noop("Cycle"),
    "cycle_made": gettext_noop("Cycle made for it"),
    "declared": gettext_noop("Declared"),
    "delegate": gettext_noop("Signs for somebody"),
    "device": gettext_noop("Device"),
    "ended": gettext_noop("Ended"),
    "errors": gettext_noop("Errors"),
    "extras": gettext_noop("Columns of one’s own"),
    "failed": gettext_noop("Failed"),
    "file": gettext_noop("File"),
    "for": gettext_noop("For whom"),
    "format": gettext_noop("Format"),
    "giver": gettext_noop("Is signed for"),
    "holding": gettext_noop("Findings that hold it"),
    "host": gettext_noop("Host"),
    "issuer": gettext_noop("Issuer"),
    "last_used": gettext_noop("Last used"),
    "lines": gettext_noop("Lines"),
    "made": gettext_noop("Made"),
    "made_by": gettext_noop("Made by"),
    "mail": gettext_noop("Mail"),
    "may_add_projects": gettext_noop("May start projects"),
    "missing": gettext_noop("Missing answers"),
    "next_committee": gettext_noop("Next steering committee"),
    "number": gettext_noop("Number"),
    "old_secret_until": gettext_noop("Old secret valid until"),
    "open": gettext_noop("What each party sees"),
    "organisation": gettext_noop("Organisation"),
    "pack": gettext_noop("Checklist"),
    "parties": gettext_noop("Parties"),
    "passed": gettext_noop("Passed"),
    "passkey": gettext_noop("Passkey"),
    "passkeys": gettext_noop("Passkeys"),
    "password": gettext_noop("Password"),
    "performance_order": gettext_noop("Performance tested"),
    "phases": gettext_noop("Phases"),
    "point": gettext_noop("Point"),
    "product": gettext_noop("Product"),
    "profile": gettext_noop("Profile"),
    "purpose": gettext_noop("Purpose"),
    "query": gettext_noop("Filters"),
    "reach": gettext_noop("Reach"),
    "reminders": gettext_noop("Reminders"),
    "request": gettext_noop("Request"),
    "required_tests": gettext_noop("Required kinds of test"),
    "revoked": gettext_noop("Revoked"),
    "rows": gettext_noop("Rows"),
    "sees": gettext_noop("Sees"),
    "session round": gettext_noop("Round of sign-ins"),
    "sheet": gettext_noop("List"),
    "signed_digest": gettext_noop("Digest that was signed"),
    "since": gettext_noop("Since"),
    "single_keys": gettext_noop("Keys without Ctrl"),
    "skipped": gettext_noop("Skipped"),
    "standard": gettext_noop("Standard view"),
    "steps": gettext_noop("Steps"),
    "subject": gettext_noop("Subject"),
    "tests": gettext_noop("Tests"),
    "time_zone": gettext_noop("Time zone"),
    "trained_before_uat": gettext_noop("Trained before UAT"),
    "until": gettext_noop("Until"),
    "used": gettext_noop("Used"),
    "users_at_go_live": gettext_noop("Users at go-live"),
    "votes": gettext_noop("Votes"),
    "warnings": gettext_noop("Warnings"),
    "window_end": gettext_noop("Cutover window ends"),
    "window_start": gettext_noop("Cutover window starts"),
}


def field(name: str) -> str:
    """A field in the language of the page: needed by. In English as it is recorded."""
    title = titles().get(name)
    if title is None or (get_language() or "en").startswith("en"):
        return name.replace("_", " ")
    return gettext(title) if name in FIELDS else wording.said(title)


@cache
def titles() -> dict[str, str]:
    """The names of all that is recorded, with their titles."""
    return {**{column.key: column.title for _, sheet in sheets.items() for column in sheet.columns}, **FIELDS}

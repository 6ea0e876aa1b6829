"""What the ledger calls the actions of this layer."""

from __future__ import annotations

from firstlight.kernel.actions import Record

USER_ADDED = Record("identity.user.added", "Account added")
APPOINTED = Record("identity.user.appointed", "Said who may start projects")
ACCOUNT_CHANGED = Record("identity.user.changed", "Account changed")
LINK_MADE = Record("identity.link.made", "Sign-in link made")
LINK_ASKED = Record("identity.link.asked", "Sign-in link asked for by mail")
LINK_USED = Record("identity.link.used", "Sign-in link used")
SIGNED_IN = Record("identity.session.began", "Signed in")
CONFIRMED = Record("identity.session.confirmed", "Confirmed who they are")
SESSIONS_ENDED = Record("identity.session.all-ended", "Signed out everywhere")
FAILED_TOO_OFTEN = Record("identity.sign-in.failed-too-often", "Sign-in failed too often")
PASSWORD_SET = Record("identity.password.set", "Password set")
PASSKEY_ADDED = Record("identity.passkey.added", "Passkey added")
PASSKEY_USED = Record("identity.passkey.used", "Passkey used")
PASSKEY_REMOVED = Record("identity.passkey.removed", "Passkey removed")
APP_ADDED = Record("identity.second-factor.on", "Authenticator app added")
APP_REMOVED = Record("identity.second-factor.off", "Authenticator app removed")
CODE_USED = Record("identity.code.used", "Code of the authenticator app used")
RECOVERY_CODES_MADE = Record("identity.recovery-codes.made", "Recovery codes made")
RECOVERY_CODE_USED = Record("identity.recovery-code.used", "Recovery code used")
SECOND_FACTOR_RESET = Record("identity.second-factor.reset", "Second factor taken away by the installation")
ORGANISATION_TIED = Record("identity.organisation.tied", "Tied to the organisation's sign-in")

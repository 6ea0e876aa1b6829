"""Who may make tokens, and who may take them away."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_MAKE_TOKENS = Policy("project.view", "make access tokens in this project")
#: Revoking somebody else's.
MAY_REVOKE_OTHERS = Policy("people.edit", "revoke other people's access tokens")

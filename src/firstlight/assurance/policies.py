"""Who may vouch for something."""

from __future__ import annotations

from firstlight.kernel.policies import Policy

MAY_ATTEST = Policy("assurance.attest", "attest checks")
MAY_SIGN = Policy("assurance.sign", "sign")
MAY_ACT = Policy("assurance.act", "change the action register")
MAY_RECORD = Policy("assurance.record", "record what others have said or signed on paper or in files")
MAY_ASK = Policy("assurance.ask", "ask for signatures")
MAY_DECLARE_IMMATERIAL = Policy("assurance.declare-immaterial", "declare a change under a signature immaterial")

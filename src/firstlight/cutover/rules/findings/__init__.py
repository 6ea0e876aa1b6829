"""What is wrong with a plan, each finding with the steps that it is about."""

from firstlight.cutover.rules.findings.all import findings_of
from firstlight.cutover.rules.findings.finding import GAP, HINT, STOP, Finding

__all__ = ["GAP", "HINT", "STOP", "Finding", "findings_of"]

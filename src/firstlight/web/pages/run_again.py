"""What goes and what stays when a rehearsal begins anew, or is run once more."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from firstlight.cutover.models import Run, RunStep, Task


def no_reset(run: Run) -> str:
    """Why a run cannot begin anew; "" where it can."""
    if run.mode == Run.Mode.LIVE:
        return _("This run is live. What happens in it happens once, so it does not begin anew.")
    if run.state == Run.State.CLOSED:
        return _("This rehearsal is closed, and what it taught is kept. Run it once more instead.")
    return ""


def no_clone(run: Run) -> str:
    """Why no other rehearsal of its plan can be opened now; "" where one can."""
    other = Run.objects.filter(plan=run.plan_id).exclude(state=Run.State.CLOSED).first()
    if other is None:
        return ""
    said = _("“%(title)s” (%(ref)s) is a run of the same plan and still open. Close it first.")
    return said % {"title": other.title, "ref": other.ref}


@dataclass(frozen=True, slots=True)
class Lost:
    """How much of a run is taken from its board when it begins anew."""

    begun: int
    votes: int
    decisions: int
    issues: int
    changed: int

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.begun or self.votes or self.decisions or self.issues or self.changed)


def lost(run: Run) -> Lost:
    """What somebody entered in a run. Six queries."""
    own = own_people(run)
    begun = RunStep.objects.filter(run=run).exclude(kind="group").exclude(state=RunStep.State.WAITING)
    if run.first_step:  # what is planned before it was left out from the beginning
        begun = begun.filter(planned_start__gte=run.begins)
    return Lost(begun.count(), run.votes.count(), run.decisions.count(), run.issues.count(), len(own))


def own_people(run: Run) -> list[tuple[str, str, str]]:
    """Steps whose people are others in the run than in the plan now: ref, title, who does it. Two queries."""
    names = ("owner", "backup", "verifier")
    planned = {row[0]: row[1:] for row in Task.objects.filter(plan=run.plan_id).values_list("ref", *names)}
    rows = run.steps.exclude(kind="group").values_list("ref", "title", *names)
    return [(ref, title, who[0]) for ref, title, *who in rows if ref in planned and planned[ref] != tuple(who)]

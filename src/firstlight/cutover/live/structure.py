"""What of a run does not change while it runs: what waits for what, and the times as planned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from firstlight.cutover.rules.checkpoints import gates_of
from firstlight.cutover.rules.drafting import draft_of
from firstlight.cutover.rules.facts import CHECKPOINT, GROUP, MILESTONE, PlanFacts, Step
from firstlight.cutover.rules.links import FF, FS, SF, SS, read_link
from firstlight.cutover.rules.running import DONE, ENDED, RUNNING, SKIPPED, VERIFIED, WAITING
from firstlight.engines.scheduling import Network, Schedule, schedule_of

ZERO = timedelta()


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a step stands. Times are those of the plan (see RunClock); `since` is how long it is blocked."""

    state: str = WAITING
    started: datetime | None = None
    ended: datetime | None = None
    since: datetime | None = None

    @property
    def over(self) -> bool:
        """Whether what follows need not wait for it any more."""
        return self.state in ENDED


@dataclass(frozen=True, slots=True)
class Tie:
    """What a step waits for: the steps behind one link (several where it names a group), kind and minutes between.

    `checked`: they have to be verified, not only done, as before a checkpoint where somebody is named to verify.
    """

    named: str
    refs: tuple[str, ...]
    kind: str
    lag: timedelta
    checked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Held:
    """Why a step is not ready: `by` is the step or checkpoint, "" for a time; `until` when that alone is over."""

    kind: str  # "step", "verification", "checkpoint", "time"
    by: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """A copy of a plan, made ready. Steps by ref in their order; ties of what begins and of what ends."""

    facts: PlanFacts
    steps: Mapping[str, Step]
    starts: Mapping[str, tuple[Tie, ...]]
    ends: Mapping[str, tuple[Tie, ...]]
    gates: Mapping[str, tuple[str, ...]]
    members: Mapping[str, tuple[str, ...]]
    network: Network
    planned: Schedule

    @classmethod
    def of(cls, facts: PlanFacts) -> Structure:
        """The structure of a plan. Raises PlanRefused or NoWorkingTime where it cannot be computed."""
        steps = {step.ref: step for step in facts.steps}
        members = _members(facts.steps)
        starts: dict[str, tuple[Tie, ...]] = {}
        ends: dict[str, tuple[Tie, ...]] = {}
        for step in facts.steps:
            ties = tuple(_ties(step, steps, members))
            starts[step.ref] = tuple(tie for tie in ties if tie.kind in (FS, SS))
            ends[step.ref] = tuple(tie for tie in ties if tie.kind in (FF, SF))
        gates: dict[str, tuple[str, ...]] = {}
        for gate in gates_of(facts):
            for ref in gate.followers:
                gates[ref] = (*gates.get(ref, ()), gate.step.ref)
        network = Network.of(draft_of(facts).settled())
        return cls(facts, steps, starts, ends, gates, members, network, schedule_of(network))

    def held_start(self, ref: str, stands: Mapping[str, Stand], now: datetime) -> tuple[Held, ...]:
        """Why a step cannot begin yet; empty where it can."""
        found = [
            Held("checkpoint", gate) for gate in self.gates.get(ref, ()) if gate in stands and not stands[gate].over
        ]
        for tie in self.starts.get(ref, ()):
            found.extend(self._held(tie, stands, now))
        begins = self.steps[ref].start
        if begins and begins > now:
            found.append(Held("time", "", begins))
        return tuple(dict.fromkeys(found))

    def held_end(self, ref: str, stands: Mapping[str, Stand], now: datetime) -> tuple[Held, ...]:
        """Why a step that runs cannot end yet."""
        return tuple(dict.fromkeys(held for tie in self.ends.get(ref, ()) for held in self._held(tie, stands, now)))

    def _held(self, tie: Tie, stands: Mapping[str, Stand], now: datetime) -> Iterator[Held]:
        """What of a link is not there yet."""
        known = [(ref, stands[ref]) for ref in tie.refs if ref in stands]
        if not known:
            return
        if tie.kind in (FS, FF):
            for ref, stand in known:
                if not stand.over and not self._nearly(ref, stand, tie.lag, now):
                    yield Held("step", ref)
                elif ref in tie.checked and stand.state == DONE:
                    yield Held("verification", ref)
            until = max((stand.ended for _, stand in known if stand.ended), default=None)
        else:
            begun = [stand.started or stand.ended for _, stand in known if stand.started or stand.ended]
            if not begun:
                yield Held("step", known[0][0])
            until = min((at for at in begun if at), default=None)
        if until and tie.lag > ZERO and until + tie.lag > now:
            yield Held("time", tie.named, until + tie.lag)

    def _nearly(self, ref: str, stand: Stand, lag: timedelta, now: datetime) -> bool:
        """Whether a step that runs will end so soon, as planned, that what overlaps with it may begin."""
        if lag >= ZERO or stand.state != RUNNING or stand.started is None:
            return False
        return stand.started + timedelta(minutes=self.steps[ref].takes or 0) + lag <= now

    def ready_since(self, ref: str, stands: Mapping[str, Stand]) -> datetime | None:
        """When what a ready step waited for was there; None where it waited for nothing."""
        found = []
        for tie in self.starts.get(ref, ()):
            known = [stands[one] for one in tie.refs if one in stands]
            times = [one.ended if tie.kind == FS else one.started or one.ended for one in known]
            given = [at for at in times if at]
            if given:
                found.append((max(given) if tie.kind == FS else min(given)) + max(tie.lag, ZERO))
        found += [at for gate in self.gates.get(ref, ()) if gate in stands and (at := stands[gate].ended)]
        begins = self.steps[ref].start
        return max([*found, *([begins] if begins else [])], default=None)

    def marks(self, stands: Mapping[str, Stand], now: datetime) -> dict[str, Stand]:
        """Milestones that are reached, or no longer, by where the steps before them stand; in the order of the plan.

        One without anything before it, or held at a time, is a person's to say.
        """
        seen: dict[str, Stand] = dict(stands)
        found: dict[str, Stand] = {}
        while changed := {ref: stand for ref in self.steps if (stand := self._mark(ref, seen, now)) is not None}:
            seen |= changed
            found |= changed
        return found

    def _mark(self, ref: str, stands: Mapping[str, Stand], now: datetime) -> Stand | None:
        """Where a milestone stands by what is before it; None where that is so already, or nobody's but a person's."""
        step, stand = self.steps[ref], stands.get(ref)
        if step.kind != MILESTONE or stand is None or not self.starts[ref] or step.start:
            return None
        reached = not self.held_start(ref, stands, now)
        if reached and stand.state == WAITING:
            at = self.ready_since(ref, stands) or now
            return Stand(DONE, at, at)
        return Stand() if not reached and stand.state == DONE else None


def stand_of_group(stands: Iterable[Stand]) -> Stand:
    """Where a group stands by the steps in it."""
    known = list(stands)
    begun = [at for one in known if (at := one.started or one.ended)]
    if known and all(one.over for one in known):
        state = SKIPPED if all(one.state == SKIPPED for one in known) else (
            VERIFIED if all(one.state in (VERIFIED, SKIPPED) for one in known) else DONE
        )  # fmt: skip
        return Stand(state, min(begun), max(one.ended for one in known if one.ended))
    return Stand(RUNNING, min(begun)) if begun else Stand()


def _members(steps: Iterable[Step]) -> dict[str, tuple[str, ...]]:
    """For each group the steps in it that are no groups, at any depth."""
    listed = list(steps)
    groups = {step.ref for step in listed if step.kind == GROUP}
    within: dict[str, list[Step]] = {}
    for step in listed:
        if step.group in groups and step.group != step.ref:
            within.setdefault(step.group, []).append(step)

    def leaves(ref: str, seen: frozenset[str]) -> Iterator[str]:
        for step in within.get(ref, ()):
            if step.kind != GROUP:
                yield step.ref
            elif step.ref not in seen:
                yield from leaves(step.ref, seen | {step.ref})

    return {ref: tuple(leaves(ref, frozenset({ref}))) for ref in groups}


def _ties(step: Step, steps: Mapping[str, Step], members: Mapping[str, tuple[str, ...]]) -> Iterator[Tie]:
    """The links of a step, and those of the groups that it stands in: what a group waits for, all in it wait for."""
    seen: set[str] = set()
    holder: Step | None = step
    while holder is not None and holder.ref not in seen:
        seen.add(holder.ref)
        for words in holder.predecessors:
            link = read_link(words)
            refs = members.get(link.ref) or ((link.ref,) if link.ref in steps else ())
            if step.ref in refs or not refs or (holder is not step and link.kind in (FF, SF)):
                continue
            checked = frozenset(ref for ref in refs if steps[ref].verifier) if step.kind == CHECKPOINT else frozenset()
            yield Tie(link.ref, refs, link.kind, timedelta(minutes=link.lag), checked)
        holder = steps.get(holder.group) if holder.group in members else None

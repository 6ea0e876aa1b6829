"""Everybody who watches from one process: one look for all, in order, and nobody who may not."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from firstlight.web.live.hub import Hub, News, Wanted
from firstlight.web.live.streams import Audience, Credential, Seen, Subscription, event

ENGLISH, GERMAN = Audience(1, "en", "", True), Audience(1, "de", "", True)


@dataclass
class Runs:
    """A run whose version a test moves; counts what it is asked."""

    version: int = 1
    looks: int = 0
    made: int = 0
    out: set[int] = field(default_factory=set)
    broken: bool = False

    def look(self, wanted: Collection[Wanted]) -> Mapping[Wanted, News]:
        self.looks += 1
        if self.broken:
            raise OSError("the database is away")
        behind = [one for one in wanted if one[1].version < self.version]
        self.made += len(behind)
        to = Seen(self.version)
        return {one: News(to, event("change", f"{one[0].language} {one[1].version}>{self.version}")) for one in behind}

    def refused(self, readers: Collection[Credential]) -> Mapping[Credential, str]:
        return {one: "right" for one in readers if one.user in self.out}

    def beat(self, readers: Mapping[int, int]) -> Mapping[int, bytes]:
        return {run: event("beat", str(count)) for run, count in readers.items()}

    def rest(self) -> None:
        self.looks = -1


class Screen:
    """A reader that keeps what it is told."""

    def __init__(self, hub: Hub, audience: Audience = ENGLISH, *, user: int = 1, seen: int = 1) -> None:
        self.heard: list[str] = []
        self.gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        subscription = Subscription(audience, Credential("s", user, user), Seen(seen))
        self.task = asyncio.ensure_future(hub.read(subscription, self._take, self.gone))

    async def _take(self, data: bytes) -> None:
        self.heard += [line.removeprefix("data: ") for line in data.decode().splitlines() if line.startswith("data: ")]

    async def leave(self) -> None:
        self.gone.set_result(None)
        await self.task


def hub_of(runs: Runs, **seconds: float) -> Hub:
    return Hub(runs, **{"pause": 0.01, "beat": 60.0, "check": 60.0, **seconds})


async def until(met: object, seconds: float = 5.0) -> None:
    """Wait until it is so."""
    for _ in range(int(seconds / 0.01)):
        if met():  # type: ignore[operator]
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come about")


def test_three_hundred_readers_cost_one_look_and_one_rendering_for_each_audience() -> None:
    async def play() -> None:
        runs = Runs()
        hub = hub_of(runs, pause=0.05)
        screens = [Screen(hub, GERMAN if number % 3 else ENGLISH, user=number) for number in range(300)]
        await until(lambda: len(hub.readers) == 300 and runs.looks > 1)
        before, runs.version = runs.looks, 2
        await until(lambda: all(screen.heard for screen in screens))
        assert runs.made == 2
        assert runs.looks - before <= 3
        assert {screen.heard[0] for screen in screens} == {"en 1>2", "de 1>2"}
        for screen in screens:
            await screen.leave()
        await until(lambda: runs.looks == -1)

    asyncio.run(play())


def test_who_comes_back_is_told_what_came_after_the_last_they_saw_and_then_goes_on_in_order() -> None:
    async def play() -> None:
        runs = Runs(version=7)
        hub = hub_of(runs)
        screen = Screen(hub, seen=3)
        await until(lambda: bool(screen.heard))
        for version in (8, 9, 12):
            runs.version = version
            await until(lambda: len(screen.heard) > 0 and screen.heard[-1].endswith(f">{runs.version}"))
        await screen.leave()
        steps = [tuple(map(int, one.removeprefix("en ").split(">"))) for one in screen.heard]
        assert steps[0][0] == 3
        assert steps[-1][1] == 12
        assert all(before[1] == after[0] for before, after in pairwise(steps))

    asyncio.run(play())


def test_whose_right_is_taken_away_is_let_go_and_told_why() -> None:
    async def play() -> None:
        runs = Runs()
        hub = hub_of(runs, check=0.05)
        stays, goes = Screen(hub, user=1), Screen(hub, user=2)
        await until(lambda: len(hub.readers) == 2)
        runs.out.add(2)
        await asyncio.wait_for(goes.task, 5)
        assert goes.heard == ["right"]
        assert len(hub.readers) == 1
        await stays.leave()

    asyncio.run(play())


def test_while_the_database_is_away_nobody_hears_a_sign_of_life_and_afterwards_everything_comes() -> None:
    async def play() -> None:
        runs = Runs(broken=True)
        hub = hub_of(runs, beat=0.01)
        screen = Screen(hub)
        await until(lambda: runs.looks > 0)
        runs.version = 5
        await asyncio.sleep(0.1)
        assert screen.heard == []
        runs.broken = False
        await until(lambda: "en 1>5" in screen.heard)
        await screen.leave()

    asyncio.run(play())


def test_who_takes_nothing_is_let_go_and_holds_nobody_up() -> None:
    async def play() -> None:
        runs = Runs()
        hub = hub_of(runs, pause=0.001)
        stuck = asyncio.Event()

        async def never(data: bytes) -> None:
            await stuck.wait()

        gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        task = asyncio.ensure_future(hub.read(Subscription(ENGLISH, Credential("s", 9, 9), Seen(1)), never, gone))
        screen = Screen(hub)
        await until(lambda: len(hub.readers) == 2)
        while len(hub.readers) == 2:
            runs.version += 1
            await until(lambda: bool(screen.heard) and screen.heard[-1].endswith(f">{runs.version}"))
        assert len(hub.readers) == 1
        stuck.set()
        await task
        await screen.leave()

    asyncio.run(play())

"""How the actions on external dependencies are done."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import NOW, Cast, added
from tests.dependencies.conftest import Register
from tests.dependencies.speaking import guest, link
from tests.house.doing import Doing, does


def _register(cast: Cast) -> Register:
    register = Register(cast.project, cast.machine)
    register.add("D-1")
    return register


def _rows(cast: Cast, name: str, **values: Any) -> Doing:
    from firstlight.kernel.sheets import sheets

    return Doing(cast.machine, (cast.project, [added(sheets[f"dependencies.{name}"], **values)]))


@does("dependencies.actions.register.change_dependencies")
def _dependencies(cast: Cast) -> Doing:
    return _rows(cast, "register", ref="D-1", title="Scanners")


@does("dependencies.actions.register.change_requirements")
def _requirements(cast: Cast) -> Doing:
    _register(cast)
    return _rows(cast, "requirements", ref="Q-1", title="Enrolled", dependency="D-1")


@does("dependencies.actions.meetings.change_meetings")
def _meetings(cast: Cast) -> Doing:
    _register(cast)
    return _rows(cast, "meetings", ref="M-1", title="Weekly call", dependencies=("D-1",), held_on=date(2026, 11, 16))


@does("dependencies.actions.meetings.hold_meeting")
def _hold_meeting(cast: Cast) -> Doing:
    _register(cast)
    said = {"title": "Weekly call", "dependencies": ["D-1"], "held_on": date(2026, 11, 20), "minutes": "All is packed."}
    return Doing(cast.context("wo"), (), said)


@does("dependencies.actions.words.give_word")
def _give_word(cast: Cast) -> Doing:
    from firstlight.dependencies.queries import seen_of
    from firstlight.dependencies.rules.words import Said

    register = _register(cast)
    said = {"ref": "D-1", "said": Said("stands"), "seen": seen_of(register.row())}
    return Doing(guest(register), (link(register),), said)


@does("dependencies.actions.words.take_down_word")
def _take_down_word(cast: Cast) -> Doing:
    from firstlight.dependencies.rules.words import Said

    return Doing(cast.context("wo"), (_register(cast).row(),), {"said": Said("stands"), "by": "Jule Franke"})


@does("dependencies.actions.words.remind_provider")
def _remind_provider(cast: Cast) -> Doing:
    from firstlight.kernel.context import Context
    from firstlight.workspace.roles import PROVIDER_WATCH

    register = Register(cast.project, cast.machine)
    register.add("D-1", confirmed_on=None, contact_mail="jule@example.org")
    return Doing(Context(PROVIDER_WATCH, NOW, cast.project), (register.row(),))


@does("dependencies.actions.words.record_words")
def _record_words(cast: Cast) -> Doing:
    _register(cast)
    said = {"promised": date(2026, 11, 30), "said": NOW, "by": "Jule Franke"}
    return _rows(cast, "words", ref="D-1-W1", dependency="D-1", kind="stands", **said)


@does("dependencies.actions.services.state_service")
def _state_service(cast: Cast) -> Doing:
    return Doing(cast.context("wo"), (_register(cast).row(),), {"works": True})


@does("dependencies.actions.services.note_service")
def _note_service(cast: Cast) -> Doing:
    from firstlight.kernel.context import Context
    from firstlight.workspace.roles import HEALTH_WATCH

    row = _register(cast).row()
    return Doing(Context(HEALTH_WATCH, NOW, cast.project), (row,), {"works": False, "reason": "answered 503"})


@does("dependencies.actions.services.record_services")
def _record_services(cast: Cast) -> Doing:
    _register(cast)
    return _rows(cast, "services", dependency="D-1", state="works", since=NOW, seen=NOW)


@does("dependencies.actions.noting.record_delivery")
def _record_delivery(cast: Cast) -> Doing:
    return Doing(cast.context("wo"), (_register(cast).row(),), {"on": date(2026, 11, 20)})


@does("dependencies.actions.noting.hold_against_scope")
def _hold_against_scope(cast: Cast) -> Doing:
    register = Register(cast.project, cast.machine)
    register.scope()
    register.add("D-1", scope_refs=("I-1",))
    return Doing(cast.context("wo"), (register.row(),), {"agrees": True})


@does("dependencies.actions.noting.agree_requirement")
def _agree_requirement(cast: Cast) -> Doing:
    return Doing(cast.context("wo"), (_register(cast).row(),), {"title": "Enrolled before they are sent"})


@does("dependencies.actions.noting.meet_requirement")
def _meet_requirement(cast: Cast) -> Doing:
    from firstlight.dependencies.models import AgreedRequirement

    register = _register(cast)
    register.require({"ref": "Q-1", "title": "Enrolled", "dependency": "D-1"})
    return Doing(cast.context("wo"), (AgreedRequirement.objects.get(),))

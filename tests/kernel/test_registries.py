"""Registries are filled while the program starts, and closed from then on."""

from __future__ import annotations

import pytest

from firstlight.kernel.registries import Registry, _every


def test_every_registry_is_closed_once_the_program_runs() -> None:
    assert len(_every) >= 6
    own = [registry for registry in _every if registry.kind != "lamp"]
    assert all(registry._frozen for registry in own)


@pytest.fixture
def lamps() -> Registry[str]:
    made: Registry[str] = Registry("lamp")
    _every.remove(made)
    return made


def test_what_is_registered_is_found_in_the_order_it_came(lamps: Registry[str]) -> None:
    lamps.register("red", "R")
    lamps.register("blue", "B")
    assert list(lamps) == ["red", "blue"]
    assert list(lamps.items()) == [("red", "R"), ("blue", "B")]
    assert (lamps["red"], lamps.get("blue"), lamps.get("green"), len(lamps)) == ("R", "B", None, 2)
    assert "red" in lamps
    assert "green" not in lamps


def test_what_is_not_there_is_named_with_what_there_is(lamps: Registry[str]) -> None:
    with pytest.raises(KeyError, match="there is no lamp 'green'; known: none"):
        lamps["green"]
    lamps.register("red", "R")
    with pytest.raises(KeyError, match="known: red"):
        lamps["green"]


def test_a_name_stands_for_one_thing(lamps: Registry[str]) -> None:
    lamp = "".join(["R", "ed"])
    lamps.register("red", lamp)
    lamps.register("red", lamp)
    with pytest.raises(RuntimeError, match="lamp 'red' is registered twice"):
        lamps.register("red", "other")


def test_after_the_start_nothing_is_added(lamps: Registry[str]) -> None:
    lamps.freeze()
    with pytest.raises(RuntimeError, match=r"came after the start; register it from an AppConfig\.ready"):
        lamps.register("red", "R")

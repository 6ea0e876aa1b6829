"""Decisions of the door on plain values: which password will do, which code is right, what a session may last."""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

#: A password is at least and at most this long. Nothing is asked of its characters.
SHORTEST = 12
LONGEST = 256
#: Below this many different characters a long password is a short one.
LEAST_DIFFERENT = 5

#: A session ends after this long without a click, and after this long in any case.
IDLE = timedelta(minutes=60)
LONGEST_SESSION = timedelta(hours=12)

#: Seconds that a code of an authenticator app stands for, and how many of them it may be late or early (RFC 6238).
STEP = 30
DRIFT = 1

_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm")

Ended = Literal["", "idle", "day"]


def password_problem(password: str, *, own_words: Collection[str], common: Collection[str]) -> str:
    """Why this password will not do, as a sentence; empty when it will.

    `own_words` are the person's mail address and name; `common` the passwords that everybody tries first.
    """
    if len(password) < SHORTEST:
        return (
            f"The password has {len(password)} characters; it needs at least {SHORTEST}. "
            "Three or four words are easy to keep."
        )
    if len(password) > LONGEST:
        return f"The password has {len(password)} characters; at most {LONGEST} are kept."
    plain = password.casefold()
    bare = plain.strip("0123456789!?.,-_ #*+$")
    if {plain, bare, _period(plain), _period(bare)} & set(common) or _is_row(plain):
        return (
            "This password is among the ones that are tried first. "
            "Three or four words that have nothing to do with each other are better."
        )
    if len(set(plain)) < LEAST_DIFFERENT:
        return f"The password repeats a few characters; it needs at least {LEAST_DIFFERENT} different ones."
    said = {word.casefold() for word in own_words if word}
    if plain in said or bare in said or plain.replace(" ", "") in {word.replace(" ", "") for word in said}:
        return "The password is your own name or address. Choose words that nobody connects with you."
    return ""


def _period(word: str) -> str:
    """The part that the whole repeats: "passwordpassword" is "password" twice."""
    for size in range(1, len(word) // 2 + 1):
        if len(word) % size == 0 and word[:size] * (len(word) // size) == word:
            return word[:size]
    return word


def _is_row(word: str) -> bool:
    """Whether it goes along the keys or the alphabet, there or back, any number of times."""
    steps = {row[i : i + 2] for row in _ROWS for i in range(len(row) - 1)}
    steps |= {step[::-1] for step in steps}
    along = sum(word[i : i + 2] in steps for i in range(len(word) - 1))
    return along >= 0.8 * (len(word) - 1)


def session_ended(began: datetime, seen: datetime, now: datetime) -> Ended:
    """Whether a session is over: "idle" after too long without a click, "day" after its longest time."""
    if now - began >= LONGEST_SESSION:
        return "day"
    return "idle" if now - seen >= IDLE else ""


def code_at(secret: bytes, counter: int) -> str:
    """The six digits of one half minute (RFC 4226, SHA-1, as every authenticator app has it)."""
    digest = hmac.new(secret, struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def counter_of(secret: bytes, code: str, now: datetime) -> int | None:
    """The half minute whose code this is, or None. One early and one late are taken: clocks differ."""
    typed = "".join(code.split())
    current = int(now.timestamp()) // STEP
    right = None
    for counter in range(current - DRIFT, current + DRIFT + 1):
        if hmac.compare_digest(code_at(secret, counter).encode(), typed.encode()):
            right = counter
    return right


def spoken_wait(seconds: int) -> str:
    """How long to wait, for people."""
    minutes = -(-seconds // 60)
    return "1 minute" if minutes <= 1 else f"{minutes} minutes"


def device_of(agent: str) -> str:
    """The browser and system that a user agent names, as people say it; empty when it names none we know."""
    browsers = (
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )
    systems = (
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )  # fmt: skip
    browser = next((name for mark, name in browsers if mark in agent), "")
    system = next((name for mark, name in systems if mark in agent), "")
    return " on ".join(part for part in (browser, system) if part)

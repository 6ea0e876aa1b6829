"""A secret that is shown once: it waits in the session of who made it until their next page."""

from __future__ import annotations

from django.http import HttpRequest

_KEY = "handed"


def hand_over(request: HttpRequest, place: str, address: str, words: str) -> None:
    """Keep an address for the next look at that place."""
    request.session[_KEY] = {"place": place, "address": address, "words": words}


def handed_over(request: HttpRequest, place: str) -> dict[str, str] | None:
    """What was kept for that place. It is gone once it was asked for."""
    kept = request.session.get(_KEY)
    if not kept or kept["place"] != place:
        return None
    del request.session[_KEY]
    return {"address": kept["address"], "words": kept["words"]}

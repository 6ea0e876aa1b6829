"""What k6 calls things."""

from __future__ import annotations

from collections.abc import Mapping

#: How long requests took, and what counts them.
REQUESTS = {"http_req_duration": "http_reqs", "grpc_req_duration": "grpc_reqs"}
ITERATIONS = "iteration_duration"
#: Pieces of a request; they say nothing that the whole request does not.
_PIECES = frozenset(
    f"http_req_{piece}" for piece in ("blocked", "connecting", "tls_handshaking", "sending", "waiting", "receiving")
)


def is_timing(metric: str) -> bool:
    """Whether a timing is told as a label: requests, and what the script or the browser measured itself."""
    return metric not in _PIECES


def label_of_tags(tags: Mapping[str, str]) -> str:
    """The label of a timing by tag: the name, address or group alone, all else with the name of the tag."""
    if len(tags) == 1:
        ((name, value),) = tags.items()
        if name in ("name", "url", "group"):
            return value.removeprefix("::").replace("::", " / ") if name == "group" else value
    return ", ".join(f"{name}:{value}" for name, value in tags.items())

"""Finding a circle in what leads to what, in linear time and without recursion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def circle_in(after: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """One circle, as the nodes along it from where it was met; empty where there is none."""
    done: set[str] = set()
    for root in after:
        if root in done:
            continue
        path, place = [root], {root: 0}
        waiting = [iter(after[root])]
        while waiting:
            node = next(waiting[-1], None)
            if node is None:
                waiting.pop()
                left = path.pop()
                del place[left]
                done.add(left)
            elif node in place:
                return tuple(path[place[node] :])
            elif node not in done:
                place[node] = len(path)
                path.append(node)
                waiting.append(iter(after.get(node, ())))
    return ()

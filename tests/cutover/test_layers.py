"""Steps and links in layers: each step after all it waits for, and the neighbourhood of one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from firstlight.cutover.rules.facts import Step
from firstlight.cutover.rules.layers import Edge, around, edges_of, layered, nodes_of


@st.composite
def graphs(draw: st.DrawFn, *, circles: bool = False) -> tuple[list[str], list[Edge]]:
    """Steps by number, and links that lead on; with circles also back."""
    count = draw(st.integers(1, 25))
    pairs = draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=60))
    edges = [Edge(str(a), str(b)) for a, b in sorted(pairs) if a < b or (circles and a != b)]
    return draw(st.permutations([str(n) for n in range(count)])), edges


@given(graphs())
def test_a_step_stands_behind_all_it_waits_for_and_no_further_than_it_must(found: tuple[list[str], list[Edge]]) -> None:
    refs, edges = found
    layer = {one.ref: one.layer for one in layered(refs, edges)}
    assert layer.keys() == set(refs)
    for ref in refs:
        assert layer[ref] == max((layer[one.before] + 1 for one in edges if one.after == ref), default=0)


@given(graphs(circles=True))
def test_every_step_has_one_place_of_its_own_even_in_circles(found: tuple[list[str], list[Edge]]) -> None:
    refs, edges = found
    places = layered(refs, edges)
    assert sorted(one.ref for one in places) == sorted(refs)
    assert len({(one.layer, one.row) for one in places}) == len(refs)
    for number in {one.layer for one in places}:
        rows = [one.row for one in places if one.layer == number]
        assert rows == list(range(len(rows)))


@given(graphs(circles=True), st.integers(0, 5), st.integers(1, 30))
def test_around_a_step_lies_what_links_reach_and_nothing_else(
    found: tuple[list[str], list[Edge]], links: int, most: int
) -> None:
    refs, edges = found
    kept, more = around(refs[0], edges, links, most)
    ahead, back = {refs[0]}, {refs[0]}
    for _step in range(links):
        ahead |= {one.after for one in edges if one.before in ahead}
        back |= {one.before for one in edges if one.after in back}
    assert kept[0] == refs[0]
    assert len(kept) == min(most, len(ahead | back))
    assert len(kept) + more == len(ahead | back)
    assert set(kept) <= ahead | back


def test_groups_are_drawn_where_something_waits_for_them_and_links_say_their_kind() -> None:
    steps = [
        Step("1", kind="group"), Step("2", group="1"), Step("3", kind="group"),
        Step("4", predecessors=("3", "2SS+30m")), Step("5", predecessors=("9", "5", "4", "4FF")),
    ]  # fmt: skip
    nodes = nodes_of(steps)
    assert [one.ref for one in nodes] == ["2", "3", "4", "5"]
    assert edges_of(nodes) == (Edge("3", "4"), Edge("2", "4", "SS+30m"), Edge("4", "5"))

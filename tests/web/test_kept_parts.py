"""Parts of pages that are rendered once and kept: never anything of one reader for another."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override

from tests.web.conftest import Stage


def test_the_same_values_are_rendered_once_and_others_anew() -> None:
    template = Template("{% kept name=who.name %}{% now 'u' %} {{ name }}{% endkept %}")

    def shown(name: str) -> str:
        return template.render(Context({"who": {"name": name}}))

    first = shown("Petra")
    assert shown("Petra") == first
    assert shown("Willem").endswith(" Willem")


def test_inside_nothing_is_known_but_what_is_named() -> None:
    template = Template("{% kept a=a %}{{ a }}{{ secret }}{{ csrf_token }}{% endkept %}|{{ secret }}")
    assert template.render(Context({"a": 1, "secret": "s", "csrf_token": "t"})) == "1|s"


def test_each_language_has_its_own() -> None:
    template = Template("{% kept %}{% translate 'Search' %}{% endkept %}")
    with override("en"):
        assert template.render(Context()) == "Search"
    with override("de"):
        assert template.render(Context()) == "Suchen"
    with override("en"):
        assert template.render(Context()) == "Search"


@pytest.mark.parametrize("safe_first", [True, False])
def test_words_that_are_escaped_already_are_not_taken_for_others(safe_first: bool) -> None:
    template = Template("{% kept text=text %}{{ text }}{% endkept %}")
    both = [mark_safe("<b>"), "<b>"]
    found = {type(one): template.render(Context({"text": one})) for one in (both if safe_first else both[::-1])}
    assert found == {type(both[0]): "<b>", str: "&lt;b&gt;"}


def test_it_begins_anew_rather_than_grow() -> None:
    template = Template("{% kept n=n %}{{ n }}{% endkept %}")
    assert [template.render(Context({"n": n})) for n in range(600)] == [str(n) for n in range(600)]
    assert len(template.nodelist[0].kept) <= 256  # type: ignore[attr-defined]


def test_the_frame_is_of_the_person_the_project_and_the_page(stage: Stage) -> None:
    """One after the other through the same process, as in a server."""
    slug = stage.project.slug
    for _ in range(2):
        for ref, path, current in (("pl", "scope/requirements/", "scope"), ("au", "readiness/", "readiness")):
            text = stage.client(ref).get(f"/p/{slug}/{path}").content.decode()
            person = stage.cast.people[ref]
            others = {one.name for key, one in stage.cast.people.items() if key != ref}
            menu = text.partition('<details class="fl-account">')[2].partition("<form")[0]
            assert f"<b>{person.name}</b>" in menu
            assert not any(name in menu for name in others)
            assert f'data-place="{current}" aria-current="page"' in text
            assert text.count('aria-current="page"') == text.count("fl-crumbs") + 1
            assert ('data-place="settings"' in text) == (ref == "pl")

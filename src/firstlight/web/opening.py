"""Which pages a viewer can open, so that nothing is offered that would be refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

from firstlight.kernel.context import Context
from firstlight.kernel.policies import Policy
from firstlight.web.addresses import address_of, page_of, place
from firstlight.web.viewing import Viewing


def may_open(context: Context, name: str) -> bool:
    """Whether the page of that name would open for whoever is in this context. A page without a policy opens."""
    policy = _policies(get_resolver()).get(name)
    return policy is None or policy.allows(context)


def settings_address(viewing: Viewing) -> str:
    """Where the project says what it holds to; "" for those who may not change that."""
    return place("settings", viewing.project.slug) if may_open(viewing.context, "settings") else ""


def addresses_for(context: Context, slug: str) -> Callable[..., str]:
    """The same as `address_of` of the project, but "" where the viewer could not open the page."""

    def address(kind: str, ref: str, text: str = "") -> str:
        name = page_of(kind)
        return address_of(slug, kind, ref, text) if name and may_open(context, name) else ""

    return address


def page_policies() -> Collection[Policy]:
    """The policies of all pages."""
    return _policies(get_resolver()).values()


@cache
def _policies(resolver: URLResolver) -> dict[str, Policy]:
    """The policy of every named page of a project."""
    found = {}
    for pattern in _patterns(resolver):
        policy = getattr(pattern.callback, "policy", None)
        if pattern.name and isinstance(policy, Policy):
            found[pattern.name] = policy
    return found


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one)
        else:
            yield one

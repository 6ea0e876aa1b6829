"""The register of actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from firstlight.assurance.queries import action_register, count_actions
from firstlight.assurance.sheets import ACTIONS
from firstlight.web.keeping import kept
from firstlight.web.listing import Listed
from firstlight.web.opening import addresses_for
from firstlight.web.pages import action_register as action_register_page
from firstlight.web.viewing import Viewing
from firstlight.web.views.worklists import file_view, list_view
from firstlight.web.worklists import Button, ListPage, register_list
from firstlight.workspace.queries import zone_of


def _actions(viewing: Viewing) -> Listed[Any]:
    address = addresses_for(viewing.context, viewing.project.slug)
    return action_register_page.actions(address, viewing.context.now, zone_of(viewing.project), _names(viewing))


def _names(viewing: Viewing) -> list[str]:
    """The names under which the viewer owns an action: their own, their job, their roles."""
    person = viewing.person
    return [name for name in (person.name, person.title, *person.role_titles()) if name]


def _quick(viewing: Viewing) -> dict[str, Any]:
    def count() -> dict[str, int]:
        return count_actions(viewing.project, _today(viewing), _names(viewing), ACTIONS.own_names(viewing.context))

    counts = kept(viewing, "actions by kind", count)
    path = reverse("actions", args=[viewing.project.slug])
    return {
        "quick": action_register_page.quick_filters(path, counts, viewing.request.GET),
        "overdue": counts["overdue"],
    }


def _today(viewing: Viewing) -> date:
    return viewing.context.now.astimezone(zone_of(viewing.project)).date()


def _action_rows(viewing: Viewing) -> Any:
    return action_register(viewing.project, _today(viewing), ACTIONS.own_names(viewing.context))


def _done(row: Any) -> Button | None:
    return Button("Done", "state", "Done") if row.still_open else None


ACTION_LIST = register_list(
    ListPage("actions", "Actions", ACTIONS, _actions, _action_rows, template="actions.html", button=_done, also=_quick)
)
actions, actions_file = list_view(ACTION_LIST), file_view(ACTION_LIST)

"""How the lists of this layer are kept."""

from __future__ import annotations

from firstlight.kernel.sheets import ModelStore, Reference
from firstlight.workspace.models import Party, Person

people_store = ModelStore(
    Person,
    "person",
    {key: key for key in ("ref", "name", "email", "title", "party", "place", "roles")},
    title="name",
    references={"party": Reference(Party, "the parties in project.yaml")},
)

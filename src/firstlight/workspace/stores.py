"""How the lists of this layer are kept."""

from __future__ import annotations

from firstlight.kernel.sheets import ModelStore, Reference
from firstlight.workspace.models import Authority, Knowledge, Party, Person, PersonGroup

people_store = ModelStore(
    Person,
    "person",
    {key: key for key in ("ref", "name", "email", "title", "party", "place", "language", "roles")},
    title="name",
    references={"party": Reference(Party, "the parties in project.yaml")},
)

groups_store = ModelStore(
    PersonGroup,
    "group",
    {key: key for key in ("ref", "title", "about", "place", "language", "size", "contact")},
)

authority_store = ModelStore(
    Authority,
    "authority",
    {key: key for key in ("ref", "title", "accountable", "responsible", "consulted", "informed")},
)

knowledge_store = ModelStore(
    Knowledge,
    "knowledge",
    {key: key for key in ("person", "topic", "confirmed", "confirmed_by", "evidence", "expires")},
    identity=("person", "topic"),
    title="topic",
    references={"person": Reference(Person, "the list of people")},
)

"""How names stand in addresses."""

from __future__ import annotations

from django.urls import register_converter


class RefConverter:
    """A ref as a person typed it: anything but a null character, which no database can be asked for."""

    regex = r"[^\x00]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class DigestConverter(RefConverter):
    """The SHA-256 of a file."""

    regex = "[0-9a-f]{64}"


class SheetConverter(RefConverter):
    """The name of a list, such as scope.requirements."""

    regex = r"[a-z][a-z-]*\.[a-z][a-z.-]*"


class UidConverter(RefConverter):
    """A name that nobody chose."""

    regex = "[0-9a-f]{24}"


class ListFileConverter(RefConverter):
    """The format in which a list is taken along."""

    regex = "xlsx|csv"


class ReportFileConverter(RefConverter):
    """The format in which a report is taken along."""

    regex = "pdf|xlsx"


class WebhookVerbConverter(RefConverter):
    """What can be done to a webhook."""

    regex = "test|pause|resume|secret|replay|remove"


class ChangedConverter(RefConverter):
    """What can change so that it has to be tested again."""

    regex = "requirement|case"


class NotedConverter(RefConverter):
    """What can be noted of a dependency."""

    regex = "word|meeting|requirement|service|delivery|match"


class PackFileConverter(RefConverter):
    """The formats of a decision pack."""

    regex = "pdf|pptx|xlsx|json"


for name, converter in (
    ("ref", RefConverter),
    ("digest", DigestConverter),
    ("sheet", SheetConverter),
    ("uid", UidConverter),
    ("list", ListFileConverter),
    ("report", ReportFileConverter),
    ("pack", PackFileConverter),
    ("hook", WebhookVerbConverter),
    ("noted", NotedConverter),
    ("changed", ChangedConverter),
):
    register_converter(converter, name)

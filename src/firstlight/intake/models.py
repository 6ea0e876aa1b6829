"""What lies between a file and a list: offered rows, changes that can be taken back, headings, saved views."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Offer(models.Model):
    """Rows that somebody holds out to a list: nothing of them is in it before they are applied.

    `data` are the bytes as they were sent. `seen` has for every change, by its key, a digest of the row it was made
    from, so that a list that moved in the meantime is noticed. `left_out` are the keys of changes not to be made.

    What takes long is done beside the pages: `work` waits since `asked`, or is done by the `holder` until `held_until`,
    who tells the `phase`; what a killed one held lapses. `refusal` says why it was not done. `table` is a file that is
    no list, read once and packed. `change` is the change that was made when the rows were `applied`. `rows` is how many
    there are to be changed, as far as anybody knows: `seen` of a large file is large itself.
    """

    class Way(models.TextChoices):
        FILE = "file", "from a file"
        PASTE = "paste", "pasted"

    class Work(models.TextChoices):
        NONE = ""
        READ = "read"
        APPLY = "apply"

    class Phase(models.TextChoices):
        NONE = ""
        READING = "reading"
        COMPARING = "comparing"
        STORING = "storing"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    uid = models.CharField(max_length=32, unique=True)
    sheet = models.CharField(max_length=80)
    way = models.CharField(max_length=10, choices=Way)
    owner = models.CharField(max_length=100)
    file = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    data = models.BinaryField()
    seen = models.JSONField(default=dict)
    left_out = models.JSONField(default=list)
    made = models.DateTimeField()
    expires = models.DateTimeField()
    applied = models.DateTimeField(null=True)
    change = models.CharField(max_length=32, blank=True, default="")
    table = models.BinaryField(default=b"")
    work = models.CharField(max_length=10, choices=Work, blank=True, default="")
    asked = models.DateTimeField(null=True)
    holder = models.CharField(max_length=40, blank=True, default="")
    held_until = models.DateTimeField(null=True)
    phase = models.CharField(max_length=10, choices=Phase, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    refusal = models.JSONField(default=dict, blank=True)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-made", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(expires__gt=models.F("made")), name="offer_expires_later")]
        indexes = [
            models.Index(fields=["expires"], name="offer_expires"),
            models.Index(fields=["asked"], name="offer_work", condition=~Q(work="")),
            models.Index(fields=["project", "owner", "sheet"], name="offer_beside", condition=Q(asked__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.file} for {self.sheet}"


class ListChange(models.Model):
    """One change of a list, of one row or of thousands, in the words of its cells: enough to take it back.

    The ledger has the same facts for ever; this is kept as long as a change can be undone. A change that was made
    together with another list's, as of steps with their cases, is `part_of` that one and is undone with it.
    """

    class Way(models.TextChoices):
        FILE = "file", "Import"
        PASTE = "paste", "Paste"
        BULK = "bulk", "Bulk edit"
        EDIT = "edit", "Edit"
        UNDO = "undo", "Undo"

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    uid = models.CharField(max_length=32, unique=True)
    sheet = models.CharField(max_length=80)
    way = models.CharField(max_length=10, choices=Way)
    source = models.CharField(max_length=300, blank=True, default="")
    actor = models.CharField(max_length=100)
    actor_name = models.CharField(max_length=200)
    made = models.DateTimeField()
    rows = models.JSONField()
    count = models.PositiveIntegerField()
    part_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="parts")
    undone = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-made", "-pk"]
        indexes = [models.Index(fields=["project", "-made"], name="list_change_newest")]

    def __str__(self) -> str:
        return f"{self.get_way_display()} of {self.sheet}, {self.count} rows"


class Heading(models.Model):
    """What a heading of this project's files means, as somebody said: a column of the list, or "" for none of them."""

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    sheet = models.CharField(max_length=80)
    heading = models.CharField(max_length=300)
    column = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        ordering = ["sheet", "heading"]
        constraints = [models.UniqueConstraint(fields=["project", "sheet", "heading"], name="heading_explained_once")]

    def __str__(self) -> str:
        return f"{self.heading} of {self.sheet}"


class ListView(models.Model):
    """A list as somebody likes to see it: filters, words and order, as they stand in its address.

    Without an `owner` it is the project's. A person has one `standard` view of a list at most.
    """

    project = models.ForeignKey("workspace.Project", on_delete=models.CASCADE, related_name="+")
    sheet = models.CharField(max_length=80)
    owner = models.CharField(max_length=100, blank=True, default="")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000, blank=True, default="")
    standard = models.BooleanField(default=False)

    class Meta:
        ordering = ["owner", "name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "sheet", "owner", "name"], name="list_view_name_once"),
            models.UniqueConstraint(
                fields=["project", "sheet", "owner"], condition=Q(standard=True), name="list_view_one_standard"
            ),
        ]

    def __str__(self) -> str:
        return self.name

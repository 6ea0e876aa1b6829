"""How many watch a board: what each process of the server says of itself."""

from __future__ import annotations

from django.db import models


class Watching(models.Model):
    """So many readers a process had of a run when it said so last. What a killed one left is too old to count."""

    process = models.CharField(max_length=80)
    run = models.PositiveBigIntegerField()
    readers = models.PositiveIntegerField()
    said = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "run"], name="watching_once_a_process")]

    def __str__(self) -> str:
        return f"{self.readers} of {self.run}"

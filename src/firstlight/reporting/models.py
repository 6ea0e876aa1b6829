"""What a project brings for its reports."""

from __future__ import annotations

from django.db import models


class SlideTemplate(models.Model):
    """The presentation into which a project's slides are drawn. Its bytes lie in the store, under their digest."""

    project = models.OneToOneField("workspace.Project", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()
    kept = models.DateTimeField()
    kept_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name

"""Evidence as a download, for the project that has it and nobody else."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstlight.assurance.evidence import content
from firstlight.assurance.queries import evidence_file
from firstlight.kernel.errors import NotFound
from firstlight.web.exporting import attached
from firstlight.web.viewing import Viewing, project_page
from firstlight.workspace.policies import MAY_VIEW_FILES


@require_safe
@project_page(MAY_VIEW_FILES)
def evidence(viewing: Viewing, digest: str, name: str) -> HttpResponse:
    """The bytes under that digest. Its name is the one it was kept under, never the one in the address."""
    found = evidence_file(viewing.project, digest, name)
    if found is None:
        raise NotFound(_("There is no such evidence here."))
    return attached(content(digest), found.name.rpartition("/")[2], "bytes")

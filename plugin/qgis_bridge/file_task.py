"""The work of carrying files, beside the window: paths and frozen data in, the lane's events and report out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..records.catalogue import Catalogue
from ..store import transfers
from ..store.workspace import Workspace
from ..sync.access import PortalAccess
from ..sync.file_events import FilesFinished, FilesReport
from .tasks import BaseTask


@dataclass(frozen=True)
class Carrying:
    """What one run of the lane needs. `fetch_all`: every file that is not here is wanted."""

    folder: Path
    catalogue: Catalogue
    access: PortalAccess
    fetch_all: bool = False


def run(carrying: Carrying, task: BaseTask[FilesReport]) -> FilesReport:
    """Sends and fetches files; trouble is in the report."""
    from ..sync.file_lane import transfer  # brings the network libraries in
    from ..sync.portal import PortalClient
    from . import pictures

    client = PortalClient(carrying.access)
    task.stop_with(client.cancel)
    report = FilesReport()
    if carrying.fetch_all:
        with Workspace.open(carrying.folder, carrying.catalogue) as workspace:
            transfers.want_downloads(workspace)
    lane = transfer(
        carrying.folder,
        carrying.catalogue,
        client,
        cancel=task.cancelling,
        reduce=pictures.reduce,
    )
    for event in lane:
        if isinstance(event, FilesFinished):
            report = event.report
        task.tell(event)
    return report

"""``new``: makes a workspace."""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import paths
from ..errors import StoreError, UsageError
from ..quality import edrpou
from ..records.catalogue import default_catalogue
from ..records.katottg import COUNTRY, is_code
from ..records.territory import Codifier
from ..store import sample
from ..store.settings import WorkspaceSettings
from ..store.workspace import Workspace
from ..sync.access import split_address
from . import trust
from .output import DONE, Printer


def new(options: argparse.Namespace, printer: Printer) -> int:
    """Makes a workspace; the portal is not asked for anything."""
    if options.sample:
        return _new_sample(options, printer)
    if not options.territory:
        raise UsageError("cli.no_territory")
    territory = tuple(dict.fromkeys(_territory(code) for code in options.territory))
    if options.portal:
        split_address(options.portal)
    organisation = options.organisation
    if organisation is not None:
        if not edrpou.is_form(organisation):
            raise UsageError("cli.bad_organisation", organisation=organisation)
        if not edrpou.is_valid(organisation):
            printer.warn(UsageError("cli.odd_organisation", organisation=organisation))
    settings = WorkspaceSettings(portal_url=options.portal, territory=territory, organisation=organisation)
    folder = Path(options.folder)
    with Workspace.create(folder, settings, default_catalogue()) as workspace:
        for notice in workspace.notices:
            printer.warn(notice)
    if options.portal and not trust.remember(options.portal):
        printer.warn(UsageError("cli.portal_not_remembered", portal=options.portal))
    printer.say("new.done", folder=str(folder))
    printer.result(
        {
            "folder": str(folder),
            "workspace": settings.uuid,
            "territory": list(territory),
            "portal": options.portal,
            "organisation": organisation,
        }
    )
    return DONE


def _new_sample(options: argparse.Namespace, printer: Printer) -> int:
    """The sample workspace, with the records that the window's *Try It on Sample Data* opens."""
    if options.territory or options.portal or options.organisation:
        raise UsageError("cli.sample_alone")
    folder = Path(options.folder)
    added = sample.prepare(folder, default_catalogue())
    if not added:
        raise StoreError("store.exists", path=str(folder))
    with open_workspace(options.folder, printer) as workspace:
        settings = workspace.settings
    printer.say("new.sample_done", folder=str(folder), n=added)
    printer.result(
        {
            "folder": str(folder),
            "workspace": settings.uuid,
            "territory": list(settings.territory),
            "portal": None,
            "organisation": None,
            "sample": True,
            "records": added,
        }
    )
    return DONE


def _territory(code: str) -> str:
    """A KATOTTG code that exists, as far as can be told here."""
    code = code.strip()
    if code == COUNTRY:
        return code
    if not is_code(code):
        raise UsageError("cli.bad_territory", code=code)
    if paths.codifier_path().is_file():
        codifier = Codifier()
        if codifier.get(code) is None:
            raise UsageError("cli.unknown_territory", code=code, edition=codifier.edition)
    return code


def open_workspace(folder: str, printer: Printer) -> Workspace:
    """The workspace in a folder; what is to be known of its state is told on stderr. Raises StoreError."""
    workspace = Workspace.open(Path(folder), default_catalogue())
    for notice in workspace.notices:
        printer.warn(notice)
    return workspace

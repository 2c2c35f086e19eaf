"""Which page of the help belongs to which window or part of one, by object name; the nearest one up from the keyboard
counts.

A widget may name its page itself by the property ``helpPage`` (``page`` or ``page#anchor``), and within a page its
place by ``helpAnchor``: so do the form of a record and its fields.
"""

from __future__ import annotations

PAGES = {
    "vidbudovaDock": "list",
    "welcome": "start",
    "sampleBar": "start",
    "recordsPanel": "list",
    "problemsPanel": "list#problems",
    "quarterPanel": "list#quarter",
    "exchangePanel": "sending",
    "filterPanel": "list",
    "filesBar": "photos",
    "newWorkspaceWizard": "start",
    "placePage": "start",
    "territoryPage": "start",
    "portalPage": "start#settings",
    "settingsDialog": "start#settings",
    "chooseProjectBox": "start",
    "recordWindow": "form",
    "recordForm": "form",
    "filesPage": "photos",
    "historyPage": "form#history",
    "childrenPage": "form#related",
    "pictureView": "photos",
    "territoryDialog": "placing",
    "boundariesDialog": "backdrop",
    "basemapDialog": "backdrop",
    "basemapHint": "backdrop",
    "conflictsWindow": "offline#conflicts",
    "settleAllDialog": "offline#conflicts",
    "exportBundleDialog": "offline#bundles",
    "importBundleDialog": "offline#bundles",
    "restoreDialog": "backups",
    "untrackedDialog": "troubleshooting",
}
CONTENTS = "index"

"""What QField and its companion QFieldSync read in a project: how a layer travels, and how a photo is named.

The names and values of the properties are those of libqfieldsync (``LayerSource``).
"""

from __future__ import annotations

import json

from qgis.core import QgsVectorLayer

from ..records.definition import RecordType
from .field_widgets import FILE, holds_files

PHOTO_NAME = "'DCIM/' || coalesce(\"parent_type\", 'photo') || '_' || format_date(now(), 'yyyyMMdd_hhmmsszzz')"


def configure(layer: QgsVectorLayer, rtype: RecordType) -> None:
    """Lets a layer travel in its own file, whose triggers note each edit, and names photos taken in the field."""
    # an "offline" layer is copied into another file, which has no journal, and its edits are played back one by one
    layer.setCustomProperty("QFieldSync/action", "copy")
    layer.setCustomProperty("QFieldSync/cloud_action", "no_action")
    if holds_files(rtype):
        named = {FILE: PHOTO_NAME + " || '.{extension}'"}
        layer.setCustomProperty("QFieldSync/attachment_naming", json.dumps(named))
        layer.setCustomProperty("QFieldSync/photo_naming", json.dumps({FILE: PHOTO_NAME + " || '.jpg'"}))

"""What a workspace is for: its portal, its territory, whose it is."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from uuid import uuid4

from ..errors import StoreError


@dataclass(frozen=True)
class WorkspaceSettings:
    """Settings that travel with the workspace. No secret is among them.

    `portal_url` is the portal's address or None for a workspace that never sends; `territory` are KATOTTG codes, "UA"
    the whole country; `organisation` an EDRPOU; `language` uk, en or None for QGIS's; `uuid` names this workspace.
    `sample` marks the workspace with invented records, which never sends.
    """

    portal_url: str | None = None
    territory: tuple[str, ...] = ()
    organisation: str | None = None
    language: str | None = None
    uuid: str = field(default_factory=lambda: str(uuid4()))
    sample: bool = False

    def to_json(self) -> str:
        """As JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @staticmethod
    def from_json(text: str) -> WorkspaceSettings:
        """Read back; members that this version does not know are left out. Raises ``store.bad_settings``."""
        try:
            found = json.loads(text)
            return WorkspaceSettings(
                portal_url=_text(found.get("portal_url")),
                territory=tuple(str(code) for code in found.get("territory") or ()),
                organisation=_text(found.get("organisation")),
                language=_text(found.get("language")),
                uuid=str(found["uuid"]),
                sample=found.get("sample") is True,
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError("store.bad_settings", reason=str(error)) from error


def _text(value: object) -> str | None:
    return None if value is None else str(value)

"""Which portals the user of the command line has named, and which token belongs to which.

A workspace may come from anybody and names a portal itself: a token goes there only if the user has typed that
address, on making the workspace (``new --portal``) or on sending (``sync --portal``). Once used, a token is bound to
its portal and goes to no other. Remembered in the user's own settings folder, the tokens as fingerprints only.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..store.whole_file import write_whole
from ..sync.access import origin

FILE_NAME = "portals.json"


def settings_folder() -> Path | None:
    """The user's settings folder for this program; None where the system names none."""
    chosen = os.environ.get("VIDBUDOVA_CONFIG")
    if chosen:
        return Path(chosen)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return base / "vidbudova"


def remember(url: str) -> bool:
    """Notes that the user has named this portal. False where that cannot be kept: then it has to be named again."""
    known = _read()
    known["origins"] = sorted({*known["origins"], origin(url)})
    return _write(known)


def allow(token: str, url: str, named: str | None) -> None:
    """Binds ``token`` to the portal at ``url``, the workspace's, if it may go there. ``named`` is what the user typed
    now.

    Raises UsageError ``cli.portal_not_named`` (nobody has vouched for the workspace's portal), ``cli.portal_differs``
    (another one was typed), ``cli.token_of_another`` (the token is bound to another portal).
    """
    portal = origin(url)
    if named is not None and origin(named) != portal:
        raise UsageError("cli.portal_differs", portal=portal, named=origin(named))
    known = _read()
    if named is None and portal not in known["origins"]:
        raise UsageError("cli.portal_not_named", portal=portal)
    fingerprint = hashlib.sha256(token.encode("ascii")).hexdigest()
    bound = known["tokens"].get(fingerprint)
    if named is None and bound not in (None, portal):
        raise UsageError("cli.token_of_another", portal=portal, bound=bound)
    if bound != portal or portal not in known["origins"]:
        known["tokens"][fingerprint] = portal
        known["origins"] = sorted({*known["origins"], portal})
        _write(known)


def _read() -> dict[str, Any]:
    folder = settings_folder()
    found: object = None
    if folder is not None:
        with contextlib.suppress(OSError, ValueError):
            found = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    source = found if isinstance(found, dict) else {}
    origins, tokens = source.get("origins"), source.get("tokens")
    return {
        "origins": [one for one in origins if isinstance(one, str)] if isinstance(origins, list) else [],
        "tokens": dict(tokens) if isinstance(tokens, dict) else {},
    }


def _write(known: dict[str, Any]) -> bool:
    folder = settings_folder()
    if folder is None:
        return False
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(folder / FILE_NAME, json.dumps(known, indent=1).encode("utf-8"))
    except OSError:
        return False
    return True

"""The command line as somebody runs it: in this process, for a new one takes a second to start."""

from __future__ import annotations

import contextlib
import io
import json
import os
from pathlib import Path
from typing import NamedTuple

from plugin.cli.run import main

ROOT = Path(__file__).resolve().parents[2]
"""Where ``python -m plugin.cli`` runs."""


class Done(NamedTuple):
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


class Shell:
    """Runs the command line as a user with settings of their own, in this process: a new one takes a second to
    start."""

    def __init__(self, folder: Path, monkeypatch) -> None:
        self.settings = folder / "settings"
        self.token = ""
        self._monkeypatch = monkeypatch

    def environment(self, token=None, **more) -> dict[str, str]:
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("VIDBUDOVA_", "LC_", "LANG"))
        }
        clean |= {"VIDBUDOVA_STRICT": "1", "XDG_CONFIG_HOME": str(self.settings), "LANG": "uk_UA.UTF-8"}
        given = self.token if token is None else token
        return {**clean, **({"VIDBUDOVA_TOKEN": given} if given else {}), **more}

    def __call__(self, *arguments, token=None, **environment) -> Done:
        out, complaints = io.StringIO(), io.StringIO()
        with self._monkeypatch.context() as patch:
            patch.setattr(os, "environ", self.environment(token, **environment))
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(complaints):
                try:
                    status = main([str(argument) for argument in arguments])
                except SystemExit as exit:  # --help
                    status = exit.code
        return Done(status, out.getvalue(), complaints.getvalue())

    def json(self, *arguments, status=0, **environment) -> dict:
        """The document that a command prints with ``--json``."""
        done = self(*arguments, "--json", **environment)
        assert done.returncode == status, done.stderr + done.stdout
        assert "Traceback" not in done.stderr
        return json.loads(done.stdout)

    def fails(self, *arguments, **environment) -> tuple[str, str]:
        """Code of the error, and its sentence, which stands on stderr in each language."""
        document = self.json(*arguments, status=2, **environment)["error"]
        told = {}
        for lang in ("uk", "en"):
            done = self(*arguments, "--lang", lang, **environment)
            assert done.returncode == 2
            assert "Traceback" not in done.stderr
            told[lang] = done.stderr.strip()
            assert told[lang]
        assert told["uk"] != told["en"]
        assert document["message"]
        return document["code"], told["en"]

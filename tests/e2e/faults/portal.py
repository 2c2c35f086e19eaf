"""A portal in a child of the nursery: real, on loopback, with points at which it is killed."""

from __future__ import annotations

import os
import random
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from portal import backups
from portal.database import open_database

from . import mutations
from .nursery import Nursery
from .points import Points

_parts: dict[str, Any] = {}


def warm() -> None:
    """Imports what a portal needs."""
    import sqlalchemy.event
    import uvicorn.loops.asyncio
    import uvicorn.protocols.http.h11_impl  # noqa: F401

    from plugin.records.catalogue import default_catalogue
    from portal import app, database, serve, service

    _parts.update(app=app, database=database, serve=serve, service=service, catalogue=default_catalogue())
    _parts["event"] = sqlalchemy.event


def run(asked: dict[str, Any], tell: Callable[[dict[str, Any]], None]) -> None:
    """Serves the database at ``path`` on ``port`` until it is killed."""
    random.seed(2)
    # What a portal says in this weather is noise, until somebody looks for something.
    os.dup2(os.open(Path(asked["path"]).with_suffix(".log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    mutations.apply(asked.get("mutation"))
    database = _parts["database"].open_database(f"sqlite:///{asked['path']}")
    points = Points(Path(asked["points"]))
    event = _parts["event"]
    event.listen(database.engine, "before_cursor_execute", points.tick)
    event.listen(database.engine, "commit", points.tick)
    settings = _parts["service"].Settings(per_minute=1e9, burst=1_000_000)
    portal = _parts["service"].Portal.open(database, settings, _parts["catalogue"])
    inner = _parts["app"].make_app(portal)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        async def watched(message: Any) -> None:
            if message["type"] == "http.response.start":
                points.tick()  # it is done, and nobody knows
            await send(message)

        await inner(scope, receive, watched)

    serve = _parts["serve"]
    listen = serve._listen

    def listening(address: Any) -> Any:
        listener = listen(address)
        listener.listen(64)
        tell({"port": listener.getsockname()[1]})
        return listener

    serve._listen = listening
    serve.run(app, serve.Address("127.0.0.1", int(asked["port"])))


class Portal:
    """The harness's handle on one portal: started, killed, started again on the same port and the same data."""

    def __init__(self, nursery: Nursery, path: Path, mutation: str | None = None) -> None:
        self.path = path
        # Bound, so that no other connection of this machine takes the port while the portal is down; never listening.
        self._place = socket.socket()
        self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._place.bind(("127.0.0.1", 0))
        self.port = int(self._place.getsockname()[1])
        self.points = Points(path.with_suffix(".points"))
        self._nursery = nursery
        self._mutation = mutation
        self._pid: int | None = None
        self._away = 0
        self.deaths = 0
        """How often a point was its last."""
        self._lock = threading.RLock()

    def start(self) -> None:
        """Starts it; it answers when this returns."""
        self.points.arm(0)
        told = self._nursery.ask(
            do="portal",
            path=str(self.path),
            port=self.port,
            points=str(self.path.with_suffix(".points")),
            mutation=self._mutation,
        )
        self._pid, self.port = told["pid"], told["port"]

    def stop(self) -> None:
        """Kills it, or buries it where it was killed already."""
        with self._lock:
            self._stop()

    def close(self) -> None:
        """Ends it for good."""
        self.stop()
        self._place.close()

    def _stop(self) -> None:
        if self._pid is not None:
            self._nursery.ask(do="end", pid=self._pid)
            self._pid = None

    def kill_at(self, point: int, away: int) -> None:
        """Has it die at a point from now on, and come back when it has been missed ``away`` times."""
        self._away = away
        self.points.arm(point)

    def kill_now(self, away: int) -> None:
        """The same, now."""
        self._away = away
        self.stop()

    def down(self) -> bool:
        """Somebody missed it: whether it is back."""
        with self._lock:
            self._away -= 1
            if self._away > 0:
                return False
            self.back()
            return True

    def back(self) -> None:
        """It is there again, if it was killed; and nothing is going to kill it."""
        with self._lock:
            self.deaths += self.points.fired
            if self._pid is None or self.points.fired:
                self._stop()
                self.start()
            self.points.arm(0)

    def full(self, byte_count: int | None) -> None:
        """Its disk takes files of so many bytes from now on; None is any."""
        if self._pid is not None:
            self._nursery.ask(do="limit", pid=self._pid, bytes=byte_count)

    def back_up(self, to: Path) -> None:
        """A copy of its data, made while it runs."""
        with closing(open_database(f"sqlite:///{self.path}")) as database:
            backups.save(database, to)

    def put_back(self, backup: Path, *, running: bool) -> None:
        """Puts an older copy in its place, under a new epoch, as the operator's manual says."""
        if not running:
            self.stop()
        with closing(open_database(f"sqlite:///{self.path}")) as database:
            backups.put_back(database, backup)
        if not running:
            self.start()

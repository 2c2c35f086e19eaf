"""Real portals for tests: a process of its own on loopback, on SQLite or on a throwaway PostgreSQL cluster.

For tests of the plugin against the portal (tests/e2e and the like), name the fixture in the test's conftest.py::

    from tests.portal_fixtures import portal_process  # noqa: F401

    def test_it_arrives(portal_process):
        token = portal_process.add_account(role="contributor", edrpou="02012345", territory=["UA63000000000041885"])
        access = PortalAccess(portal_process.url, token, …)     # url is http://127.0.0.1:PORT, the API is under /api/v1

``portal_process`` is one fresh portal per test, on SQLite, stopped afterwards. Where a test needs more than one, or has
to stop, kill or restart it, it takes :class:`PortalProcess` itself::

    with PortalProcess(tmp_path / "portal.sqlite") as portal:
        portal.kill()        # SIGKILL, as a power cut would
        portal.start()       # again, on the same port and the same data
        portal.cli("epoch", "renew")

``postgres_cluster`` (one per session) gives fresh databases by ``new_database()``; tests that use it are skipped,
loudly, where PostgreSQL's server programs are not installed.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from portal import accounts
from portal.database import open_database

ROOT = Path(__file__).resolve().parent.parent
KHARKIV_OBLAST = "UA63000000000041885"
START_SECONDS = 60.0
_numbers = itertools.count(1)


class PortalProcess:
    """``python -m portal serve`` in a process of its own. A context manager that starts and stops it.

    `database` is an SQLite file's path or a SQLAlchemy URL; `options` go to ``serve`` as they are. The port stays the
    same over restarts. What the portal prints and logs is in `log_file`.
    """

    def __init__(self, database: Path | str, *, options: Sequence[str] = (), log_file: Path | None = None) -> None:
        self.database = f"sqlite:///{database}" if isinstance(database, Path) else database
        self.options = list(options)
        self.port = 0
        self.process: subprocess.Popen[str] | None = None
        self.output: list[str] = []
        self._log_file = log_file or Path(tempfile.mkdtemp(prefix="portal-log-")) / "portal.log"
        self._own_log = log_file is None

    @property
    def url(self) -> str:
        """The portal's origin, without a path: ``http://127.0.0.1:PORT``."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api(self) -> str:
        """The contract's root: ``…/api/v1``."""
        return f"{self.url}/api/v1"

    @property
    def log(self) -> str:
        """What it has logged so far."""
        return self._log_file.read_text(encoding="utf-8") if self._log_file.exists() else ""

    def start(self) -> PortalProcess:
        """Starts it and waits until it answers."""
        assert self.process is None, "it runs already"
        command = [sys.executable, "-m", "portal", "serve", "--database", self.database, "--port", str(self.port)]
        # Tests ask more often than people do; `options` may overrule it.
        command += ["--per-minute", "1e9", "--burst", "1000000"]
        with self._log_file.open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [*command, *self.options], cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True, env=_environment()
            )
        ready = threading.Event()
        threading.Thread(target=self._listen, args=(self.process, ready), daemon=True).start()
        if not ready.wait(START_SECONDS) or self.process.poll() is not None:
            self.kill()
            raise RuntimeError(f"the portal did not start:\n{self.log}")
        return self

    def _listen(self, process: subprocess.Popen[str], ready: threading.Event) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.output.append(line.rstrip("\n"))
            if line.startswith("listening on "):
                self.port = int(line.strip().rpartition(":")[2])
                ready.set()
        ready.set()

    def stop(self) -> None:
        """Asks it to end (SIGTERM) and waits until it has."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Ends it at once (SIGKILL), as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, number: int) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        process.send_signal(number)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(30)

    def cli(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """``python -m portal ARGUMENTS --database …`` on this portal's database."""
        return run_portal(*arguments, "--database", self.database, check=check)

    def add_account(
        self,
        *,
        name: str | None = None,
        role: str = "contributor",
        edrpou: str = "02012345",
        territory: Sequence[str] = (KHARKIV_OBLAST,),
    ) -> str:
        """A new account, added beside the running portal; its token."""
        database = open_database(self.database)
        try:
            _, token = accounts.add(
                database,
                name=name or f"Працівник {next(_numbers)}",
                role=role,
                edrpou=edrpou,
                territory=territory,
            )
        finally:
            database.close()
        return token

    def __enter__(self) -> PortalProcess:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
        if self._own_log:
            shutil.rmtree(self._log_file.parent, ignore_errors=True)


def run_portal(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """``python -m portal ARGUMENTS``, its output as text."""
    command = [sys.executable, "-m", "portal", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=_environment(), timeout=120)
    if check and done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    return done


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "VIDBUDOVA_STRICT": "1"}


class PostgresCluster:
    """A PostgreSQL cluster of the tests' own: initialised in a temporary folder, on a free port, without durability."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
        self._data = self._folder / "data"
        self._user = "postgres"
        self._databases = itertools.count(1)
        self._free: list[str] = []
        self.port = free_port()

    def start(self) -> None:
        """Initialises and starts it; raises CalledProcessError with what the programs said in its output."""
        if os.geteuid() == 0:
            owner = pwd.getpwnam(self._user)
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        self._folder.chmod(0o755)
        names = ["-A", "trust", "-U", self._user, "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        self._run("initdb", "-D", str(self._data), *names)
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder} "
            "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100"
        )
        self._run("pg_ctl", "-D", str(self._data), "-o", options, "-l", str(self._folder / "log"), "-w", "start")

    def stop(self) -> None:
        """Stops it and removes all it had."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_database(self) -> str:
        """The URL of an empty database: a new one, or one that was given back."""
        if self._free:
            return self._free.pop()
        name = f"portal_{next(self._databases)}"
        self._execute("postgres", f'CREATE DATABASE "{name}"')  # a name of our own making
        return f"postgresql://{self._user}@127.0.0.1:{self.port}/{name}"

    def copy(self, name: str, to: str) -> None:
        """A database as it is now, which nobody may be connected to, as a new one named `to`."""
        self._execute("postgres", f'CREATE DATABASE "{to}" TEMPLATE "{name}"')  # names of our own making

    def give_back(self, url: str) -> None:
        """Empties a database that nobody uses any more, for the next who asks: making one takes ten times as long."""
        name = url.rpartition("/")[2]
        self._execute(name, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
        self._free.append(url)

    def _execute(self, database: str, *statements: str) -> None:
        import psycopg

        place = f"host=127.0.0.1 port={self.port} user={self._user} dbname={database} options='-c lock_timeout=5000'"
        with psycopg.connect(place, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", self._user, "--", *command]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/"
        )
        if done.returncode != 0:
            raise subprocess.CalledProcessError(done.returncode, command, done.stdout)


def postgres_programs() -> Path | None:
    """The folder of the newest PostgreSQL server programs on this machine; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    return Path(elsewhere).resolve().parent if elsewhere else None


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[PostgresCluster]:
    """One PostgreSQL cluster for the session, stopped and removed after it."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL's server programs are not installed (Debian: postgresql): its half is NOT tested")
    cluster = PostgresCluster(programs)
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture
def portal_process(tmp_path: Path) -> Iterator[PortalProcess]:
    """One fresh portal on SQLite, in a process of its own."""
    with PortalProcess(tmp_path / "portal.sqlite", log_file=tmp_path / "portal.log") as portal:
        yield portal

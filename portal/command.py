"""The portal's command line: ``python -m portal …``. Exit status 0, or 2 where it could not be done."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from plugin.contract.service import ROUND_STATES
from plugin.contract.workflow import ROLES
from plugin.errors import UsageError, VidbudovaError
from plugin.records import messages

from . import accounts, backups, clock, devices, meta, rounds
from .database import Database, open_database
from .files.limits import FileLimits
from .keys import KeyRing

Command = Callable[[argparse.Namespace, Database], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; what goes wrong is told on standard error in the language of ``--lang``."""
    given = _parser().parse_args(arguments)
    command: Command = given.command
    try:
        database = open_database(given.database)
        try:
            command(given, database)
        finally:
            database.close()
    except VidbudovaError as error:
        print(error.describe(given.lang), file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m portal", description="The reference portal of Vidbudova.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _serve_parser(commands)
    _account_parser(commands)
    _device_parser(commands)
    _upkeep_parser(commands)
    return parser


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, command: Command, text: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    parser.add_argument(
        "--database", required=True, metavar="URL", help="sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME"
    )
    parser.add_argument("--lang", choices=messages.LANGUAGES, default="en", help="language of error messages")
    parser.set_defaults(command=command)
    return parser


def _serve_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = _add(commands, "serve", _serve, "Serve the portal over HTTP.")
    serve.add_argument("--host", default="127.0.0.1", help="beyond loopback only with a certificate or --behind-proxy")
    serve.add_argument("--port", type=int, default=8765, help="0 picks a free one")
    serve.add_argument("--ready-file", type=Path, help="gets the portal's URL once it answers")
    serve.add_argument("--title", help="the portal's name, kept in the database")
    serve.add_argument("--key-dir", type=Path, help="folder of the private keys; without it they lie in the database")
    serve.add_argument("--certificate", type=Path, help="TLS certificate, PEM")
    serve.add_argument("--certificate-key", type=Path, help="its private key, PEM")
    serve.add_argument("--behind-proxy", action="store_true", help="a proxy in front does TLS")
    serve.add_argument("--per-minute", type=float, help="requests an account has in the long run")
    serve.add_argument("--burst", type=int, help="requests an account has at once")
    _files_arguments(serve)


_FILE_SETTINGS = {
    "file_bytes": ("BYTES", 1024, "what one file may weigh"),
    "quota": ("BYTES", 0, "what all files of an organisation may weigh; 0 is no limit"),
    "picture_side": ("PIXELS", 64, "longest side of a picture's reduced copy"),
    "upload_days": ("N", 1, "how long a file may take to arrive"),
}
_ENVIRONMENT = "VIDBUDOVA_PORTAL_"


def _files_arguments(serve: argparse.ArgumentParser) -> None:
    serve.add_argument(
        "--files", type=Path, metavar="DIR", help="folder of files; an SQLite database has one beside it"
    )
    for name, (unit, least, text) in _FILE_SETTINGS.items():
        text = f"{text}; at least {least}" if least else text
        serve.add_argument(f"--{name.replace('_', '-')}", metavar=unit, help=text)
    serve.epilog = "Files may also be set by the environment: " + ", ".join(
        _ENVIRONMENT + name.upper() for name in ("files", *_FILE_SETTINGS)
    )


def _file_settings(given: argparse.Namespace) -> dict[str, Any]:
    """What was set of files, by option or else by the environment. Raises UsageError ``server.files_setting``."""
    found: dict[str, int] = {}
    for name, (_, least, _) in _FILE_SETTINGS.items():
        text = getattr(given, name) or os.environ.get(_ENVIRONMENT + name.upper())
        if not text:
            continue
        if not (text.isascii() and text.isdecimal() and len(text) <= 15) or int(text) < least:
            raise UsageError("server.files_setting", option="--" + name.replace("_", "-"), value=text[:40], least=least)
        found[name] = int(text)
    settings: dict[str, Any] = dict(found)
    if found.get("quota") == 0:
        settings["quota"] = None
    folder = given.files or os.environ.get(_ENVIRONMENT + "FILES")
    return {"files": Path(folder) if folder else None, "file_limits": FileLimits(**settings)}


def _account_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    account = commands.add_parser("account", help="Accounts and their tokens.")
    actions = account.add_subparsers(required=True, metavar="ACTION")
    add = _add(actions, "add", _account_add, "Add an account; its token is printed once, as the last word.")
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True, choices=ROLES)
    add.add_argument("--edrpou", required=True, help="the organisation's EDRPOU code, 8 digits")
    add.add_argument(
        "--territory", required=True, action="append", metavar="KATOTTG", help="repeatable; UA is the whole country"
    )
    add.add_argument("--expires-in-days", type=int, metavar="N")
    renew = _add(actions, "renew", _account_renew, "Give an account a new token; the old one opens nothing any more.")
    renew.add_argument("--name", required=True, help="name or id")
    renew.add_argument("--expires-in-days", type=int, metavar="N")
    revoke = _add(actions, "revoke", _account_revoke, "Take an account's token away.")
    revoke.add_argument("--name", required=True, help="name or id")
    _add(actions, "list", _account_list, "List the accounts.")


def _device_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    device = commands.add_parser("device", help="Devices whose keys sign batches.")
    actions = device.add_subparsers(required=True, metavar="ACTION")
    _add(actions, "list", _device_list, "List everybody's devices.")
    retire = _add(actions, "retire", _device_retire, "Retire a device that was lost or stolen.")
    retire.add_argument("--device", required=True, metavar="ID")


def _upkeep_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    key = commands.add_parser("key", help="Signing keys.").add_subparsers(required=True, metavar="ACTION")
    rotate = _add(key, "rotate", _key_rotate, "Sign with a new key from now on; the old one vouches for it.")
    rotate.add_argument("--key-dir", type=Path, help="as given to serve")
    epoch = commands.add_parser("epoch", help="After a restored backup.").add_subparsers(
        required=True, metavar="ACTION"
    )
    _add(epoch, "renew", _epoch_renew, "Mint a new epoch: run it before a restored portal answers anybody.")
    backup = commands.add_parser("backup", help="Backups of an SQLite portal.").add_subparsers(
        required=True, metavar="ACTION"
    )
    save = _add(backup, "save", _backup_save, "Write the database to a file; the portal may run meanwhile.")
    save.add_argument("--file", required=True, type=Path, help="must not exist yet")
    restore = _add(backup, "restore", _backup_restore, "Put a backup back, under a new epoch; the portal may run.")
    restore.add_argument("--file", required=True, type=Path)
    kept = commands.add_parser("files", help="Photos and documents.").add_subparsers(required=True, metavar="ACTION")
    look = _add(kept, "check", _files_check, "Read every file; tell which are missing, damaged or no record's.")
    look.add_argument("--files", type=Path, metavar="DIR", help="as given to serve")
    look.add_argument("--remove-unlinked", action="store_true", help="remove those that are no record's")
    one = commands.add_parser("round", help="Reporting rounds.").add_subparsers(required=True, metavar="ACTION")
    put = _add(one, "set", _round_set, "Add or change a reporting round.")
    put.add_argument("--period", required=True, metavar="YYYY-Qn")
    put.add_argument("--state", required=True, choices=ROUND_STATES)
    put.add_argument("--opens-at", required=True, metavar="TIME", help="RFC 3339 with offset")
    put.add_argument("--closes-at", required=True, metavar="TIME", help="RFC 3339 with offset")


def _serve(given: argparse.Namespace, database: Database) -> None:
    # Only serving needs the web framework, which takes longer to import than any other command to run.
    from .app import make_app
    from .serve import Address, run
    from .service import Portal, Settings

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    pace = {name: value for name in ("per_minute", "burst") if (value := getattr(given, name)) is not None}
    settings = Settings(given.title, given.key_dir, **pace, **_file_settings(given))
    address = Address(given.host, given.port, given.certificate, given.certificate_key, given.behind_proxy)
    run(make_app(Portal.open(database, settings)), address, given.ready_file)


def _account_add(given: argparse.Namespace, database: Database) -> None:
    account, token = accounts.add(
        database,
        name=given.name,
        role=given.role,
        edrpou=given.edrpou,
        territory=given.territory,
        expires_at=_expiry(given.expires_in_days),
    )
    print(f"account {account.account} added; its token, shown this once: {token}")


def _account_renew(given: argparse.Namespace, database: Database) -> None:
    account, token = accounts.renew(database, given.name, _expiry(given.expires_in_days))
    print(f"account {account.account} renewed; its token, shown this once: {token}")


def _account_revoke(given: argparse.Namespace, database: Database) -> None:
    account = accounts.revoke(database, given.name)
    print(f"account {account.account} revoked")


def _account_list(given: argparse.Namespace, database: Database) -> None:
    for listed in accounts.list_all(database):
        account = listed.account
        state = f"revoked {listed.revoked_at}" if listed.revoked_at else f"expires {account.expires_at or 'never'}"
        columns = (account.account, account.role, account.organisation or "", ",".join(account.territory), state)
        print("\t".join((*columns, account.name)))


def _device_list(given: argparse.Namespace, database: Database) -> None:
    names = {listed.account.account: listed.account.name for listed in accounts.list_all(database)}
    for owned in devices.list_all(database):
        device = owned.device
        state = "in use" if device.retired_at is None else f"retired {device.retired_at}"
        print(
            "\t".join((device.device, state, device.enrolled_at, names.get(owned.account, owned.account), device.name))
        )


def _device_retire(given: argparse.Namespace, database: Database) -> None:
    device = devices.retire(database, given.device)
    print(f"device {device.device} is retired")


def _key_rotate(given: argparse.Namespace, database: Database) -> None:
    meta.ensure(database)
    print(f"key {KeyRing(given.key_dir).rotate(database)} signs from now on")


def _epoch_renew(given: argparse.Namespace, database: Database) -> None:
    meta.ensure(database)
    print(f"epoch {meta.renew_epoch(database).epoch} begins")


def _backup_save(given: argparse.Namespace, database: Database) -> None:
    backups.save(database, given.file)
    print(f"backup {given.file} is written")


def _backup_restore(given: argparse.Namespace, database: Database) -> None:
    identity, kept = backups.put_back(database, given.file)
    print(f"{given.file} is put back; epoch {identity.epoch} begins")
    if kept is not None:
        print(f"what was there before is kept in {kept}")


def _files_check(given: argparse.Namespace, database: Database) -> None:
    from .files.disk import Folder
    from .files.upkeep import check

    named = given.files or os.environ.get(_ENVIRONMENT + "FILES")
    root = Path(named) if named else database.files_beside()
    if root is None:
        raise UsageError("server.files_no_folder")
    folder = Folder(root)
    folder.prepare()
    found = check(database, folder, remove_unlinked=given.remove_unlinked)
    for sha256, attachments in sorted(found.missing.items()):
        print(f"missing\t{sha256}\t{','.join(attachments)}")
    for kind, names in (("damaged", found.damaged), ("unlinked", found.unlinked)):
        for name in names:
            print(f"{kind}\t{name}")
    counts = f"{len(found.missing)} missing, {len(found.damaged)} damaged, {len(found.unlinked)} unlinked"
    print(f"{found.whole} files, {found.bytes} bytes: {counts}")


def _round_set(given: argparse.Namespace, database: Database) -> None:
    rounds.put(database, given.period, given.state, given.opens_at, given.closes_at)
    print(f"round {given.period} is {given.state}")


def _expiry(days: int | None) -> str | None:
    if days is None:
        return None
    if not 1 <= days <= 36_500:
        raise UsageError("server.account_expiry")
    return clock.text(datetime.now(timezone.utc) + timedelta(days=days))

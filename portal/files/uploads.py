"""The life of an upload: made, grown, checked, placed, linked to its attachment record; or refused, or expired.

::

    open ──► checked ──► done            what a process that dies on the next line leaves, and who goes on:
      │
      ├────► refused                     open       a part of any length, or none: whoever asks next goes on from it
      └────► expired                     checked    the part or the placed file: the next question, start or sweep
                                         refused    perhaps a part that nobody needs: the sweep
                                         done       nothing to do

A file is *placed* (gets its name in the folder) only after the state `checked` was committed, and *linked* (may be
read) only after it was placed. So a link without its file cannot be, and a file without its link only until somebody
asks for the upload, the portal starts, or the sweep comes by. `checked` also says that the sender had the bytes: to
know a file's hash proves nothing.

Every step but the making happens while the upload is held (`holds`), so one at a time.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, select, update

from plugin.contract.service import Account

from .. import clock, schema, view
from ..database import Database
from ..problems import Refusal
from ..view import Standing
from . import content
from .content import Flaw
from .disk import Folder
from .holds import Holds
from .limits import FileLimits

log = logging.getLogger("portal.files")

OPEN, CHECKED, DONE, REFUSED, EXPIRED = "open", "checked", "done", "refused", "expired"
TYPE = "attachment"

_REMEMBERED = timedelta(days=30)
_STRAY_SECONDS = 3600.0
_SWEPT = 500
_upload, _file, _record = schema.upload.c, schema.attachment_file.c, schema.record.c


@dataclass(frozen=True)
class Wish:
    """What somebody wants to send: `length` bytes with the SHA-256 `content`, which are the `variant` of the file
    `sha256` of the record `attachment`."""

    attachment: str
    sha256: str
    variant: str
    content: str
    media_type: str
    length: int


@dataclass(frozen=True)
class Upload:
    """An upload as the database has it; see the table's columns."""

    id: str
    account: str
    organisation: str
    wish: Wish
    state: str
    flaw: Flaw | None
    expires_at: str


class Uploads:
    """The uploads of a portal. Safe to share between threads; several processes may work on one database and folder."""

    def __init__(self, database: Database, folder: Folder, holds: Holds, limits: FileLimits) -> None:
        self._database = database
        self.folder = folder
        self.holds = holds
        self.limits = limits

    # --- beginning ----------------------------------------------------------------------------------------------------

    def create(self, account: Account, wish: Wish) -> Upload:
        """An upload for the wish: a new one, the same one as before where it was begun already, or a finished one where
        the portal has the file and the caller may read it.

        Raises Refusal ``attachment-unknown``, ``forbidden``, ``file-type``, ``too-large``, ``quota``.
        """
        if wish.length > self.limits.file_bytes:
            limit = self.limits.file_bytes
            extra = {"limit": limit}
            raise Refusal("too-large", variant="file-too-large", length=wish.length, limit=limit, extra=extra)

        def work(connection: Connection) -> Upload:
            organisation = self._entitled(connection, account, wish)
            if self._has_already(connection, account, wish, organisation):
                return self._insert(connection, account, wish, organisation, DONE)
            begun = self._begun(connection, account, wish)
            if begun is not None:
                return begun
            self._reserve(connection, organisation, wish.content, wish.length)
            return self._insert(connection, account, wish, organisation, OPEN)

        self.folder.prepare()
        return self._database.write(work)

    def _entitled(self, connection: Connection, account: Account, wish: Wish) -> str:
        """The organisation of the record that the file belongs to, if the account may send it."""
        row = connection.execute(
            select(
                _record.content, _record.organisation, _record.katottg, _record.workflow, _record.access
            ).where(_record.uuid == wish.attachment, _record.type == TYPE, _record.deleted.is_(False))
        ).first()  # fmt: skip
        standing = None if row is None else Standing(row.organisation, row.katottg, row.workflow, row.access)
        record = {} if row is None else json.loads(row.content)
        if standing is None or not view.sees(account, standing) or record.get("sha256") != wish.sha256:
            raise Refusal("attachment-unknown", attachment=wish.attachment, extra={"attachment": wish.attachment})
        if view.may_write(account, standing) is not None:
            raise Refusal("forbidden")
        flaw = content.claim_flaw(wish.variant, wish.media_type, record.get("kind"), record.get("file_name"))
        if flaw is not None:
            raise refusal(flaw)
        return standing.organisation

    def _has_already(self, connection: Connection, account: Account, wish: Wish, organisation: str) -> bool:
        """Whether the file is here and the account may read a record that has it; then this record has it, too.

        What a reduced copy shows is believed within one organisation only: for an original its hash speaks.
        """
        where: ColumnElement[bool] = readable(account, wish.sha256)
        if wish.variant == content.REDUCED:
            where = and_(where, _file.organisation == organisation)
        rows = connection.execute(
            select(schema.attachment_file)
            .join_from(schema.attachment_file, schema.record, _file.attachment == _record.uuid)
            .where(where, _file.variant == wish.variant)
            .order_by(_file.attachment != wish.attachment, _file.at)
        )
        for row in rows:
            if wish.variant == content.ORIGINAL and row.media_type != wish.media_type:
                continue
            if not self.folder.has(row.content, row.bytes):
                continue  # the folder was put back to an earlier state: let it come once more
            if row.attachment != wish.attachment:
                self._reserve(connection, organisation, row.content, row.bytes)
                values = {"content": row.content, "media_type": row.media_type, "bytes": row.bytes}
                self._insert_link(connection, wish, organisation, account.account, values)
            return True
        return False

    def _begun(self, connection: Connection, account: Account, wish: Wish) -> Upload | None:
        row = connection.execute(
            select(schema.upload).where(
                _upload.attachment == wish.attachment,
                _upload.account == account.account,
                _upload.sha256 == wish.sha256,
                _upload.variant == wish.variant,
                _upload.content == wish.content,
                _upload.media_type == wish.media_type,
                _upload.length == wish.length,
                _upload.state.in_((OPEN, CHECKED)),
                _upload.expires_at > clock.now(),
            )
        ).first()
        return None if row is None else _read(row)

    def _reserve(self, connection: Connection, organisation: str, sha256: str, length: int) -> None:
        """Whether the quota has room for a file, the same bytes counted once; raises Refusal ``quota``."""
        quota = self.limits.quota
        if quota is None:
            return
        lock = select(schema.storage.c.organisation).where(schema.storage.c.organisation == organisation)
        if connection.execute(lock.with_for_update()).first() is None:
            connection.execute(insert(schema.storage).values(organisation=organisation))
        files = select(_file.content, _file.bytes).where(_file.organisation == organisation).distinct().subquery()
        kept = connection.execute(select(func.coalesce(func.sum(files.c.bytes), 0))).scalar_one()
        counted = select(_file.content).where(_file.organisation == organisation, _file.content == sha256)
        if connection.execute(counted).first() is not None:
            return
        coming = connection.execute(
            select(func.coalesce(func.sum(_upload.length), 0)).where(
                _upload.organisation == organisation,
                _upload.state.in_((OPEN, CHECKED)),
                _upload.expires_at > clock.now(),
            )
        ).scalar_one()
        used = int(kept) + int(coming)
        if used + length > quota:
            raise Refusal("quota", used=used, quota=quota, length=length, extra={"used": used, "quota": quota})

    def _insert(self, connection: Connection, account: Account, wish: Wish, organisation: str, state: str) -> Upload:
        made = Upload(str(uuid4()), account.account, organisation, wish, state, None, self._expiry())
        connection.execute(
            insert(schema.upload).values(
                id=made.id,
                account=made.account,
                organisation=organisation,
                attachment=wish.attachment,
                sha256=wish.sha256,
                variant=wish.variant,
                content=wish.content,
                media_type=wish.media_type,
                length=wish.length,
                state=state,
                made_at=clock.now(),
                expires_at=made.expires_at,
            )
        )
        return made

    def _expiry(self) -> str:
        return clock.text(datetime.now(timezone.utc) + timedelta(days=self.limits.upload_days))

    # --- asking -------------------------------------------------------------------------------------------------------

    def find(self, account: Account, upload_id: str) -> Upload:
        """An upload of the account's own.

        Raises Refusal ``not-found`` for one that is not there or somebody else's, ``upload-gone`` for one that has
        expired, and once more what an upload was refused for.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(schema.upload).where(_upload.id == upload_id)).first()
        if row is None or row.account != account.account:
            raise Refusal("not-found", variant="upload-unknown")
        upload = _read(row)
        if upload.flaw is not None:
            raise refusal(upload.flaw)
        if upload.state == EXPIRED or upload.expires_at <= clock.now():
            raise Refusal("upload-gone")
        return upload

    def arrived(self, upload: Upload) -> tuple[Upload, int]:
        """How far the upload is, on the disk; one of which everything is here is finished first. Hold it.

        Raises Refusal ``file-hash``, ``file-type``.
        """
        if upload.state == DONE:
            return upload, upload.wish.length
        size = self.folder.settle(upload.id)
        if size < upload.wish.length and upload.state == OPEN:
            return upload, size
        upload = self._finish(upload)
        return upload, upload.wish.length if upload.state == DONE else 0

    def prolong(self, upload: Upload) -> Upload:
        """The upload with its time counted anew, for something of it has just arrived."""
        later = self._expiry()
        if later[:13] == upload.expires_at[:13]:
            return upload  # within the hour: not worth a commit

        def work(connection: Connection) -> None:
            where = and_(_upload.id == upload.id, _upload.state == OPEN)
            connection.execute(update(schema.upload).where(where).values(expires_at=later))

        self._database.write(work)
        return replace(upload, expires_at=later)

    # --- ending -------------------------------------------------------------------------------------------------------

    def _finish(self, upload: Upload) -> Upload:
        """Checks, places and links a file of which everything is here; may be done again from any point on."""
        if upload.state == OPEN:
            flaw = self._flaw(upload)
            if flaw is not None:
                self._settle(upload, OPEN, REFUSED, flaw)
                self.folder.drop(upload.id)
                raise refusal(flaw)
            self._settle(upload, OPEN, CHECKED)
            upload = replace(upload, state=CHECKED)
        self.folder.place(upload.id, upload.wish.content)
        if not self.folder.has(upload.wish.content, upload.wish.length):
            # Database and folder were restored from different moments: begin anew.
            self._settle(upload, CHECKED, OPEN)
            return replace(upload, state=OPEN)
        self._link(upload)
        return replace(upload, state=DONE)

    def _flaw(self, upload: Upload) -> Flaw | None:
        wish = upload.wish
        if self.folder.size(upload.id) != wish.length or self.folder.digest(upload.id) != wish.content:
            return Flaw("hash")
        return content.flaw(self.folder.part(upload.id), wish.media_type, wish.variant, self.limits.picture_side)

    def _settle(self, upload: Upload, before: str, after: str, flaw: Flaw | None = None) -> None:
        told = None if flaw is None else json.dumps([flaw.name, flaw.params], ensure_ascii=False)

        def work(connection: Connection) -> None:
            where = and_(_upload.id == upload.id, _upload.state == before)
            connection.execute(update(schema.upload).where(where).values(state=after, flaw=told))

        self._database.write(work)

    def _link(self, upload: Upload) -> None:
        wish = upload.wish

        def work(connection: Connection) -> None:
            values = {"content": wish.content, "media_type": wish.media_type, "bytes": wish.length}
            self._insert_link(connection, wish, upload.organisation, upload.account, values)
            connection.execute(update(schema.upload).where(_upload.id == upload.id).values(state=DONE))

        self._database.write(work)

    def _insert_link(
        self, connection: Connection, wish: Wish, organisation: str, account: str, values: dict[str, Any]
    ) -> None:
        same = and_(
            _file.attachment == wish.attachment, _file.sha256 == wish.sha256, _file.variant == wish.variant
        )  # fmt: skip
        connection.execute(delete(schema.attachment_file).where(same))
        connection.execute(
            insert(schema.attachment_file).values(
                attachment=wish.attachment,
                sha256=wish.sha256,
                variant=wish.variant,
                organisation=organisation,
                account=account,
                at=clock.now(),
                **values,
            )
        )

    def end(self, upload: Upload) -> None:
        """The sender gives up. A file that is whole stays. Hold it."""

        def work(connection: Connection) -> None:
            connection.execute(delete(schema.upload).where(_upload.id == upload.id))

        if upload.state == CHECKED:
            upload = self._finish(upload)
        self._database.write(work)
        self.folder.drop(upload.id)

    # --- tidying up ---------------------------------------------------------------------------------------------------

    def recover(self) -> None:
        """Finishes what was checked when the portal died."""
        for upload in self._some(_upload.state == CHECKED):
            self._finish_left(upload)

    def sweep(self) -> int:
        """Ends uploads that rested too long and removes what nobody needs; how many of them there were.

        Called now and then, in any number of processes.
        """
        now = clock.now()
        count = 0
        for upload in self._some(and_(_upload.expires_at <= now, _upload.state.in_((OPEN, CHECKED)))):
            if upload.state == CHECKED:
                self._finish_left(upload)
                continue
            with self._holding(upload.id) as held:
                if held:
                    self._settle(upload, OPEN, EXPIRED)
                    self.folder.drop(upload.id)
                    count += 1
        self._forget()
        return count + self._drop_strays()

    def _some(self, where: ColumnElement[bool]) -> list[Upload]:
        with self._database.reading() as connection:
            rows = connection.execute(select(schema.upload).where(where).limit(_SWEPT)).all()
        return [_read(row) for row in rows]

    def _finish_left(self, upload: Upload) -> None:
        with self._holding(upload.id) as held:
            if not held:
                return
            again = self._some(and_(_upload.id == upload.id, _upload.state == CHECKED))
            if again:
                self._finish(again[0])

    def _forget(self) -> None:
        moment = clock.text(datetime.now(timezone.utc) - _REMEMBERED)
        old = and_(_upload.state.in_((DONE, REFUSED, EXPIRED)), _upload.expires_at <= moment)

        def work(connection: Connection) -> None:
            connection.execute(delete(schema.upload).where(old))

        if self._some(old):
            self._database.write(work)

    def _drop_strays(self) -> int:
        """Parts whose upload is over: its process died between the commit and the removal."""
        count = 0
        for name in list(self.folder.stray(_STRAY_SECONDS)):
            if not name.endswith(".wanted"):
                with self._holding(name) as held:
                    if held and not self._some(and_(_upload.id == name, _upload.state.in_((OPEN, CHECKED)))):
                        self.folder.drop(name)
                        count += 1
            else:
                self.folder.drop(name)
        return count

    @contextmanager
    def _holding(self, upload_id: str) -> Iterator[bool]:
        held = self.holds.take(upload_id)
        try:
            yield held
        finally:
            if held:
                self.holds.give_back(upload_id)


def readable(account: Account, sha256: str) -> ColumnElement[bool]:
    """Which links of a file (joined with their records) let the account read it: living records in its view that name
    the file now.

    Content is compact JSON, in which a quotation mark within a text is escaped: what is looked for can only be the
    field itself.
    """
    named = _record.content.like(f'%"sha256":"{sha256}"%')
    seen = view.sees_clause(account, schema.record)
    return and_(_file.sha256 == sha256, _record.type == TYPE, _record.deleted.is_(False), seen, named)


def refusal(flaw: Flaw) -> Refusal:
    """What a flaw is to its sender."""
    if flaw.name == "hash":
        return Refusal("file-hash")
    extra = {"fault": flaw.name, **flaw.params}
    return Refusal("file-type", variant=f"file-type-{flaw.name}", extra=extra, **flaw.params)


def _read(row: Row[Any]) -> Upload:
    wish = Wish(row.attachment, row.sha256, row.variant, row.content, row.media_type, row.length)
    flaw = None
    if row.flaw is not None:
        name, params = json.loads(row.flaw)
        flaw = Flaw(name, params)
    return Upload(row.id, row.account, row.organisation, wish, row.state, flaw, row.expires_at)

"""A batch from its bytes to its signed answer: once, however often and from wherever it is sent.

The batch's row is the first thing that its transaction writes and the number in the order of commits the last; effects
and answer lie between. Two copies of one request therefore meet at the row: the second waits, finds the answer of the
first, and gives the same bytes. Voiding writes the same row, so either the request or its voiding wins, never both.

An id belongs to the author of its batch, whoever brings it; what another account does under the same id is another row.
So nobody can use up, or void, an id of somebody else's.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, case, insert, select, update

from plugin.contract import batch as batches
from plugin.contract import verdict as verdicts
from plugin.contract.limits import CONTRACT_VERSION
from plugin.contract.service import Account
from plugin.errors import ContractError
from plugin.quality.engine import RULES_VERSION
from plugin.records.catalogue import Catalogue

from .. import clock, meta, schema, sequence, view
from ..database import Database
from ..keys import KeyRing, Signature
from ..problems import Refusal
from . import authorship, ledger
from .authorship import Headers, Parties
from .judge import Judge
from .world import World

_table = schema.batch.c
ANSWERED, TAKEN, VOID = "answered", "taken", "void"
NO_HEADERS = Headers()
MOST_TOLD = 20
"""Items of a relayed batch that are named to a relayer who may not make them."""

_Row = Row[Any]


@dataclass(frozen=True)
class Answer:
    """A verdict document, byte for byte as it was first sent, and its signature."""

    body: bytes
    signature: Signature


class _TooEarly(Exception):
    """Ends a transaction that has nothing to leave behind, and carries the answer out of it."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("too early")
        self.answer = answer


class Intake:
    """Takes batches into one database. Safe to share between threads."""

    def __init__(self, database: Database, keys: KeyRing, catalogue: Catalogue) -> None:
        self._database = database
        self._keys = keys
        self._catalogue = catalogue

    def receive(self, bearer: Account, body: bytes, lang: str, headers: Headers = NO_HEADERS) -> Answer:
        """The answer to a batch's bytes (not compressed). Effects and answer are durable when it returns.

        `headers` say whose batch it is where that is not the bearer's. Raises :class:`portal.problems.Refusal` where
        the batch as a whole is turned down, and nothing has happened; texts in the answer are in the language `lang` of
        whoever brought it first.

        A relayed batch that builds on what is not here yet is answered ``held`` throughout, and nothing is kept: the
        same bytes may be brought again.
        """
        batch = decode(body)
        body_hash = hashlib.sha256(body).hexdigest()

        def work(connection: Connection) -> Answer:
            origin = authorship.trace(connection, bearer, headers, body)
            row = _find(connection, batch.batch, origin.account)
            if row is not None:
                return _replay(connection, row, bearer, body_hash)
            parties = authorship.parties(connection, bearer, origin)
            return self._take(connection, parties, batch, body_hash, lang)

        try:
            return self._database.write(work)
        except _TooEarly as early:
            return early.answer

    def _take(
        self, connection: Connection, parties: Parties, batch: batches.Batch, body_hash: str, lang: str
    ) -> Answer:
        identity = meta.read(connection)
        if batch.portal != identity.id:
            raise Refusal("malformed", variant="other-portal", extra={"pointer": "/portal"})
        if batch.rules != RULES_VERSION:
            raise Refusal(
                "rules-differ",
                theirs=batch.rules,
                ours=RULES_VERSION,
                extra={"pointer": "/rules", "rules": RULES_VERSION},
            )
        now = clock.now()
        author, relayer = parties.author.account, parties.relayer
        taken = insert(schema.batch).values(
            id=batch.batch,
            account=author,
            state=TAKEN,
            body_hash=body_hash,
            received_at=now,
            relayer=None if relayer is None else relayer.account,
            device=parties.device,
            claimed=parties.claimed,
        )
        number = connection.execute(taken.returning(_table.no)).scalar_one()
        world = World(connection, self._catalogue, batch.items, author)
        judge = Judge(world, self._catalogue, parties, lang, now)
        decided = judge.judge(batch)
        if relayer is not None:
            _require_entitled(judge)
            if judge.is_early or judge.unheard - world.turned_down(judge.unheard):
                held = tuple(verdicts.Verdict(item.type, item.uuid, "held") for item in batch.items)
                answer = verdicts.BatchAnswer(batch.batch, identity.id, identity.epoch, now, held)
                raise _TooEarly(self._signed(connection, answer))
            _note_relayer(connection, number, relayer)
        effects = ledger.write(connection, world, number)
        ledger.note_turned_down(connection, world, author, batch.items, decided)
        ledger.note_views(connection, world, number)
        signed = self._signed(connection, verdicts.BatchAnswer(batch.batch, identity.id, identity.epoch, now, decided))
        # From here to the commit every other writer waits: nothing is left to do but to write this one row.
        seq = sequence.take(connection) if effects else None
        settled = {
            "answer": signed.body, "signature": signed.signature.signature, "kid": signed.signature.kid, "seq": seq,
        }  # fmt: skip
        connection.execute(update(schema.batch).where(_table.no == number).values(state=ANSWERED, **settled))
        return signed

    def _signed(self, connection: Connection, answer: verdicts.BatchAnswer) -> Answer:
        body = verdicts.encode(answer)
        return Answer(body, self._keys.sign(connection, body))

    def find(self, caller: Account, batch_id: str, author: str | None = None) -> Answer:
        """What became of a batch of the caller's own, or of one that the caller brought (of `author`, where given).

        Raises Refusal ``not-found`` (also for what others sent) or ``batch-void``.
        """
        with self._database.reading() as connection:
            row = _mine(connection, batch_id, caller, author)
        if row is None:
            raise Refusal("not-found", variant="batch-unknown", batch=batch_id)
        if row.state == VOID:
            raise Refusal("batch-void", batch=batch_id)
        return _answer(row)

    def void(self, caller: Account, batch_id: str, author: str | None = None) -> Answer | None:
        """None where the id has not taken effect for its author, the caller, and never will; else its answer.

        Raises Refusal ``relay-forbidden`` where the caller is not the `author` named and did not bring the batch: only
        an author voids an id.
        """

        def work(connection: Connection) -> Answer | None:
            row = _mine(connection, batch_id, caller, author)
            if row is not None:
                return None if row.state == VOID else _answer(row)
            if author is not None and author != caller.account:
                raise Refusal("relay-forbidden", variant="relay-void")
            now = clock.now()
            connection.execute(
                insert(schema.batch).values(id=batch_id, account=caller.account, state=VOID, received_at=now)
            )
            return None

        return self._database.write(work)


def decode(body: bytes) -> batches.Batch:
    """The batch in `body`; raises Refusal with the pointer of the first fault."""
    try:
        return batches.decode(body)
    except ContractError as error:
        pointer = str(error.params.get("pointer", "/"))
        if error.code in ("contract.too_large", "contract.too_many"):
            limit = error.params.get("limit")
            raise Refusal("too-large", variant=error.code.removeprefix("contract."), limit=limit) from error
        if error.code == "contract.version":
            raise Refusal(
                "contract-version", contract=CONTRACT_VERSION, extra={"contract": CONTRACT_VERSION}
            ) from error
        extra = {"pointer": pointer, "fault": error.code.removeprefix("contract.")}
        raise Refusal("malformed", pointer=pointer, extra=extra) from error


def _find(connection: Connection, batch_id: str, account: str) -> _Row | None:
    return connection.execute(select(schema.batch).where(_table.id == batch_id, _table.account == account)).first()


def _mine(connection: Connection, batch_id: str, caller: Account, author: str | None) -> _Row | None:
    """The caller's own batch of that id, else one that the caller brought; only the author's where one is named."""
    if author is None or author == caller.account:
        row = _find(connection, batch_id, caller.account)
        if row is not None or author is not None:
            return row
    brought = (
        select(schema.batch)
        .join_from(schema.batch, schema.relay, schema.relay.c.batch_no == _table.no)
        .where(_table.id == batch_id, schema.relay.c.account == caller.account)
        .order_by(_table.no)
    )
    if author is not None:
        brought = brought.where(_table.account == author)
    return connection.execute(brought).first()


def _replay(connection: Connection, row: _Row, bearer: Account, body_hash: str) -> Answer:
    if row.state == VOID:
        raise Refusal("batch-void", batch=row.id)
    if row.body_hash != body_hash:
        raise Refusal("batch-differs", batch=row.id)
    answer = _answer(row)
    if row.account != bearer.account and not _has_brought(connection, row.no, bearer):
        if not _may_read(connection, bearer, answer):
            raise Refusal("relay-forbidden", variant="relay-answer")
        _note_relayer(connection, row.no, bearer)
    return answer


def _has_brought(connection: Connection, number: int, account: Account) -> bool:
    relay = schema.relay.c
    found = connection.execute(select(relay.at).where(relay.batch_no == number, relay.account == account.account))
    return found.first() is not None


def _note_relayer(connection: Connection, number: int, relayer: Account) -> None:
    connection.execute(insert(schema.relay).values(batch_no=number, account=relayer.account, at=clock.now()))


def _may_read(connection: Connection, account: Account, answer: Answer) -> bool:
    """Whether the account sees every record that the answer to somebody else's batch speaks of, if it is there."""
    uuids = sorted({one.uuid for one in verdicts.decode(answer.body).verdicts})
    seen = case((view.sees_clause(account, schema.record), 1), else_=0)
    rows = connection.execute(select(seen).where(schema.record.c.uuid.in_(uuids)))
    return all(row[0] for row in rows)


def _require_entitled(judge: Judge) -> None:
    if judge.obstacles:
        items = [
            {"type": one.item.type, "uuid": one.item.uuid, "rule": one.rule} for one in judge.obstacles[:MOST_TOLD]
        ]
        raise Refusal("relay-forbidden", reason=judge.obstacles[0].message, extra={"items": items})


def _answer(row: _Row) -> Answer:
    return Answer(bytes(row.answer), Signature(row.kid, bytes(row.signature)))

"""A batch from its bytes to its signed answer: once, however often and from wherever it is sent.

The batch's row is the first thing that its transaction writes and the number in the order of commits the last; effects
and answer lie between. Two copies of one request therefore meet at the row: the second waits, finds the answer of the
first, and gives the same bytes. Voiding writes the same row, so either the request or its voiding wins, never both.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, Row, insert, select, update

from plugin.contract import batch as batches
from plugin.contract import verdict as verdicts
from plugin.contract.limits import CONTRACT_VERSION
from plugin.contract.service import Account
from plugin.errors import ContractError
from plugin.quality.engine import RULES_VERSION
from plugin.records.catalogue import Catalogue

from .. import clock, meta, schema, sequence
from ..database import Database
from ..keys import KeyRing, Signature
from ..problems import Refusal
from . import ledger
from .judge import Judge
from .world import World

_table = schema.batch.c
ANSWERED, TAKEN, VOID = "answered", "taken", "void"


@dataclass(frozen=True)
class Answer:
    """A verdict document, byte for byte as it was first sent, and its signature."""

    body: bytes
    signature: Signature


class Intake:
    """Takes batches into one database. Safe to share between threads."""

    def __init__(self, database: Database, keys: KeyRing, catalogue: Catalogue) -> None:
        self._database = database
        self._keys = keys
        self._catalogue = catalogue

    def receive(self, account: Account, body: bytes, lang: str) -> Answer:
        """The answer to a batch's bytes (not compressed). Effects and answer are durable when it returns.

        Raises :class:`portal.problems.Refusal` where the batch as a whole is turned down, and nothing has happened;
        texts in the answer are in the language `lang` of whoever sent it first.
        """
        batch = decode(body)
        body_hash = hashlib.sha256(body).hexdigest()

        def work(connection: Connection) -> Answer:
            row = connection.execute(select(schema.batch).where(_table.id == batch.batch)).first()
            if row is not None:
                return _replay(row, account, body_hash)
            return self._take(connection, account, batch, body_hash, lang)

        return self._database.write(work)

    def _take(
        self, connection: Connection, account: Account, batch: batches.Batch, body_hash: str, lang: str
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
        taken = insert(schema.batch).values(
            id=batch.batch, account=account.account, state=TAKEN, body_hash=body_hash, received_at=now
        )
        number = connection.execute(taken.returning(_table.no)).scalar_one()
        world = World(connection, self._catalogue, batch.items)
        decided = Judge(world, self._catalogue, account, lang, now).judge(batch)
        effects = ledger.write(connection, world, number)
        answer = verdicts.encode(verdicts.BatchAnswer(batch.batch, identity.id, identity.epoch, now, decided))
        signature = self._keys.sign(connection, answer)
        # From here to the commit every other writer waits: nothing is left to do but to write this one row.
        seq = sequence.take(connection) if effects else None
        settled = {"answer": answer, "signature": signature.signature, "kid": signature.kid, "seq": seq}
        connection.execute(update(schema.batch).where(_table.no == number).values(state=ANSWERED, **settled))
        return Answer(answer, signature)

    def find(self, account: Account, batch_id: str) -> Answer:
        """What became of a batch. Raises Refusal ``not-found`` (also for another account's) or ``batch-void``."""
        with self._database.reading() as connection:
            row = connection.execute(select(schema.batch).where(_table.id == batch_id)).first()
        if row is None or row.account != account.account:
            raise Refusal("not-found", variant="batch-unknown", batch=batch_id)
        if row.state == VOID:
            raise Refusal("batch-void", batch=batch_id)
        return _answer(row)

    def void(self, account: Account, batch_id: str) -> Answer | None:
        """None where the id has not taken effect and never will; else its answer.

        Raises Refusal ``batch-differs`` for another account's id.
        """

        def work(connection: Connection) -> Answer | None:
            row = connection.execute(select(schema.batch).where(_table.id == batch_id)).first()
            if row is None:
                now = clock.now()
                connection.execute(
                    insert(schema.batch).values(id=batch_id, account=account.account, state=VOID, received_at=now)
                )
                return None
            if row.account != account.account:
                raise Refusal("batch-differs", batch=batch_id)
            return None if row.state == VOID else _answer(row)

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


def _replay(row: Row[tuple[object, ...]], account: Account, body_hash: str) -> Answer:
    if row.account != account.account:
        raise Refusal("batch-differs", batch=row.id)
    if row.state == VOID:
        raise Refusal("batch-void", batch=row.id)
    if row.body_hash != body_hash:
        raise Refusal("batch-differs", batch=row.id)
    return _answer(row)


def _answer(row: Row[tuple[object, ...]]) -> Answer:
    return Answer(bytes(row.answer), Signature(row.kid, bytes(row.signature)))

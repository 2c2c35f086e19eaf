"""An answer to a batch, one's own or somebody else's, from its bytes to what may be applied."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..contract import verdict as verdicts
from ..contract.batch import Batch
from ..contract.verdict import BatchAnswer
from ..errors import ContractError, PortalError, StoreError, VidbudovaError
from .portal import SignedAnswer
from .pull import BROKEN
from .run import Run

_MISMATCHES = {
    "missing": "portal.verdict_missing",
    "double": "portal.verdict_double",
    "foreign": "portal.verdict_foreign",
    "operation": "portal.verdict_operation",
    "batch": "portal.verdicts_of_another",
    "portal": "portal.verdicts_of_another",
}
"""What a person is told, by what is wrong with an answer as a whole."""


def read(run: Run, signed: SignedAnswer) -> BatchAnswer:
    """What the portal says, once it is certain that the portal says it.

    Raises what :meth:`~plugin.sync.portal.PortalClient.broken` makes of bytes that are no answer, and
    ``portal.bad_signature``.
    """
    try:
        answer = verdicts.decode(signed.body)
    except ContractError as error:
        raise run.client.broken(error) from error
    run.signatures.check(signed)
    if answer.epoch != run.service.epoch:
        # Either these are verdicts from before the portal was put back, or it was put back since this run began.
        run.service = run.client.service()
        run.saw_epoch(run.service.epoch)
    return answer


@contextmanager
def being_applied(run: Run, batch: Batch) -> Iterator[None]:
    """While the verdicts of ``batch`` are applied: what no portal may answer is told as such, by the record's name.

    Nothing of the answer was applied then.
    """
    try:
        yield
    except ContractError as error:
        raise _mismatch(run, batch, error) from error
    except StoreError as error:
        if error.code in BROKEN:
            raise PortalError("portal.breaks_contract", pointer="/verdicts", fault=str(error)) from error
        raise


def _mismatch(run: Run, batch: Batch, error: ContractError) -> VidbudovaError:
    """What it is to a person that verdicts are missing, foreign or double."""
    code = _MISMATCHES.get(str(error.params.get("reason")))
    if error.code != "contract.answer_mismatch" or code is None:
        return error
    type_name, _, uuid = str(error.params.get("found")).partition(" ")
    known = {item.key: item for item in batch.items}.get((type_name, uuid))
    record = uuid if known is None else run.report.title(known.key, known.set)
    return PortalError(code, record=record, batch=batch.batch)

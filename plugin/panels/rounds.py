"""Which quarter is being reported: the round that the portal has open, or, where it has told of none, today's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ..contract.service import Round, decode_rounds
from ..errors import ContractError
from ..records import periods
from ..records.periods import Period
from ..store.workspace import Workspace
from ..sync import bookkeeping

_STATES = ("closing", "open", "closed")


@dataclass(frozen=True)
class ReportingRound:
    """A quarter and what the portal says of it; `state` None where it has said nothing.

    `closes` is the day on which the round ends, in this computer's time zone.
    """

    period: Period
    state: str | None = None
    closes: date | None = None

    def label(self, lang: str) -> str:
        return self.period.label(lang)


def open_round(workspace: Workspace, today: date) -> ReportingRound:
    """The round that closes first of those that are open; else this quarter's closed one; else just the quarter."""
    quarter = periods.of(today)
    rounds = sorted(_known(workspace), key=lambda one: (_STATES.index(one.state), one.closes_at or "9999", one.period))
    for one in rounds:
        if one.state != "closed" or one.period == str(quarter):
            return ReportingRound(periods.parse(one.period), one.state, _day(one.closes_at))
    return ReportingRound(quarter)


def _known(workspace: Workspace) -> tuple[Round, ...]:
    text = workspace.get_meta(bookkeeping.ROUNDS)
    if not text:
        return ()
    try:
        return decode_rounds(text.encode())
    except ContractError:
        return ()  # kept by another version; the next sync replaces it


def _day(moment: str | None) -> date | None:
    if moment is None:
        return None
    try:
        return datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone().date()
    except ValueError:
        return None

"""The workflow of a record and who may move it on.

``draft`` → ``submitted`` → ``approved`` → ``published``; a reviewer may send a record back (``returned``), its author
may withdraw it. The workflow is a field of the record and travels like any other; a portal enforces this table per
item.
"""

from __future__ import annotations

from typing import Literal

Role = Literal["contributor", "focal_point", "partner", "admin"]
ROLES: tuple[Role, ...] = ("contributor", "focal_point", "partner", "admin")

FIELD = "workflow"
INITIAL = "draft"
STATES = ("draft", "submitted", "returned", "approved", "published")
GATED = frozenset({"submitted", "approved", "published"})
"""The states that a record with findings of severity error may not be in."""

_AUTHORS: frozenset[str] = frozenset({"contributor", "focal_point", "admin"})
_REVIEWERS: frozenset[str] = frozenset({"focal_point", "admin"})
_PUBLISHERS: frozenset[str] = frozenset({"admin"})

TRANSITIONS: dict[tuple[str | None, str], frozenset[str]] = {
    (None, "draft"): _AUTHORS,
    (None, "submitted"): _AUTHORS,
    ("draft", "submitted"): _AUTHORS,
    ("submitted", "draft"): _AUTHORS,
    ("submitted", "returned"): _REVIEWERS,
    ("submitted", "approved"): _REVIEWERS,
    ("returned", "draft"): _AUTHORS,
    ("returned", "submitted"): _AUTHORS,
    ("approved", "returned"): _REVIEWERS,
    ("approved", "published"): _PUBLISHERS,
    ("published", "approved"): _PUBLISHERS,
    ("published", "returned"): _PUBLISHERS,
}
"""(old state, new state) → the roles that may do it; old None is a record that is new to the portal."""

_FORWARD = ("draft", "submitted", "approved", "published")


def allowed(role: str, old: str | None, new: str | None) -> bool:
    """Whether ``role`` may move a record from ``old`` (None: it is new) to ``new``; blank counts as a draft.

    Leaving the state as it is takes no permission beyond that of editing, which a partner does not have.
    """
    if role not in _AUTHORS:
        return False
    target = new or INITIAL
    if old is None:
        return role in TRANSITIONS.get((None, target), frozenset())
    return (old or INITIAL) == target or role in TRANSITIONS.get((old or INITIAL, target), frozenset())


def reachable(role: str, old: str | None) -> tuple[str, ...]:
    """The states that ``role`` may move a record to from ``old``, in the order of STATES."""
    return tuple(new for new in STATES if new != old and allowed(role, old, new))


def further(base: str | None, mine: str | None, theirs: str | None) -> str | None:
    """Of two moves from one base the one that includes the other, or None where people have to decide.

    Only two moves *forward* (draft → submitted → approved → published) are ordered: who approved what a colleague
    submitted has the later word, and the other's move is part of it. Sending back and withdrawing are decisions of
    their own: against another move they are a conflict, so that no return is ever undone, and no approval overruled,
    by a merge.
    """
    start = base or INITIAL
    origin = _FORWARD.index(start) if start in _FORWARD else 0
    left, right = mine or INITIAL, theirs or INITIAL
    if left not in _FORWARD or right not in _FORWARD:
        return None
    a, b = _FORWARD.index(left), _FORWARD.index(right)
    if a <= origin or b <= origin:
        return None
    return left if a > b else right

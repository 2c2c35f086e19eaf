"""Faults put into the programs themselves, by name: what the harness has to find, or it would be worth nothing."""

from __future__ import annotations

from collections.abc import Callable

MUTATIONS: dict[str, Callable[[], None]] = {}


def mutation(function: Callable[[], None]) -> Callable[[], None]:
    """Registers one under its function's name."""
    MUTATIONS[function.__name__] = function
    return function


def apply(name: str | None) -> None:
    """Breaks this process in the way of that name; None breaks nothing."""
    if name is not None:
        MUTATIONS[name]()

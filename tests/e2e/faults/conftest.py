"""One template for the session: making it takes a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from .world import Template, World


@pytest.fixture(scope="session")
def fault_template() -> Iterator[Template]:
    template = Template()
    yield template
    template.close()


@pytest.fixture
def world_of(fault_template) -> Iterator[Callable[..., World]]:
    """Makes worlds, with a mutation or without, and ends them."""
    made = []

    def make(mutation: str | None = None) -> World:
        made.append(World(fault_template, mutation))
        return made[-1]

    yield make
    for world in made:
        world.close()

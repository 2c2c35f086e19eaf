"""One template for the session: making it takes a moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .world import Template


@pytest.fixture(scope="session")
def fault_template() -> Iterator[Template]:
    template = Template()
    yield template
    template.close()

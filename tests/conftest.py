"""What every test shares: texts that must exist, steady hypothesis profiles, the real data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ["VIDBUDOVA_STRICT"] = "1"  # a text that is not in the catalogue fails the test
for proxy in ("http_proxy", "https_proxy", "all_proxy"):  # the portal under test is on loopback
    os.environ.pop(proxy, None)
    os.environ.pop(proxy.upper(), None)

# A shared machine may be slow for a moment: no deadlines. CI draws the same examples each time.
settings.register_profile("default", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the source tree."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data that stands beside the repository; a test that needs it is skipped, audibly, where it is absent."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("NO REAL DATA: ../shared/data is not there, so nothing was checked against it")
    return folder

"""The page of checks says what the rules are."""

from __future__ import annotations

from tools import checks_page


def test_the_page_is_up_to_date() -> None:
    assert checks_page.PAGE.read_text(encoding="utf-8") == checks_page.page(), "run make docs"

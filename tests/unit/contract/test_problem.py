"""Whole-request failures as RFC 9457 documents."""

from __future__ import annotations

import json

import pytest

from plugin.contract import problem
from plugin.errors import ContractError


@pytest.mark.parametrize("name", problem.STATUS)
def test_every_problem_reads_back_with_its_status(name: str) -> None:
    document = problem.problem(name, "Назва", "Подробиці", pointer="/items/0")
    assert 400 <= document.status < 600
    assert document.type == f"urn:vidbudova:problem:{name}"
    assert problem.decode(problem.encode(document), document.status) == document


def test_a_problem_without_details_has_none() -> None:
    body = json.loads(problem.encode(problem.problem("not-found", "Немає")))
    assert body == {"type": "urn:vidbudova:problem:not-found", "title": "Немає", "status": 404}


def test_extensions_never_replace_members_of_the_standard() -> None:
    document = problem.ProblemDocument("not-found", 404, "Немає", extra={"status": 200, "hint": 1})
    assert json.loads(problem.encode(document))["status"] == 404


def test_a_problem_of_another_kind_has_no_name() -> None:
    found = problem.decode(b'{"type": "about:blank", "title": "Bad Gateway"}', 502)
    assert (found.name, found.status, found.title) == ("", 502, "Bad Gateway")


def test_the_answer_s_status_decides() -> None:
    assert problem.decode(b'{"status": 200, "title": "x"}', 503).status == 503


def test_an_unknown_name_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(KeyError):
        problem.problem("teapot", "?")


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"[]", b'"x"', b"", b'{"title": 5}', b'{"type": []}'])
def test_what_is_no_problem_document_is_told_apart(body: bytes) -> None:
    with pytest.raises(ContractError):
        problem.decode(body, 500)

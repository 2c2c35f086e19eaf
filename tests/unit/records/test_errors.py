"""Errors carry a code, whether a retry helps, and are told in both languages."""

from __future__ import annotations

import ast
import pickle

import pytest

from plugin import errors, paths
from plugin.records import messages


def every_class() -> list[type[errors.VidbudovaError]]:
    found, waiting = [], [errors.VidbudovaError]
    while waiting:
        cls = waiting.pop()
        found.append(cls)
        waiting += cls.__subclasses__()
    return [cls for cls in found if cls.__module__ == errors.__name__]


def test_a_retry_helps_where_the_class_or_the_case_says_so() -> None:
    assert not errors.StoreError("store.busy").retryable
    assert errors.StoreError("store.busy", retryable=True).retryable
    assert errors.TransportError("transport.timeout").retryable
    assert not errors.TransportError("transport.tls", retryable=False).retryable


def test_a_log_line_holds_code_and_parameters() -> None:
    assert str(errors.StoreError("store.busy", file="а.gpkg")) == "store.busy (file='а.gpkg')"
    assert str(errors.UsageError("usage.folder")) == "usage.folder"


def test_the_text_is_made_where_it_is_shown() -> None:
    error = errors.RecordsError("records.bad_period", value="2026-Q5")
    assert "«2026-Q5»" in error.describe("uk")
    assert '"2026-Q5"' in error.describe("en")


def test_a_definition_error_names_file_field_and_fault() -> None:
    error = errors.DefinitionError("need.json", "title_uk", "no_uk_label")
    assert error.describe("en").startswith(
        'Fault in the record definitions: file need.json, field "title_uk": the Ukrainian label is missing. Install'
    )
    assert "need.json: " in errors.DefinitionError("need.json", "", "not_utf8").describe("en")


def test_a_portal_error_keeps_status_and_problem() -> None:
    error = errors.PortalError("portal.gone", status=410, problem={"title": "Gone"})
    assert (error.status, error.problem, error.params["status"]) == (410, {"title": "Gone"}, 410)


@pytest.mark.parametrize("cls", every_class())
def test_an_error_survives_the_way_between_processes(cls: type[errors.VidbudovaError]) -> None:
    if cls is errors.DefinitionError:
        error: errors.VidbudovaError = errors.DefinitionError("need.json", "x", "bad_name", value="X")
    else:
        error = cls("some.code", retryable=True, n=3)
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is cls and str(copy) == str(error)
    assert (copy.code, copy.retryable, copy.params) == (error.code, error.retryable, error.params)


def faults_raised() -> set[str]:
    """The third argument of every DefinitionError in the sources."""
    found: set[str] = set()
    for file in (paths.RESOURCES.parent / "plugin" / "records").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "DefinitionError":
                assert isinstance(node.args[2], ast.Constant), ast.unparse(node)
                found.add(node.args[2].value)
    return found


def test_every_fault_of_a_definition_has_its_text_and_every_text_its_fault() -> None:
    told = {key.removeprefix("fault.") for key in messages.catalogue() if key.startswith("fault.")}
    assert faults_raised() == told


def test_resources_are_found() -> None:
    folders = (paths.records_dir(), paths.codelists_dir(), paths.messages_dir(), paths.sample_dir(), paths.icons_dir())
    assert all(folder.is_dir() for folder in folders)
    assert paths.codifier_path().name == "katottg.sqlite"

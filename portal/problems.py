"""Whole-request failures as the portal raises them; see ``plugin/contract/problem.py`` for the documents."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from plugin.contract import problem
from plugin.records import messages


class Refusal(Exception):
    """A request that is answered with a problem document.

    `name` is one of the contract's problem names; `variant` chooses another text than the name's own. `params` fill the
    text; `extra` are members of the document; `headers` go with the answer.
    """

    def __init__(
        self,
        name: str,
        *,
        variant: str | None = None,
        headers: dict[str, str] | None = None,
        extra: dict[str, Any] | None = None,
        **params: object,
    ) -> None:
        super().__init__(name)
        self.name = name
        self.variant = variant or name
        self.headers = headers or {}
        self.extra = extra or {}
        self.params = params


def document(refusal: Refusal, lang: str) -> problem.ProblemDocument:
    """The problem document in the language `lang`."""
    title = messages.text(f"problem.{refusal.name}.title", lang)
    detail = messages.text(f"problem.{refusal.variant}.detail", lang, **refusal.params)
    return problem.problem(refusal.name, title, detail, **refusal.extra)


def response(refusal: Refusal, lang: str) -> Response:
    """The answer to the refused request."""
    made = document(refusal, lang)
    headers = {"Content-Language": lang, **refusal.headers}
    return Response(problem.encode(made), status_code=made.status, media_type=problem.MEDIA_TYPE, headers=headers)


def language(accepted: str | None) -> str:
    """The language of ours that an ``Accept-Language`` header likes best; Ukrainian where it likes none."""
    best, weight = "uk", 0.0
    for entry in (accepted or "")[:500].split(","):
        tag, _, parameter = entry.strip().partition(";")
        name = tag.strip().lower().split("-")[0]
        if name not in messages.LANGUAGES:
            continue
        try:
            quality = float(parameter.strip().removeprefix("q=")) if parameter.strip() else 1.0
        except ValueError:
            continue
        if quality > weight:
            best, weight = name, quality
    return best

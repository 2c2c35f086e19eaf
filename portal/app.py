"""The portal as an ASGI application."""

from __future__ import annotations

import logging

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from . import openapi, problems
from .api import PREFIX, check_contract, make_router
from .errors import Busy
from .guard import Guard
from .problems import Refusal
from .service import Portal

log = logging.getLogger("portal")

RETRY_SECONDS = 5
_BY_STATUS = {404: "not-found", 405: "method-not-allowed", 400: "bad-request", 413: "too-large"}


def make_app(portal: Portal) -> ASGIApp:
    """The application that serves `portal` under ``/api/v1``, its description at ``/api/v1/openapi.json``."""
    app = FastAPI(
        title="Vidbudova portal",
        version="1",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(check_contract)],
    )
    app.include_router(make_router(portal))
    app.openapi = lambda: openapi.document(app, portal.catalogue)  # type: ignore[method-assign]
    _handle_errors(app)
    # The lightest level: the next ones take twice the time for a tenth of the bytes.
    app.add_middleware(_Compression, minimum_size=1000, compresslevel=1)
    return Guard(app)


class _Compression(GZipMiddleware):
    """For everything but files: a part of a file is a part of its own bytes, not of compressed ones."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(f"{PREFIX}/files/"):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def _handle_errors(app: FastAPI) -> None:
    def answer(request: Request, refusal: Refusal) -> Response:
        return problems.response(refusal, problems.language(request.headers.get("accept-language")))

    @app.exception_handler(Refusal)
    async def refused(request: Request, refusal: Refusal) -> Response:
        return answer(request, refusal)

    @app.exception_handler(HTTPException)
    async def not_routed(request: Request, error: HTTPException) -> Response:
        name = _BY_STATUS.get(error.status_code, "bad-request")
        return answer(request, Refusal(name, headers=dict(error.headers or {})))

    @app.exception_handler(RequestValidationError)
    async def bad_parameter(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        name = str(first["loc"][-1])[:100]
        return answer(request, Refusal("malformed", variant="parameter", parameter=name, extra={"parameter": name}))

    async def busy(request: Request, error: Exception) -> Response:
        log.warning("unavailable: %s", error)
        headers = {"Retry-After": str(RETRY_SECONDS)}
        return answer(request, Refusal("unavailable", headers=headers, seconds=RETRY_SECONDS))

    for kind in (Busy, OperationalError, PoolTimeout):
        app.add_exception_handler(kind, busy)

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        # What happened stands in the server's log; the caller learns nothing of the portal's inside.
        return answer(request, Refusal("internal"))

"""The calls on uploads and files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from plugin.contract.service import Account

from ..database import Database
from ..problems import Refusal
from . import described, downloads
from .tus import TusLane
from .uploads import Uploads

UploadId = Annotated[str, Path(**described.UPLOAD_ID)]
Sha256 = Annotated[str, Path(**described.SHA256)]
Variant = Annotated[
    Literal["original", "reduced"] | None, Query(description="Without it, the original where the portal has it")
]
Authorization = Annotated[str | None, Header(include_in_schema=False)]


def add(
    router: APIRouter, database: Database, uploads: Uploads | None, caller: Callable[[str | None], Account]
) -> None:
    """Adds the calls to `router`. Without `uploads` the portal takes no files and says so."""
    lane = None if uploads is None else TusLane(uploads, f"{router.prefix}/uploads")

    def open_lane() -> TusLane:
        if lane is None:
            raise Refusal("not-implemented", variant="no-files")
        return lane

    async def account_of(authorization: str | None) -> Account:
        return await run_in_threadpool(caller, authorization)

    @router.options("/uploads", **described.OPTIONS)
    def upload_options() -> Response:
        return open_lane().options()

    @router.post("/uploads", **described.CREATE)
    async def post_upload(request: Request, authorization: Authorization = None) -> Response:
        return await open_lane().create(request, await account_of(authorization))

    @router.head("/uploads/{upload}", **described.HEAD)
    async def head_upload(request: Request, upload: UploadId, authorization: Authorization = None) -> Response:
        return await open_lane().head(request, await account_of(authorization), upload)

    @router.patch("/uploads/{upload}", **described.PATCH)
    async def patch_upload(request: Request, upload: UploadId, authorization: Authorization = None) -> Response:
        return await open_lane().patch(request, await account_of(authorization), upload)

    @router.delete("/uploads/{upload}", **described.DELETE)
    async def delete_upload(request: Request, upload: UploadId, authorization: Authorization = None) -> Response:
        return await open_lane().delete(request, await account_of(authorization), upload)

    def file(request: Request, sha256: str, variant: str | None, authorization: str | None) -> Response:
        account = caller(authorization)
        if uploads is None:
            raise Refusal("not-implemented", variant="no-files")
        return downloads.answer(request, downloads.find(database, uploads.folder, account, sha256, variant))

    @router.get("/files/{sha256}", **described.FILE)
    def get_file(
        request: Request, sha256: Sha256, variant: Variant = None, authorization: Authorization = None
    ) -> Response:
        return file(request, sha256, variant, authorization)

    @router.head("/files/{sha256}", **described.FILE_HEAD)
    def head_file(
        request: Request, sha256: Sha256, variant: Variant = None, authorization: Authorization = None
    ) -> Response:
        return file(request, sha256, variant, authorization)

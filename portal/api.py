"""The contract's calls over HTTP. Each reads its request, asks the room that knows, and writes the answer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from plugin.contract import device as contract_device
from plugin.contract import service as contract_service
from plugin.contract import wire
from plugin.contract.device import AUTHOR_HEADER, DEVICE_HEADER, MAX_DEVICE_BYTES, SIGNATURE_HEADER
from plugin.contract.limits import CONTRACT_VERSION, DEFAULT_HISTORY, DEFAULT_PAGE, MAX_BATCH_BYTES, MAX_ITEMS
from plugin.contract.service import Account, Limits, ServiceInfo
from plugin.quality.engine import RULES_VERSION

from . import bodies, changes, clock, devices, history, keys, meta, rounds
from .files import routes as file_routes
from .intake.authorship import Headers
from .intake.receive import Answer
from .openapi import answers
from .problems import Refusal, language
from .service import Portal

PREFIX = "/api/v1"
MAX_REVISION = 2**31 - 1
UUID_PATTERN = f"^{wire.UUID.pattern}$"
BatchId = Annotated[str, Path(pattern=UUID_PATTERN, description="The batch's id, lower case")]
DeviceId = Annotated[str, Path(pattern=UUID_PATTERN, description="The device's id, lower case")]
SigningDevice = Annotated[
    str | None, Header(alias=DEVICE_HEADER, description="Id of the author's device that signed the batch")
]
DeviceSignature = Annotated[
    str | None,
    Header(alias=SIGNATURE_HEADER, description="base64 of its Ed25519 signature over the batch's uncompressed bytes"),
]
AuthorHeader = Annotated[
    str | None, Header(alias=AUTHOR_HEADER, description="Account id of the author of a batch that is passed on")
]
Authorization = Annotated[str | None, Header(include_in_schema=False)]
AcceptLanguage = Annotated[str | None, Header(include_in_schema=False)]


def json_answer(body: bytes, headers: dict[str, str] | None = None, status: int = 200) -> Response:
    """An answer whose bytes are ready."""
    return Response(body, status_code=status, media_type="application/json", headers=headers)


def signed_answer(answer: Answer) -> Response:
    """A verdict document with its detached signature."""
    headers = {"Vidbudova-Signature": answer.signature.text, "Vidbudova-Key": answer.signature.kid}
    return json_answer(answer.body, headers)


def check_contract(request: Request) -> None:
    """Turns away who speaks another version of the contract."""
    spoken = request.headers.get("vidbudova-contract")
    if spoken is not None and spoken.strip() != str(CONTRACT_VERSION):
        raise Refusal("contract-version", contract=CONTRACT_VERSION, extra={"contract": CONTRACT_VERSION})


def make_router(portal: Portal) -> APIRouter:
    """The calls of contract version 1 on one portal."""
    router = APIRouter(prefix=PREFIX)

    def caller(authorization: str | None) -> Account:
        return portal.account(authorization)

    @router.get("/", **answers("service", "Which portal this is", open_to_all=True))
    @router.get("", include_in_schema=False)
    def get_service() -> Response:
        with portal.database.reading() as connection:
            identity = meta.read(connection)
        files = portal.settings.file_limits
        file_bytes = None if portal.uploads is None else files.file_bytes
        limits = Limits(MAX_ITEMS, MAX_BATCH_BYTES, file_bytes, files.quota, files.picture_side)
        info = ServiceInfo(
            CONTRACT_VERSION, identity.id, identity.epoch, identity.title, RULES_VERSION, clock.now(), limits
        )
        return json_answer(contract_service.encode_service(info))

    @router.get("/keys", **answers("keys", "The portal's signing keys", open_to_all=True))
    def get_keys() -> Response:
        with portal.database.reading() as connection:
            return json_answer(wire.dump(keys.document(connection)))

    @router.get("/me", **answers("me", "Whose token this is"))
    def get_me(authorization: Authorization = None) -> Response:
        return json_answer(contract_service.encode_account(caller(authorization)))

    @router.get("/catalogue", **answers("catalogue", "Record definitions, codelists and the rules' version"))
    def get_catalogue(request: Request, authorization: Authorization = None) -> Response:
        caller(authorization)
        headers = {"ETag": portal.catalogue_tag, "Cache-Control": "private, no-cache"}
        known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
        if portal.catalogue_tag in known or "*" in known:
            return Response(status_code=304, headers=headers)
        return json_answer(portal.catalogue_body, headers)

    @router.get("/rounds", **answers("rounds", "The reporting rounds, newest first"))
    def get_rounds(authorization: Authorization = None) -> Response:
        caller(authorization)
        with portal.database.reading() as connection:
            return json_answer(contract_service.encode_rounds(rounds.read(connection)))

    @router.post(
        "/batches", **answers("answer", "One batch in, a verdict per item out, signed", body="batch", relay=True)
    )
    async def post_batch(
        request: Request,
        device: SigningDevice = None,
        signature: DeviceSignature = None,
        author: AuthorHeader = None,
        authorization: Authorization = None,
        accept_language: AcceptLanguage = None,
    ) -> Response:
        account = await run_in_threadpool(caller, authorization)
        body = await bodies.read_json(request)
        headers = Headers(device, signature, author)
        answer = await run_in_threadpool(portal.intake.receive, account, body, language(accept_language), headers)
        return signed_answer(answer)

    @router.get("/batches/{batch}", **answers("answer", "What became of a batch", missing=True, void=True))
    def get_batch(batch: BatchId, author: AuthorHeader = None, authorization: Authorization = None) -> Response:
        return signed_answer(portal.intake.find(caller(authorization), batch, author))

    @router.delete(
        "/batches/{batch}", **answers("voided", "Voids an id, or returns its verdicts", void=True, relay=True)
    )
    def delete_batch(batch: BatchId, author: AuthorHeader = None, authorization: Authorization = None) -> Response:
        answer = portal.intake.void(caller(authorization), batch, author)
        return signed_answer(answer) if answer else json_answer(wire.dump({"batch": batch, "state": "void"}))

    @router.post("/devices", **answers("device", "Enrols a device whose key signs batches", body="enrolment", new=True))
    async def post_device(request: Request, authorization: Authorization = None) -> Response:
        account = await run_in_threadpool(caller, authorization)
        enrolment = devices.read_enrolment(await bodies.read_json(request, MAX_DEVICE_BYTES))
        device, is_new = await run_in_threadpool(devices.enrol, portal.database, account.account, enrolment)
        return json_answer(contract_device.encode_device(device), status=201 if is_new else 200)

    @router.get("/devices", **answers("devices", "The caller's devices, the oldest first"))
    def get_devices(authorization: Authorization = None) -> Response:
        account = caller(authorization)
        with portal.database.reading() as connection:
            return json_answer(contract_device.encode_devices(devices.list_of(connection, account.account)))

    @router.delete("/devices/{device}", **answers("device", "Retires a device of the caller's", missing=True))
    def delete_device(device: DeviceId, authorization: Authorization = None) -> Response:
        account = caller(authorization)
        return json_answer(contract_device.encode_device(devices.retire(portal.database, device, account.account)))

    @router.get("/changes", **answers("changes", "What changed in my view, in the order of commits", gone=True))
    def get_changes(
        after: Annotated[str | None, Query(max_length=2000, description="The cursor of the page before")] = None,
        limit: Annotated[int, Query(ge=1, description="Records in the page; the portal may send fewer")] = DEFAULT_PAGE,
        authorization: Authorization = None,
        accept_language: AcceptLanguage = None,
    ) -> Response:
        account = caller(authorization)
        with portal.database.reading() as connection:
            return json_answer(changes.page(connection, account, after, limit, language(accept_language)))

    @router.get(
        "/records/{type}/{uuid}/history", **answers("history", "A record's revisions, newest first", missing=True)
    )
    def get_history(
        type: Annotated[str, Path(pattern=f"^{wire.NAME.pattern}$", description="The record's type")],
        uuid: Annotated[str, Path(pattern=UUID_PATTERN, description="The record's uuid, lower case")],
        before: Annotated[int | None, Query(ge=1, le=MAX_REVISION, description="Only revisions below this one")] = None,
        limit: Annotated[int, Query(ge=1, description="Revisions in the page at most")] = DEFAULT_HISTORY,
        authorization: Authorization = None,
        accept_language: AcceptLanguage = None,
    ) -> Response:
        account, lang = caller(authorization), language(accept_language)
        with portal.database.reading() as connection:
            return json_answer(history.page(connection, account, type, uuid, before, limit, lang))

    file_routes.add(router, portal.database, portal.uploads, caller)

    everything = ["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE"]
    for name in ("submissions", "collections"):
        for path in (f"/{name}", f"/{name}/{{rest:path}}"):
            router.add_api_route(path, _not_yet(name), methods=everything, include_in_schema=False)
    return router


def _not_yet(name: str) -> Any:
    def refuse() -> Response:
        raise Refusal("not-implemented", call=f"{PREFIX}/{name}")

    return refuse

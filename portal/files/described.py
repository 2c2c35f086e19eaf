"""What the OpenAPI document says of uploads and files: the calls have headers where others have bodies."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response

from plugin.contract import problem
from plugin.records import media

from . import tus

Schema = dict[str, Any]

_UUID_PATTERN = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
_BYTES: Schema = {"type": "integer", "minimum": 0}
_OFFSET: Schema = {"description": "How many bytes the portal has, on its disk", "schema": _BYTES}
_LENGTH: Schema = {"description": "How many bytes the whole has", "schema": _BYTES}
_EXPIRES: Schema = {"description": "HTTP date; anything that arrives moves it on", "schema": {"type": "string"}}
_RESUMABLE: Schema = {"description": "The version of tus", "schema": {"const": tus.VERSION}}
_PROGRESS = {
    "Tus-Resumable": _RESUMABLE,
    "Upload-Offset": _OFFSET,
    "Upload-Length": _LENGTH,
    "Upload-Expires": _EXPIRES,
}

_ALWAYS = (401, 426, 429, 500, 503)


def _header(name: str, description: str, schema: Schema) -> Schema:
    return {"name": name, "in": "header", "required": True, "description": description, "schema": schema}


_VERSION_HEADER = _header("Tus-Resumable", "The version of tus that is spoken", {"const": tus.VERSION})
_METADATA_TEXT = (
    "`key base64` pairs, separated by commas. `sha256`: of the original, 64 hex digits; `attachment`: uuid of the"
    " attachment record; `variant`: `original` or `reduced`; `content`: SHA-256 of the bytes that will be sent;"
    " `media_type`: one of " + ", ".join(one.name for one in media.TYPES)
)


def _route(summary: str, good: dict[int | str, Schema], problems: tuple[int, ...], **extra: Any) -> dict[str, Any]:
    responses: dict[int | str, Any] = dict(good)
    for status in sorted({*_ALWAYS, *problems}):
        names = ", ".join(name for name, code in problem.STATUS.items() if code == status)
        described = {"schema": {"$ref": "#/components/schemas/Problem"}}
        responses[status] = {"description": names, "content": {problem.MEDIA_TYPE: described}}
    return {
        "summary": summary,
        "response_class": Response,
        "status_code": next(iter(good)),
        "responses": responses,
        "openapi_extra": {"security": [{"token": []}], **extra},
    }


def _progress(description: str, **more: Schema) -> Schema:
    return {"description": description, "headers": {**_PROGRESS, **more}}


OPTIONS: dict[str, Any] = {
    "summary": "What of tus is understood",
    "response_class": Response,
    "status_code": 204,
    "responses": {
        204: {
            "description": "See the headers",
            "headers": {
                "Tus-Resumable": _RESUMABLE,
                "Tus-Version": {"schema": {"const": tus.VERSION}},
                "Tus-Extension": {"schema": {"const": tus.EXTENSIONS}},
                "Tus-Max-Size": {"schema": _BYTES},
            },
        },
        426: {
            "description": "contract-version",
            "content": {problem.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        },
    },
}

CREATE = _route(
    "Begins an upload, or goes on with the same one",
    {
        201: _progress(
            "Upload-Offset is Upload-Length where nothing has to be sent", Location={"schema": {"type": "string"}}
        )
    },
    (403, 409, 412, 413, 422, 423, 501),
    parameters=[
        _VERSION_HEADER,
        _header("Upload-Length", "How many bytes will be sent", {"type": "integer", "minimum": 1, "maximum": 10**12}),
        _header("Upload-Metadata", _METADATA_TEXT, {"type": "string", "maxLength": 4096}),
    ],
)

HEAD = _route(
    "How much of an upload the portal has",
    {200: _progress("On the disk, to stay")},
    (404, 410, 412, 422, 423, 501),
    parameters=[_VERSION_HEADER],
)

PATCH = _route(
    "The next bytes of an upload",
    {204: _progress("Upload-Offset is Upload-Length where the file is whole and was found right")},
    (400, 404, 408, 409, 410, 412, 415, 422, 423, 501),
    parameters=[
        _VERSION_HEADER,
        _header("Upload-Offset", "How many bytes the portal has already", _BYTES),
    ],
    requestBody={
        "required": True,
        "description": "Bytes, as many as one likes; whatever of them arrives stays",
        "content": {tus.OFFSET_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    },
)

DELETE = _route(
    "Gives an upload up",
    {204: {"description": "It is gone; a file that is whole stays", "headers": {"Tus-Resumable": _RESUMABLE}}},
    (404, 410, 412, 422, 423, 501),
    parameters=[_VERSION_HEADER],
)

_FILE_HEADERS: dict[str, Schema] = {
    "ETag": {"description": "SHA-256 of the bytes, in quotation marks", "schema": {"type": "string"}},
    "Repr-Digest": {"description": "RFC 9530", "schema": {"type": "string"}},
    "Vidbudova-Variant": {"schema": {"enum": ["original", "reduced"]}},
    "Content-Disposition": {"description": "attachment, RFC 6266", "schema": {"type": "string"}},
    "Accept-Ranges": {"schema": {"const": "bytes"}},
}
_TYPES: Schema = {one.name: {"schema": {}} for one in media.TYPES}

FILE = _route(
    "A file, whole or from some byte on",
    {
        200: {"description": "The file", "headers": _FILE_HEADERS, "content": _TYPES},
        206: {
            "description": "The part that Range asks for",
            "headers": {**_FILE_HEADERS, "Content-Range": {"schema": {"type": "string"}}},
            "content": _TYPES,
        },
        304: {"description": "The file is that of the entity tag"},
    },
    (404, 416, 422, 501),
)
FILE_HEAD = _route(
    "What a file is",
    {
        200: {"description": "As GET, without the file", "headers": _FILE_HEADERS},
        206: {"description": "As GET, without the file", "headers": _FILE_HEADERS},
        304: {"description": "The file is that of the entity tag"},
    },
    (404, 416, 422, 501),
)

UPLOAD_ID: dict[str, Any] = {"pattern": _UUID_PATTERN, "description": "As in the Location that POST answered"}
SHA256: dict[str, Any] = {"pattern": "^[0-9a-f]{64}$", "description": "Of the original, as the record has it"}

"""The portal's description as OpenAPI 3.1: the calls from the routes, the records from their definitions.

Every record type gives two schemas: ``Need`` is the record as answers carry it, without nulls; ``NeedSet`` is what an
item may set, where null clears.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response

from plugin.contract import problem
from plugin.contract.change import CHANGE_OPS
from plugin.contract.history import HISTORY_OPS
from plugin.contract.limits import (
    CONTRACT_VERSION,
    MAX_DEVICES_KEPT,
    MAX_HISTORY,
    MAX_ITEMS,
    MAX_PAGE,
    MAX_SAFE_INTEGER,
)
from plugin.contract.service import ROUND_STATES
from plugin.contract.verdict import CONFLICT_KINDS, OUTCOMES
from plugin.contract.workflow import ROLES
from plugin.records.catalogue import Catalogue
from plugin.records.definition import GEOMETRY, Field, RecordType

Schema = dict[str, Any]

_ALWAYS = (422, 426, 500, 503)
_WITH_TOKEN = (401, 429)
_WITH_BODY = (400, 409, 412, 413, 415)

_TEXT: Schema = {"type": "string"}
_WHOLE: Schema = {"type": "integer", "minimum": 1, "maximum": MAX_SAFE_INTEGER}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_UUID: Schema = {"type": "string", "format": "uuid", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_NAME: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,62}$"}
_HASH: Schema = {
    "type": "string",
    "pattern": "^([0-9a-f]{64})?$",
    "description": "SHA-256 over RFC 8785 of the non-null fields; empty for a tombstone",
}
_POSITION: Schema = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3}


def answers(
    schema: str,
    summary: str,
    *,
    body: str | None = None,
    open_to_all: bool = False,
    missing: bool = False,
    void: bool = False,
    gone: bool = False,
    relay: bool = False,
    new: bool = False,
) -> dict[str, Any]:
    """What a route says of itself: its good answer (a schema of this module), its problems, its request body."""
    statuses = set(_ALWAYS)
    statuses.update(() if open_to_all else _WITH_TOKEN)
    statuses.update(_WITH_BODY if body else ())
    statuses.update((404,) if missing else ())
    statuses.update((409,) if void else ())
    statuses.update((410,) if gone else ())
    statuses.update((403,) if relay else ())
    good: dict[str, Any] = {"description": summary, "content": {"application/json": {"schema": _ref(_titled(schema))}}}
    if schema in ("answer", "voided"):
        good["headers"] = {
            "Vidbudova-Signature": {
                "description": "base64 of the Ed25519 signature over the body's bytes",
                "schema": _TEXT,
            },
            "Vidbudova-Key": {"description": "kid of the key, see /keys", "schema": _TEXT},
        }
    responses: dict[int | str, Any] = {200: good}
    if new:
        responses[201] = good
    if schema == "catalogue":
        responses[304] = {"description": "The catalogue is still that of the entity tag"}
    for status in sorted(statuses):
        names = ", ".join(name for name, code in problem.STATUS.items() if code == status)
        responses[status] = {"description": names, "content": {problem.MEDIA_TYPE: {"schema": _ref("Problem")}}}
    extra: dict[str, Any] = {} if open_to_all else {"security": [{"token": []}]}
    if body is not None:
        extra["requestBody"] = {
            "required": True,
            "description": "Plain, or with Content-Encoding: gzip",
            "content": {"application/json": {"schema": _ref(_titled(body))}},
        }
    return {"summary": summary, "response_class": Response, "responses": responses, "openapi_extra": extra}


def document(app: FastAPI, catalogue: Catalogue) -> dict[str, Any]:
    """The whole document; made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            openapi_version="3.1.0",
            summary="Recovery needs and projects of Ukraine: the portal contract, version 1",
            routes=app.routes,
        )
        components = made.setdefault("components", {})
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        components["schemas"] = schemas(catalogue)
        app.openapi_schema = made
    return app.openapi_schema


def schemas(catalogue: Catalogue) -> dict[str, Schema]:
    """Every schema by name."""
    found = {**_shared(), **_geometries()}
    for rtype in catalogue.types.values():
        found[_titled(rtype.name)] = _record(rtype, catalogue)
        found[_titled(rtype.name) + "Set"] = _set(rtype, catalogue)
    types = list(catalogue.types.values())
    found["Record"] = {"anyOf": [_ref(_titled(rtype.name)) for rtype in types]}
    found["Item"] = {
        "anyOf": [item for rtype in types for item in (_create_item(rtype), _change_item(rtype))]
        + [_delete_item(types)]
    }
    return found


# --- records ----------------------------------------------------------------------------------------------------------


def _record(rtype: RecordType, catalogue: Catalogue) -> Schema:
    properties = {field.name: _value(field, catalogue) for field in rtype.fields}
    if rtype.has_geometry:
        properties[GEOMETRY] = _geometry(rtype)
    return {
        "type": "object",
        "description": rtype.help("en"),
        "properties": properties,
        "required": ["uuid"],
        "additionalProperties": False,
    }


def _set(rtype: RecordType, catalogue: Catalogue) -> Schema:
    properties = {
        field.name: _clearable(_value(field, catalogue))
        for field in rtype.fields
        if field.name != "uuid" and not field.derived
    }
    if rtype.has_geometry:
        properties[GEOMETRY] = _clearable(_geometry(rtype))
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _value(field: Field, catalogue: Catalogue) -> Schema:
    schema: Schema = {"title": field.label("en")}
    if field.help("en"):
        schema["description"] = field.help("en")
    codelist = catalogue.codelist_of(field)
    if codelist is not None:
        whole = field.type == "integer"
        codes = [int(code.code) if whole else code.code for code in codelist.codes]
        return {**schema, "type": "integer" if whole else "string", "enum": codes}
    if field.is_money:
        return {**schema, "type": "string", "pattern": r"^-?(0|[1-9][0-9]{0,12})\.[0-9]{2}$"}
    if field.format == "uuid":
        return {**schema, **_UUID}
    if field.type in ("date", "datetime"):
        pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}" + (
            r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?Z$" if field.type == "datetime" else "$"
        )
        form = "date" if field.type == "date" else "date-time"
        return {**schema, "type": "string", "format": form, "pattern": pattern}
    schema["type"] = field.type
    limits = {
        "minimum": field.minimum,
        "maximum": field.maximum,
        "pattern": field.pattern,
        "maxLength": field.max_length,
    }
    schema.update({name: limit for name, limit in limits.items() if limit is not None})
    if field.type == "integer":
        schema.setdefault("minimum", -MAX_SAFE_INTEGER)
        schema.setdefault("maximum", MAX_SAFE_INTEGER)
    return schema


def _clearable(schema: Schema) -> Schema:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    allowed = {**schema, "type": [schema["type"], "null"]}
    if "enum" in allowed:
        allowed["enum"] = [*allowed["enum"], None]
    return allowed


def _geometry(rtype: RecordType) -> Schema:
    return _ref("PointGeometry" if rtype.geometry == "point" else "Geometry")


def _geometries() -> dict[str, Schema]:
    line = {"type": "array", "items": _POSITION, "minItems": 2}
    ring = {"type": "array", "items": _POSITION, "minItems": 4}
    area = {"type": "array", "items": ring, "minItems": 1}
    coordinates = {
        "Point": _POSITION,
        "MultiPoint": {"type": "array", "items": _POSITION, "minItems": 1},
        "LineString": line,
        "MultiLineString": {"type": "array", "items": line, "minItems": 1},
        "Polygon": area,
        "MultiPolygon": {"type": "array", "items": area, "minItems": 1},
    }
    found = {
        f"{name}Geometry": {
            "type": "object",
            "properties": {"type": {"const": name}, "coordinates": schema},
            "required": ["type", "coordinates"],
            "additionalProperties": False,
        }
        for name, schema in coordinates.items()
    }
    found["Geometry"] = {
        "description": "RFC 7946: longitude, latitude[, height], WGS 84",
        "anyOf": [_ref(f"{name}Geometry") for name in coordinates],
    }
    return found


# --- batches, answers, changes ----------------------------------------------------------------------------------------


def _create_item(rtype: RecordType) -> Schema:
    return _object(
        type={"const": rtype.name}, uuid=_UUID, op={"const": "create"}, set=_ref(_titled(rtype.name) + "Set")
    )


def _change_item(rtype: RecordType) -> Schema:
    changed = {"allOf": [_ref(_titled(rtype.name) + "Set"), {"minProperties": 1}]}
    return _based(_object(type={"const": rtype.name}, uuid=_UUID, op={"const": "change"}, set=changed))


def _delete_item(types: list[RecordType]) -> Schema:
    names = {"type": "string", "enum": [rtype.name for rtype in types]}
    return _based(_object(type=names, uuid=_UUID, op={"const": "delete"}))


def _based(item: Schema) -> Schema:
    item["properties"].update(base=_WHOLE, after=_UUID)
    item["oneOf"] = [{"required": ["base"]}, {"required": ["after"]}]
    return item


def _shared() -> dict[str, Schema]:
    maybe_text, maybe_moment = {"type": ["string", "null"]}, {"type": ["string", "null"], "format": "date-time"}
    maybe_record = {"anyOf": [_ref("Record"), {"type": "null"}]}
    conflict = _object(
        kind={"enum": list(CONFLICT_KINDS)},
        fields={"type": "array", "items": _TEXT},
        theirs=maybe_record,
        revision={"type": ["integer", "null"]},
        author=maybe_text,
        at=maybe_moment,
    )
    flaw = _object(pointer=_TEXT, rule=_TEXT, message=_TEXT)
    verdict = _object(type=_NAME, uuid=_UUID, verdict={"enum": list(OUTCOMES)})
    verdict["properties"].update(
        revision=_WHOLE,
        hash=_HASH,
        record=_ref("Record"),
        conflict=conflict,
        problems={"type": "array", "items": flaw, "minItems": 1},
    )
    change = _object(
        type=_NAME, uuid=_UUID, revision=_WHOLE, op={"enum": list(CHANGE_OPS)}, author=maybe_text, at=_MOMENT
    )
    change["properties"].update(record=_ref("Record"), hash=_HASH)
    answer = _object(
        batch=_UUID, portal=_TEXT, epoch=_TEXT, received_at=_MOMENT, verdicts={"type": "array", "items": verdict}
    )
    batch = _object(
        batch=_UUID,
        contract={"const": CONTRACT_VERSION},
        portal={"type": "string", "minLength": 1, "maxLength": 200},
        rules={"type": "string", "minLength": 1, "maxLength": 50},
        made_at=_MOMENT,
        items={"type": "array", "items": _ref("Item"), "minItems": 1, "maxItems": MAX_ITEMS},
    )
    batch["properties"]["seen_at"] = maybe_moment
    whole_or_null = {"type": ["integer", "null"]}
    key = _object(
        kid=_TEXT,
        algorithm={"const": "Ed25519"},
        public_key={"type": "string", "contentEncoding": "base64"},
        state={"enum": ["current", "retired"]},
        made_at=_MOMENT,
        retired_at=maybe_moment,
        signed_by=maybe_text,
        signature=maybe_text,
    )
    past = _object(
        revision=_WHOLE,
        op={"enum": list(HISTORY_OPS)},
        author=maybe_text,
        at=_MOMENT,
        hash=_HASH,
        record=maybe_record,
    )
    # No control characters, and something to read.
    name = {
        "type": "string",
        "minLength": 1,
        "maxLength": 200,
        "pattern": r"^[^\s\x00-\x1f\x7f-\x9f]+( [^\s\x00-\x1f\x7f-\x9f]+)*$",
    }
    public_key = {
        "type": "string",
        "pattern": "^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$",
        "contentEncoding": "base64",
        "description": "Ed25519, 32 bytes",
    }
    device = _object(device=_UUID, name=_TEXT, public=public_key, enrolled_at=_MOMENT, retired_at=maybe_moment)
    return {
        "Batch": batch,
        "Enrolment": _object(device=_UUID, name=name, public=public_key),
        "Device": device,
        "Devices": _object(devices={"type": "array", "items": _ref("Device"), "maxItems": MAX_DEVICES_KEPT}),
        "Answer": answer,
        "Voided": {"anyOf": [_object(batch=_UUID, state={"const": "void"}), _ref("Answer")]},
        "Changes": _object(
            cursor=_TEXT, more={"type": "boolean"}, items={"type": "array", "items": change, "maxItems": MAX_PAGE}
        ),
        "History": _object(items={"type": "array", "items": past, "maxItems": MAX_HISTORY}, more={"type": "boolean"}),
        "Service": _object(
            contract={"const": CONTRACT_VERSION},
            portal=_TEXT,
            epoch=_TEXT,
            title=_TEXT,
            limits=_object(
                records=_WHOLE, bytes=_WHOLE, file_bytes=whole_or_null, quota=whole_or_null, picture_side=_WHOLE
            ),
            rules=_TEXT,
            time=_MOMENT,
        ),
        "Me": _object(
            account=_TEXT,
            name=_TEXT,
            organisation=maybe_text,
            role={"enum": list(ROLES)},
            territory={"type": "array", "items": _TEXT},
            expires_at=maybe_moment,
        ),
        "Keys": _object(portal=_TEXT, keys={"type": "array", "items": key}),
        "Rounds": _object(
            rounds={
                "type": "array",
                "items": _object(
                    period={"type": "string", "pattern": "^[0-9]{4}-Q[1-4]$"},
                    state={"enum": list(ROUND_STATES)},
                    opens_at=maybe_moment,
                    closes_at=maybe_moment,
                ),
            }
        ),
        "Catalogue": _object(
            rules=_TEXT,
            digest=_TEXT,
            types={"type": "array", "items": {"type": "object"}},
            codelists={"type": "array", "items": {"type": "object"}},
        ),
        "Problem": {
            "description": "RFC 9457",
            "type": "object",
            "properties": {
                "type": {"enum": [problem.PREFIX + name for name in problem.STATUS]},
                "title": _TEXT,
                "status": {"type": "integer"},
                "detail": _TEXT,
            },
            "required": ["type", "title", "status"],
        },
    }


def _object(**properties: Schema) -> Schema:
    """An object that has all of `properties`, and no other unless it is added."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _titled(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))

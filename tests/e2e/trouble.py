"""Trouble to make between an office and its portal, and what must be true after it."""

from __future__ import annotations

import base64
import json

from plugin.errors import TransportError
from plugin.sync.transport import Response


def broken(code="transport.broken_off"):
    return TransportError(code, retryable=True, host="portal", detail="")


def once(fault, method="POST", part="/batches"):
    """Meddles with the first call of a kind: ``fault(forward)``; everything else passes."""
    done = []

    def meddle(request, forward):
        if not done and request.method == method and part in request.url:
            done.append(request)
            return fault(forward)
        return forward()

    return meddle


def always(fault, method="POST", part="/batches"):
    """Meddles with every call of a kind."""

    def meddle(request, forward):
        return fault(forward) if request.method == method and part in request.url else forward()

    return meddle


def lost(forward):
    """The request arrives, its answer does not."""
    forward()
    raise broken()


def never_arrives(forward):
    raise broken("transport.no_connection")


def arrived(office, uuid) -> int:
    """The portal's revision of a record, from a colleague's point of view; 0 where it has none."""
    found = office.client().changes(None, 2000)
    return next((change.revision for change in found.items if change.uuid == uuid), 0)


def in_words(error) -> None:
    """An error has a message in both languages, without a gap."""
    for lang in ("uk", "en"):
        text = error.describe(lang)
        assert len(text) > 20
        assert "{" not in text


def is_whole_and_sendable(office, uuid, **options) -> None:
    """The edit is still there, and the next run brings it to the portal."""
    assert office.get(uuid) is not None
    report = office.sync(**options)
    assert report.problem is None, report.problem
    assert report.complete, report
    assert arrived(office, uuid) == 1


def rewritten(change):
    """The portal's answer with its verdict document changed, signature and all else as it was."""

    def fault(forward):
        answer = forward()
        document = json.loads(answer.body)
        change(document)
        return Response(answer.status, answer.headers, json.dumps(document).encode())

    return fault


def resigned(portal_keys, change):
    """As :func:`rewritten`, but signed rightly: a portal that is wrong, not somebody in between."""

    def fault(forward):
        answer = forward()
        document = json.loads(answer.body)
        change(document)
        body = json.dumps(document).encode()
        signature = base64.b64encode(portal_keys.sign(body)).decode()
        return Response(answer.status, {**answer.headers, "vidbudova-signature": signature}, body)

    return fault

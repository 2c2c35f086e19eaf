"""What a screen reader is told of a widget: Qt's own QAccessible, which Qt's Python bindings leave out.

Its interface is called through the C++ library's own table of virtual functions (qaccessible.h, Qt 5.15, Itanium C++
ABI), so this is for Linux on x86-64 with Qt 5, where tests and pictures are made; `available` says so.
"""

from __future__ import annotations

import ctypes
import platform
import sys
from dataclasses import dataclass
from typing import Any

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QT_VERSION_STR
from qgis.PyQt.QtWidgets import QWidget

_NAME, _DESCRIPTION, _VALUE = 0, 1, 2  # QAccessible::Text
_TEXT, _ROLE, _STATE = 12, 15, 16  # places in the table
_QUERY = "_ZN11QAccessible24queryAccessibleInterfaceEP7QObject"

NO_ROLE, PANE, CLIENT = 0x0, 0x10, 0xA
STATIC_TEXT, GRAPHIC = 0x29, 0x28


@dataclass(frozen=True)
class Told:
    """Name, description and value as they are read out; `role` is a number of QAccessible::Role."""

    name: str
    description: str
    value: str
    role: int


def available() -> bool:
    """Whether it can be asked for here."""
    return sys.platform == "linux" and platform.machine() == "x86_64" and QT_VERSION_STR.startswith("5.")


def told_of(widget: QWidget) -> Told | None:
    """What a screen reader learns of a widget; None where Qt has no interface for it."""
    query = getattr(ctypes.CDLL("libQt5Gui.so.5"), _QUERY)
    query.restype = ctypes.c_void_p
    query.argtypes = [ctypes.c_void_p]
    found = query(int(sip.unwrapinstance(widget)))
    if not found:
        return None
    name, description, value = (_text(found, kind) for kind in (_NAME, _DESCRIPTION, _VALUE))
    return Told(name, description, value, _role(found))


def _function(interface: int, place: int, result: Any, *arguments: Any) -> Any:
    table = ctypes.cast(interface, ctypes.POINTER(ctypes.c_void_p))[0]
    address = ctypes.cast(table, ctypes.POINTER(ctypes.c_void_p))[place]
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


def _role(interface: int) -> int:
    return int(_function(interface, _ROLE, ctypes.c_int, ctypes.c_void_p)(interface))


class _StringData(ctypes.Structure):
    """QArrayData of Qt 5, which a QString points to."""

    _fields_ = [
        ("ref", ctypes.c_int),
        ("size", ctypes.c_int),
        ("alloc", ctypes.c_uint),
        ("offset", ctypes.c_ssize_t),
    ]


def _text(interface: int, kind: int) -> str:
    """A QString is returned through a hidden first parameter. It is not freed: a few bytes of a test."""
    returned = ctypes.c_void_p()
    call = _function(interface, _TEXT, ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p), ctypes.c_void_p, ctypes.c_int)
    call(ctypes.byref(returned), interface, kind)
    if not returned.value:
        return ""
    data = _StringData.from_address(returned.value)
    return ctypes.string_at(returned.value + data.offset, 2 * data.size).decode("utf-16-le")

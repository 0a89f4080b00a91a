"""Values on the wire of Bolt: PackStream, the types that a query of plain data needs.

Written from the specification, not from the driver under test.
"""

from __future__ import annotations

import struct

FORMS, MOST = ("B", ">H", ">I"), (0xFF, 0xFFFF, 2**32 - 1)


class Structure:
    """A message: its tag and its fields."""

    def __init__(self, tag, *fields):
        self.tag, self.fields = tag, list(fields)


def _sized(size, tiny, wide):
    if size < 16:
        return bytes([tiny + size])
    for marker, form, most in zip(wide, FORMS, MOST, strict=True):
        if marker and size <= most:
            return bytes([marker]) + struct.pack(form, size)
    raise ValueError(size)


def pack(value):  # noqa: C901, PLR0911 - one case a type
    if value is None:
        return b"\xc0"
    if value is True or value is False:
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, int):
        if -16 <= value < 128:
            return struct.pack(">b", value)
        return b"\xcb" + struct.pack(">q", value)
    if isinstance(value, float):
        return b"\xc1" + struct.pack(">d", value)
    if isinstance(value, str):
        data = value.encode()
        return _sized(len(data), 0x80, (0xD0, 0xD1, 0xD2)) + data
    if isinstance(value, list):
        head = _sized(len(value), 0x90, (0xD4, 0xD5, 0xD6))
        return head + b"".join(map(pack, value))
    if isinstance(value, dict):
        head = _sized(len(value), 0xA0, (0xD8, 0xD9, 0xDA))
        return head + b"".join(pack(key) + pack(item) for key, item in value.items())
    assert isinstance(value, Structure)
    head = bytes([0xB0 + len(value.fields), value.tag])
    return head + b"".join(map(pack, value.fields))


class Reader:
    """Reads one value after another."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        found = self.data[self.at : self.at + size]
        assert len(found) == size
        self.at += size
        return found

    def number(self, form):
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def size(self, marker, first):
        return self.number((">B", *FORMS[1:])[marker - first])

    def value(self):  # noqa: C901, PLR0911 - one case a marker
        marker = self.number(">B")
        if marker < 0x80:
            return marker
        if marker >= 0xF0:
            return marker - 0x100
        if marker < 0x90:
            return self.take(marker - 0x80).decode()
        if marker < 0xA0:
            return [self.value() for _ in range(marker - 0x90)]
        if marker < 0xB0:
            return self.pairs(marker - 0xA0)
        if marker < 0xC0:
            tag = self.number(">B")
            return Structure(tag, *(self.value() for _ in range(marker - 0xB0)))
        if marker in (0xC0, 0xC2, 0xC3):
            return {0xC0: None, 0xC2: False, 0xC3: True}[marker]
        if marker == 0xC1:
            return self.number(">d")
        if 0xC8 <= marker <= 0xCB:
            return self.number((">b", ">h", ">i", ">q")[marker - 0xC8])
        if 0xD0 <= marker <= 0xD2:
            return self.take(self.size(marker, 0xD0)).decode()
        if 0xD4 <= marker <= 0xD6:
            return [self.value() for _ in range(self.size(marker, 0xD4))]
        assert 0xD8 <= marker <= 0xDA, hex(marker)
        return self.pairs(self.size(marker, 0xD8))

    def pairs(self, size):
        return {self.value(): self.value() for _ in range(size)}

"""TIFF files as old scanners and instruments write them, tag by tag (TIFF 6.0)."""

import struct
from collections.abc import Callable, Sequence

WIDTH, HEIGHT = 60, 80
_SIZES = {3: "H", 4: "I", 5: "I"}
_Tag = tuple[int, int, Sequence[int]]


def tiff(
    data: bytes,
    *,
    bits: int = 8,
    photometric: int = 1,
    samples: int = 1,
    order: str = "<",
    kind: int = 1,
    further: Sequence[_Tag] = (),
) -> bytes:
    """One uncompressed picture; ``kind`` is 1 for whole numbers, 3 for floating point."""
    own: list[_Tag] = [
        *((256, 3, [WIDTH]), (257, 3, [HEIGHT]), (258, 3, [bits] * samples), (259, 3, [1])),
        *((262, 3, [photometric]), (273, 4, [8]), (277, 3, [samples]), (278, 3, [HEIGHT])),
        *((279, 4, [len(data)]), (339, 3, [kind] * samples)),
    ]
    replaced = {tag for tag, _, _ in further}
    tags = [*(each for each in own if each[0] not in replaced), *further]
    data += bytes(len(data) % 2)
    after = 8 + len(data) + 2 + 12 * len(tags) + 4
    entries, values = bytearray(struct.pack(f"{order}H", len(tags))), bytearray()
    for tag, type_, numbers in sorted(tags):
        body = b"".join(struct.pack(f"{order}{_SIZES[type_]}", number) for number in numbers)
        count = len(numbers) // (2 if type_ == 5 else 1)
        entries += struct.pack(f"{order}HHI", tag, type_, count)
        if len(body) <= 4:
            entries += body.ljust(4, b"\0")
        else:
            entries += struct.pack(f"{order}I", after + len(values))
            values += body + bytes(len(body) % 2)
    head = b"II*\0" if order == "<" else b"MM\0*"
    start = struct.pack(f"{order}I", 8 + len(data))
    return head + start + data + bytes(entries) + bytes(4) + bytes(values)


def _rising(form: str, step: float) -> bytes:
    """Every row goes from dark to light."""
    row = b"".join(
        struct.pack(form, step * x if form[1] in "fde" else int(step * x)) for x in range(WIDTH)
    )
    return row * HEIGHT


def _packed(bits: int, samples: int = 1) -> bytes:
    """The same without a gap between two samples, rows begin at a byte."""
    row = 0
    for x in range(WIDTH):
        for _ in range(samples):
            row = row << bits | ((1 << bits) - 1) * x // WIDTH
    gap = -WIDTH * samples * bits % 8
    return (row << gap).to_bytes((WIDTH * samples * bits + gap) // 8) * HEIGHT


def _apart(form: str, step: float) -> bytes:
    """Red, green and blue one after the other; the tags say where each begins."""
    plane = _rising(form, step)
    order, bits = form[0], 8 * struct.calcsize(form)
    starts = [8 + len(plane) * number for number in range(3)]
    return tiff(
        plane * 3,
        bits=bits,
        photometric=2,
        samples=3,
        order=order,
        further=[(273, 4, starts), (279, 4, [len(plane)] * 3), (284, 3, [2])],
    )


def _big(order: str) -> bytes:
    """A BigTIFF, with addresses of eight bytes."""
    data = _rising("<B", 4)
    tags = [(256, WIDTH), (257, HEIGHT), (258, 8), (259, 1), (262, 1), (273, 16), (277, 1)]
    tags += [(278, HEIGHT), (279, len(data))]
    entries = b"".join(
        struct.pack(f"{order}HHQ", tag, 16, 1) + struct.pack(f"{order}Q", number)
        for tag, number in tags
    )
    head = b"II+\0" if order == "<" else b"MM\0+"
    head += struct.pack(f"{order}HHQ", 8, 0, 16 + len(data))
    return head + data + struct.pack(f"{order}Q", len(tags)) + entries + bytes(8)


def _colour_map(most: int) -> _Tag:
    return 320, 3, [level * most // 255 for level in range(256)] * 3


def _packing(bits: int, samples: int) -> Callable[[], bytes]:
    data = _packed(bits, samples)
    return lambda: tiff(data, bits=bits, samples=samples, photometric=2 if samples == 3 else 1)


# Name -> the file; each shows a wedge from black on the left to (nearly) white on the right.
WEDGES: dict[str, Callable[[], bytes]] = {
    "grey": lambda: tiff(_rising("<B", 4)),
    "map of 16 bits": lambda: tiff(_rising("<B", 4), photometric=3, further=[_colour_map(65535)]),
    "map of 8 bits": lambda: tiff(_rising("<B", 4), photometric=3, further=[_colour_map(255)]),
    "16 bits, low first": lambda: tiff(_rising("<H", 1050), bits=16),
    "16 bits, high first": lambda: tiff(_rising(">H", 1050), bits=16, order=">"),
    "32 bits": lambda: tiff(_rising("<I", 70_000_000), bits=32),
    "floating point": lambda: tiff(_rising("<f", 1 / 60), bits=32, kind=3),
    "floating point of 64 bits": lambda: tiff(_rising("<d", 1 / 60), bits=64, kind=3),
    "floating point of 16 bits": lambda: tiff(_rising(">e", 1 / 60), bits=16, kind=3, order=">"),
    **{f"{bits} bits": _packing(bits, 1) for bits in (10, 12, 14)},
    **{f"{bits} bits a colour": _packing(bits, 3) for bits in (10, 12, 14)},
    "24 bits": lambda: tiff(_packed(24), bits=24, order=">"),
    "32 bits a colour": lambda: tiff(_packed(32, 3), bits=32, samples=3, photometric=2, order=">"),
    "planes apart": lambda: _apart("<B", 4),
    "planes of 16 bits apart, low first": lambda: _apart("<H", 1050),
    "planes of 16 bits apart, high first": lambda: _apart(">H", 1050),
    "BigTIFF, low first": lambda: _big("<"),
    "BigTIFF, high first": lambda: _big(">"),
}


def fax(across: int, down: int) -> bytes:
    """A picture with different resolutions, in dots an inch."""
    tags: list[_Tag] = [(282, 5, [across, 1]), (283, 5, [down, 1]), (296, 3, [2])]
    return tiff(_rising("<B", 4), further=tags)

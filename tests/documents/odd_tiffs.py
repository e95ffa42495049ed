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
    tags: list[_Tag] = [
        *((256, 3, [WIDTH]), (257, 3, [HEIGHT]), (258, 3, [bits] * samples), (259, 3, [1])),
        *((262, 3, [photometric]), (273, 4, [8]), (277, 3, [samples]), (278, 3, [HEIGHT])),
        *((279, 4, [len(data)]), (339, 3, [kind] * samples), *further),
    ]
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
        struct.pack(form, step * x if form[1] == "f" else int(step * x)) for x in range(WIDTH)
    )
    return row * HEIGHT


def _colour_map(most: int) -> _Tag:
    return 320, 3, [level * most // 255 for level in range(256)] * 3


# Name -> the file; each shows a wedge from black on the left to (nearly) white on the right.
WEDGES: dict[str, Callable[[], bytes]] = {
    "grey": lambda: tiff(_rising("<B", 4)),
    "map of 16 bits": lambda: tiff(_rising("<B", 4), photometric=3, further=[_colour_map(65535)]),
    "map of 8 bits": lambda: tiff(_rising("<B", 4), photometric=3, further=[_colour_map(255)]),
    "16 bits, low first": lambda: tiff(_rising("<H", 1050), bits=16),
    "16 bits, high first": lambda: tiff(_rising(">H", 1050), bits=16, order=">"),
    "32 bits": lambda: tiff(_rising("<I", 70_000_000), bits=32),
    "floating point": lambda: tiff(_rising("<f", 1 / 60), bits=32, kind=3),
}


def fax(across: int, down: int) -> bytes:
    """A picture with different resolutions, in dots an inch."""
    told: list[_Tag] = [(282, 5, [across, 1]), (283, 5, [down, 1]), (296, 3, [2])]
    return tiff(_rising("<B", 4), further=told)

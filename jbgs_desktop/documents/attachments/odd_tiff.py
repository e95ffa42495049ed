"""TIFF pictures that Pillow draws wrong or not at all, read by their tags (TIFF 6.0, BigTIFF).

Instruments and old scanners write 10, 12, 14, 24 bits a sample, floating point, planes apart.
"""

import struct
import zlib
from array import array
from collections.abc import Sequence
from math import lcm
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from PIL import Image

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_STRIPS, _SAMPLES, _LENGTHS, _PLANES, _PREDICTOR, _KIND = 273, 277, 279, 284, 317, 339
_ACROSS, _DOWN, _UNIT = 282, 283, 296
_FORMS = {1: "B", 3: "H", 4: "I", 5: "II", 13: "I", 16: "Q", 18: "Q"}  # of a tag's numbers
_MOST_TAGS, _MOST_VALUES = 512, 200_000
_DEFLATE = (8, 32946)
_KNOWN = {1, 2, 3, 4, 5, 6, 7, 32773, 34925, 50000, 50001, *_DEFLATE}  # compressions of Pillow
_CENTIMETRE = 3  # ResolutionUnit
_FLOAT = 3  # SampleFormat
_FLOATS = {16: "e", 32: "f", 64: "d"}
_MOST_BYTES = 2**29


class UnusualImageError(OSError):
    """A picture of a kind that nothing here reads, though it may be whole: a sentence."""


_Tags = dict[int, tuple[int, ...]]


def odd_tiff(source: Path | BinaryIO) -> "Image.Image | None":
    """The first page of ``source`` where it is a TIFF that Pillow does not read; else None.

    Raises UnusualImageError for one that is not read here either, OSError, ValueError and
    struct.error for a broken one.
    """
    if isinstance(source, Path):
        with source.open("rb") as file:
            return _read(file)
    return _read(source)


def _read(file: BinaryIO) -> "Image.Image | None":
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    order = {b"II": "<", b"MM": ">"}.get(head[:2], "")
    kind = struct.unpack_from(f"{order}H", head, 2)[0] if order and len(head) == 16 else 0
    if kind not in (42, 43):
        return None
    is_big = kind == 43
    tags, following = _directory(file, head, order, is_big)
    file.seek(0)
    one = (tags.get(_COMPRESSION) or (1,))[0]
    if one not in _KNOWN:
        raise UnusualImageError(_sentence(f"压缩方式{one}"))
    if not _is_odd(tags, order, is_big):
        return None
    bits = tags[_BITS][0]
    is_plain = one in (1, *_DEFLATE) and (tags.get(_PREDICTOR) or (1,))[0] == 1
    if (
        following
        or not is_plain
        or len(set(tags[_BITS])) > 1
        or not 8 <= bits <= 64
        or _STRIPS not in tags
    ):
        raise UnusualImageError(_sentence(f"每个颜色{bits}位"))
    return _picture(file, tags, order)


def _sentence(what: str) -> str:
    return (
        f"这种TIFF（{what}）本程序读不出来，文件不一定损坏，"
        "请用看图程序另存为普通的8位TIFF、PNG，或“打印到PDF”再添加。"
    )


def _directory(file: BinaryIO, head: bytes, order: str, is_big: bool) -> tuple[_Tags, int]:
    """The tags of the first page that are made of whole numbers, and where the next page is."""
    count_form, entry, pointer = ("Q", "HHQ", "Q") if is_big else ("H", "HHI", "I")
    inline = 8 if is_big else 4
    file.seek(struct.unpack_from(order + pointer, head, 8 if is_big else 4)[0])

    def take(form: str) -> Any:
        return struct.unpack(order + form, file.read(struct.calcsize(order + form)))

    tags: _Tags = {}
    entries = [
        (*take(entry), file.read(inline)) for _ in range(min(take(count_form)[0], _MOST_TAGS))
    ]
    following = take(pointer)[0]
    for tag, type_, count, value in entries:
        form = _FORMS.get(type_)
        if form is None or count > _MOST_VALUES:
            continue
        size = struct.calcsize(order + form) * count
        if size > inline:
            file.seek(struct.unpack(order + pointer, value)[0])
            value = file.read(size)
        tags[tag] = struct.unpack(order + form * count, value[:size])
    return tags, following


def _is_odd(tags: _Tags, order: str, is_big: bool) -> bool:
    bits, samples = tags.get(_BITS) or (1,), (tags.get(_SAMPLES) or (1,))[0]
    is_float = (tags.get(_KIND) or (1,))[0] == _FLOAT
    is_apart = samples > 1 and (tags.get(_PLANES) or (1,))[0] == 2
    return (
        (is_big and order == ">")
        or bits[0] not in (1, 2, 4, 8, 16, 32)
        or (bits[0] == 16 and (is_apart or is_float))
        or (bits[0] == 32 and samples > 1)
    )


def _picture(file: BinaryIO, tags: _Tags, order: str) -> "Image.Image":
    from PIL import Image, ImageChops

    (width,), (height,), bits = tags[_WIDTH], tags[_HEIGHT], tags[_BITS][0]
    samples, photometric = (tags.get(_SAMPLES) or (1,))[0], (tags.get(_PHOTOMETRIC) or (1,))[0]
    if photometric > 2 or (photometric == 2) != (samples >= 3):
        raise UnusualImageError(_sentence(f"颜色方式{photometric}"))
    is_apart = samples > 1 and (tags.get(_PLANES) or (1,))[0] == 2
    planes, across = (samples, width) if is_apart else (1, width * samples)
    row = (across * bits + 7) // 8
    if width * height * samples * bits > 8 * _MOST_BYTES or row == 0:
        raise UnusualImageError(_sentence(f"{width}×{height}像素"))
    data = _data(file, tags, row * height * planes)
    if len(data) < row * height * planes:
        raise ValueError("the picture breaks off")
    kind = (tags.get(_KIND) or (1,))[0]
    grey = _in_bytes(data, row, across, bits, order, kind)
    wanted = 3 if samples >= 3 else 1
    size = across * height
    if is_apart:
        channels = [grey[at * size : (at + 1) * size] for at in range(wanted)]
    else:
        channels = [grey[at::samples] for at in range(wanted)]
    bands = [Image.frombytes("L", (width, height), bytes(each)) for each in channels]
    image = Image.merge("RGB", bands) if wanted == 3 else bands[0]
    if photometric == 0:
        image = ImageChops.invert(image)
    image.info["dpi"] = _dpi(tags)
    image.format = "TIFF"
    return image


def _data(file: BinaryIO, tags: _Tags, most: int) -> bytes:
    parts, size = [], 0
    for place, length in zip(tags[_STRIPS], tags[_LENGTHS], strict=True):
        file.seek(place)
        part = file.read(length)
        if tags.get(_COMPRESSION, (1,))[0] in _DEFLATE:
            part = zlib.decompressobj().decompress(part, max(1, most - size))
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _in_bytes(
    data: bytes, row: int, across: int, bits: int, order: str, kind: int
) -> bytes | bytearray:
    """The samples in eight bits each; floating point from its lowest to its highest."""
    if kind == _FLOAT:
        return _scaled(_floats(data, bits, order))
    if bits % 8:
        rows = (data[at : at + row] for at in range(0, len(data) - row + 1, row))
        return b"".join(_high_bits(each, bits)[:across] for each in rows)
    size = bits // 8
    high = data[size - 1 :: size] if order == "<" else data[::size]
    is_signed = kind == 2
    return high.translate(bytes(value ^ 0x80 for value in range(256))) if is_signed else high


def _floats(data: bytes, bits: int, order: str) -> Sequence[float]:
    if bits not in _FLOATS:
        raise UnusualImageError(_sentence(f"{bits}位浮点数"))
    form = f"{order}{len(data) * 8 // bits}{_FLOATS[bits]}"
    return array("d", struct.unpack_from(form, data))


def _scaled(values: Sequence[float]) -> bytes:
    usable = [value for value in values if abs(value) < float("inf")]  # neither endless nor none
    low, high = min(usable, default=0.0), max(usable, default=1.0)
    span = (high - low) or 1.0
    return bytes(int(255 * (value - low) / span) if low <= value <= high else 0 for value in values)


def _high_bits(row: bytes, bits: int) -> bytearray:
    """The eight highest bits of each sample of a row that is packed without gaps."""
    group = lcm(bits, 8) // 8  # bytes after which samples begin at the same bit again
    row += bytes(-len(row) % group + 1)
    groups, each = len(row) // group, group * 8 // bits
    made = bytearray(groups * each)
    for number in range(each):
        at, shift = divmod(number * bits, 8)
        first = row[at : groups * group : group].translate(_shifted(shift))
        second = row[at + 1 : groups * group + 1 : group][:groups].translate(_shifted(shift - 8))
        both = int.from_bytes(first) | int.from_bytes(second)
        made[number::each] = both.to_bytes(groups)
    return made


def _shifted(by: int) -> bytes:
    """What becomes of each byte when it is moved to the left, or to the right where it is less."""
    return bytes((value << by & 0xFF) if by >= 0 else value >> -by for value in range(256))


def _dpi(tags: _Tags) -> tuple[float, float]:
    unit = 2.54 if (tags.get(_UNIT) or (2,))[0] == _CENTIMETRE else 1.0
    (across, of_across), (down, of_down) = (tags.get(tag) or (0, 1) for tag in (_ACROSS, _DOWN))
    return unit * across / (of_across or 1), unit * down / (of_down or 1)

"""How much a zip says it holds, by its last bytes: asked before a library believes it.

A zip of a few MB can name millions of files, each of which costs a library memory and time.
"""

import struct

LONGEST_ZIP_END = 66 * 2**10  # bytes; the end record with the longest comment lies within
_END = struct.Struct("<4s4H2LH")
_LOCATOR = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")


def directory_of_zip(tail: bytes) -> tuple[int, int] | None:
    """Files, and bytes of the list of them, that a zip ending in ``tail`` tells; None without end.

    Where it has a second, larger end record (zip64), the larger figures count: that is what
    libraries go by, whatever the first record says.
    """
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return None
    *_, files, length, _, _ = _END.unpack_from(tail, at)
    locator = at - _LOCATOR.size
    if locator < 0 or tail[locator : locator + 4] != b"PK\x06\x07":
        return files, length
    large = locator - _END_64.size
    if large < 0 or tail[large : large + 4] != b"PK\x06\x06":
        return None
    *_, files_64, length_64, _ = _END_64.unpack_from(tail, large)
    return max(files, files_64), max(length, length_64)

"""300–399: the tag files: manifests, bag-info.txt, bagit.txt, fetch.txt."""

import hashlib

from jbgs_desktop.bundle.bagit_profile import BAGIT, FETCH, INFO, MANIFEST, TAG_MANIFEST
from tests.bundle.corpus import Chapter, Spoiled

chapter = Chapter(300)

_ALL = (MANIFEST, TAG_MANIFEST, INFO)


def _before(spoiled: Spoiled, name: str, data: bytes) -> None:
    spoiled.rewrite(name, data + (spoiled.root / name).read_bytes())


def _after(spoiled: Spoiled, name: str, data: bytes) -> None:
    spoiled.rewrite(name, (spoiled.root / name).read_bytes() + data)


def _transcoded(spoiled: Spoiled, name: str, encoding: str) -> None:
    spoiled.rewrite(name, (spoiled.root / name).read_text(encoding="utf-8").encode(encoding))


def _replaced(spoiled: Spoiled, name: str, old: bytes, new: bytes) -> None:
    data = (spoiled.root / name).read_bytes()
    assert old in data
    spoiled.rewrite(name, data.replace(old, new, 1))


def _whole(spoiled: Spoiled, name: str, data: bytes) -> None:
    spoiled.rewrite(name, data)


def _first_line_again(spoiled: Spoiled, name: str) -> None:
    data = (spoiled.root / name).read_bytes()
    spoiled.rewrite(name, data + data.split(b"\n")[0] + b"\n")


def _contradiction(spoiled: Spoiled, name: str) -> None:
    line = (spoiled.root / name).read_bytes().split(b"\n")[0]
    spoiled.line(b"0" * 64 + line[64:], name)


def _gone(spoiled: Spoiled, name: str) -> None:
    (spoiled.root / name).unlink()


def _other_algorithm(spoiled: Spoiled, name: str, *, alone: bool) -> None:
    """The same manifest with another hash; ``alone`` takes the one of SHA-256 away."""
    algorithm = name.partition("-")[2].removesuffix(".txt")
    ours = MANIFEST if name.startswith("manifest") else TAG_MANIFEST
    lines = []
    for line in (spoiled.root / ours).read_text().splitlines():
        path = line[66:]
        digest = hashlib.new(algorithm, (spoiled.root / path).read_bytes()).hexdigest()
        lines.append(f"{digest}  {path}\n")
    (spoiled.root / name).write_text("".join(lines))
    if alone:
        (spoiled.root / ours).unlink()
    if not alone and name.startswith("manifest"):
        spoiled.seal(name)


for _name in _ALL:
    chapter.add(f"bom-{_name}", "bundle.tag.bom", _before, _name, b"\xef\xbb\xbf")
    chapter.add(f"nul-{_name}", "bundle.tag.nul", _after, _name, b"\0\n")
    chapter.add(f"utf-16-{_name}", "bundle.tag.bom", _transcoded, _name, "utf-16")
    chapter.add(f"crlf-{_name}", "bundle.tag.line-end", _replaced, _name, b"\n", b"\r\n")
    chapter.add(f"cut-{_name}", "bundle.tag.cut", _after, _name, b"abc")
    chapter.add(f"blank-line-{_name}", "bundle.tag.line", _after, _name, b"\n")
    chapter.add(f"twice-{_name}", "bundle.tag.duplicate", _first_line_again, _name)
    chapter.add(f"long-{_name}", "bundle.tag.long-line", _after, _name, b"x" * 50_000 + b"\n")
    chapter.add(f"gone-{_name}", "bundle.tag.missing", _gone, _name)
    chapter.add(f"binary-{_name}", "bundle.tag.encoding", _whole, _name, b"\xff\x81" * 99 + b"\n")
    chapter.add(f"10mb-{_name}", "bundle.tag.size", _after, _name, b"x" * 10_000_000 + b"\n")
chapter.add("gbk-manifest", "bundle.tag.encoding", _transcoded, MANIFEST, "gbk")
chapter.add("gbk-info", "bundle.tag.encoding", _transcoded, INFO, "gbk")
chapter.add("empty-manifest", "bundle.payload.empty", _whole, MANIFEST, b"")
chapter.add("empty-tagmanifest", "bundle.tag.empty", _whole, TAG_MANIFEST, b"")
chapter.add("empty-info", "bundle.tag.empty", _whole, INFO, b"")
for _name in (MANIFEST, TAG_MANIFEST):
    chapter.add(f"contradiction-{_name}", "bundle.tag.duplicate", _contradiction, _name)
    for _what, _line in {
        "one-blank": b"0" * 64 + b" data/x.pdf",
        "star": b"0" * 64 + b"  *data/x.pdf",
        "tab": b"0" * 64 + b"\tdata/x.pdf",
        "three-blanks": b"0" * 64 + b"   data/x.pdf",
        "upper-case": b"A" * 64 + b"  data/x.pdf",
        "short-hash": b"0" * 63 + b"  data/x.pdf",
        "md5-hash": b"0" * 32 + b"  data/x.pdf",
        "no-path": b"0" * 64 + b"  ",
        "no-hash": b"data/x.pdf",
        "comment": b"# nothing",
        "escaped": b"\\" + b"0" * 64 + b"  data/x.pdf",
    }.items():
        chapter.add(f"{_what}-{_name}", "bundle.tag.line", Spoiled.line, _line, _name)
for _what, _written in {"bare": b"x%y", "other": b"x%2e%2e", "cut": b"x%0"}.items():
    _line = b"0" * 64 + b"  data/" + _written
    chapter.add(f"percent-{_what}", "bundle.tag.percent", Spoiled.line, _line)
chapter.add(
    "many-lines",
    "bundle.tag.too-many",
    _after,
    MANIFEST,
    b"".join(b"0" * 64 + b"  data/%d\n" % number for number in range(20_001)),
)
chapter.add("tag-in-manifest", "bundle.payload.misplaced", Spoiled.list_, "bagit.txt")
chapter.add(
    "payload-in-tagmanifest",
    "bundle.payload.misplaced",
    Spoiled.list_,
    "data/x.pdf",
    manifest=TAG_MANIFEST,
)
chapter.add(
    "tagmanifest-in-itself",
    "bundle.payload.misplaced",
    Spoiled.list_,
    TAG_MANIFEST,
    manifest=TAG_MANIFEST,
)

chapter.add("fetch", "bundle.fetch", Spoiled.put, FETCH, b"http://example.invalid/x 5 data/x\n")
chapter.add("fetch-file", "bundle.fetch", Spoiled.put, FETCH, b"file:///etc/passwd - data/x.pdf\n")
chapter.add("fetch-empty", "bundle.fetch", Spoiled.put, FETCH, b"")
for _algorithm in ("md5", "sha1", "sha512"):
    _file = f"manifest-{_algorithm}.txt"
    chapter.add(f"only-{_algorithm}", "bundle.algorithm", _other_algorithm, _file, alone=True)
chapter.add("md5-beside", "bundle.algorithm", _other_algorithm, "manifest-md5.txt", alone=False)
chapter.add("tag-md5-only", "bundle.algorithm", _other_algorithm, "tagmanifest-md5.txt", alone=True)

_DECLARATION = "bundle.declaration"
chapter.add("version-0.97", _DECLARATION, _replaced, BAGIT, b"1.0", b"0.97")
chapter.add("version-2", _DECLARATION, _replaced, BAGIT, b"1.0", b"2.0")
chapter.add("gbk-declared", _DECLARATION, _replaced, BAGIT, b"UTF-8", b"GBK")
chapter.add("bagit-bom", _DECLARATION, _before, BAGIT, b"\xef\xbb\xbf")
chapter.add("bagit-empty", _DECLARATION, _whole, BAGIT, b"")
chapter.add("bagit-more", _DECLARATION, _after, BAGIT, b"X: y\n")
chapter.add("bagit-gone", "bundle.tag.missing", _gone, BAGIT)
chapter.add("bagit-large", "bundle.tag.size", _after, BAGIT, b"x" * 5000)

chapter.add("oxum-size", "bundle.oxum", Spoiled.count, 1, 0)
chapter.add("oxum-count", "bundle.oxum", Spoiled.count, 0, 1)
for _what, _value in {
    "text": "much",
    "huge": "9" * 3000 + ".1",
    "negative": "-1.-1",
    "blank": "",
    "digits": "１.１",
}.items():
    chapter.add(f"oxum-{_what}", "bundle.oxum", Spoiled.set_tag, "Payload-Oxum", _value)
_MISSING = "bundle.info.missing"
for _key in (
    *("Payload-Oxum", "JBGS-Profile", "JBGS-Version-Code", "External-Identifier", "JBGS-Call"),
    *("JBGS-Track", "JBGS-Application", "JBGS-Version-Digest", "Source-Organization"),
):
    chapter.add(f"info-without-{_key}", _MISSING, Spoiled.set_tag, _key, None)
for _value in ("2", "office-2"):
    chapter.add(f"profile-{_value}", "bundle.newer", Spoiled.set_tag, "JBGS-Profile", _value)
for _value in ("0", "０", "x" * 3000, "9" * 3000):
    chapter.add(
        f"profile-{_value[:3]}", "bundle.info.profile", Spoiled.set_tag, "JBGS-Profile", _value
    )
chapter.add("info-no-colon", "bundle.tag.line", _after, INFO, b"nothing\n")
chapter.add("info-folded", "bundle.tag.line", _after, INFO, b" and more\n")
chapter.add("info-odd-key", "bundle.tag.line", _after, INFO, "核验码: X\n".encode())

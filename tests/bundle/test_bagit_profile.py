"""The bag's tag files and the names in it: what is written is read again, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.bundle.bagit_profile import (
    BAGIT,
    INFO,
    MANIFEST,
    TAG_MANIFEST,
    Hashed,
    TagFileError,
    compose_info,
    compose_manifest,
    oxum,
    read_info,
    read_manifest,
    tag_files,
)
from jbgs_desktop.bundle.layout import ORIGINALS, bundle_name, file_places, scan_name
from jbgs_desktop.bundle.safe_names import folded_path, name_fault, path_fault, safe_for_display
from tests.bundle.small_bundles import an_application, hashed

_APPLICATION = an_application()
_DIGESTS = st.text("0123456789abcdef", min_size=64, max_size=64)
_SAFE = st.text(max_size=40).filter(lambda name: not path_fault(f"data/{name}"))


@given(st.dictionaries(_SAFE.map(lambda name: f"data/{name}"), _DIGESTS, min_size=1))
def test_a_manifest_is_read_as_it_was_written(digests: dict[str, str]) -> None:
    data = compose_manifest(digests)
    assert read_manifest(data) == digests
    assert data == compose_manifest(dict(reversed(digests.items())))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (read_manifest, read_info):
        try:
            read(data)
        except TagFileError as error:
            assert error.rule


@pytest.mark.parametrize(
    ("data", "rule", "line"),
    [
        (b"a: b\nc\n", "line", 2),
        (b"a: b\na: c\n", "duplicate", 2),
        (b"a: b\nc: \xff\n", "encoding", 2),
        (b"a: b\nc: \0\n", "nul", 2),
        (b"a: b\r\n", "line-end", 1),
        (b"a: b", "cut", 0),
        (b"", "empty", 0),
    ],
)
def test_a_refusal_names_the_line(data: bytes, rule: str, line: int) -> None:
    with pytest.raises(TagFileError) as error:
        read_info(data)
    assert (error.value.rule, error.value.line) == (rule, line)


def test_the_tag_files_list_each_other() -> None:
    payload = {"data/b": Hashed("b" * 64, 2), "data/a": Hashed("a" * 64, 1)}
    files = tag_files(payload, [("Source-Organization", "某 \n 公司")], {"x.txt": hashed(b"x")})
    assert list(files) == [BAGIT, INFO, MANIFEST, TAG_MANIFEST]
    assert read_info(files[INFO]) == {"Source-Organization": "某 公司", "Payload-Oxum": "3.2"}
    assert files[MANIFEST].decode() == f"{'a' * 64}  data/a\n{'b' * 64}  data/b\n"
    assert read_manifest(files[TAG_MANIFEST]) == {
        "x.txt": hashed(b"x").digest,
        **{name: hashed(files[name]).digest for name in (BAGIT, INFO, MANIFEST)},
    }


def test_an_unsafe_name_is_never_written() -> None:
    for path in ("../x", "data/con", "data/x\ny", "data/50%", "/x"):
        with pytest.raises(ValueError, match=r"parent|reserved|newline|percent|absolute"):
            compose_manifest({path: "0" * 64})


def test_the_oxum_counts_bytes_and_files() -> None:
    assert oxum({}) == "0.0"
    assert oxum({"data/a": Hashed("", 5), "data/b": Hashed("", 7)}) == "12.2"


def test_a_value_of_many_lines_is_one() -> None:
    assert compose_info([("A", " x\n\ty\u3000z ")]) == b"A: x y z\n"


@given(st.text(max_size=120))
def test_evidence_of_any_name_has_a_safe_place(name: str) -> None:
    file = f"evidence/{name}"
    places = file_places(_APPLICATION.set("evidence.0.file", file))
    assert all(path_fault(path) == "" for path in places.values())
    assert all(path.startswith(f"{ORIGINALS}/") for path in places.values())
    assert len({folded_path(path) for path in places.values()}) == len(places)


@given(st.text(max_size=120), st.text(max_size=120))
def test_names_made_of_any_text_are_safe(first: str, second: str) -> None:
    assert name_fault(bundle_name(first, second, "K7QD28FMX4")) == ""
    assert path_fault(scan_name(1, first)) == ""


def test_two_files_of_one_name_are_told_apart() -> None:
    application = _APPLICATION
    for at, file in enumerate(("evidence/a.pdf", "other/A.pdf", "more/a.pdf")):
        application = application.set(f"evidence.{at}.file", file)
    places = file_places(application)
    assert places["evidence/a.pdf"] == f"{ORIGINALS}/a.pdf"
    assert {places["more/a.pdf"], places["other/A.pdf"]} == {
        f"{ORIGINALS}/a-2.pdf",
        f"{ORIGINALS}/A-3.pdf",
    }


@given(st.text())
def test_what_is_shown_is_printable_and_short(text: str) -> None:
    assert safe_for_display(text).isprintable()
    assert len(safe_for_display(text)) <= 61

"""PDF files as offices, scanners and tools write them, object by object."""

import io
import zlib
from collections.abc import Iterator
from contextlib import closing
from functools import partial

from PIL import Image
from pypdf import PdfReader, PdfWriter

from tests.corpus.corpus_file import CorpusFile
from tests.documents import attached_files as make
from tests.documents.odd_pdfs import ODD

_BOX = "/MediaBox[0 0 595 842]"
_MARKS = "0.8 0.1 0.1 rg 60 600 200 150 re f 0.1 0.3 0.8 rg 350 80 120 260 re f "
_FONT = "/Font<</F <</Type/Font/Subtype/Type1/BaseFont/{}>>>>"


def pdf(
    content: str,
    *,
    page: str = _BOX,
    resources: str = "",
    objects: tuple[bytes, ...] = (),
    root: str = "",
) -> bytes:
    """A page that shows ``content``; the numbers of ``objects`` begin at 5."""
    stream = content.encode("latin-1")
    return make.plain_pdf(
        [
            f"<</Type/Catalog/Pages 2 0 R{root}>>".encode(),
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            f"<</Type/Page/Parent 2 0 R{page}/Contents 4 0 R/Resources<<{resources}>>>>".encode(),
            b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
            *objects,
        ]
    )


def _stream(entries: str, data: bytes) -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries.encode(), len(data), data)


def _image(entries: str, data: bytes, *more: bytes) -> bytes:
    head = f"/Type/XObject/Subtype/Image/Width 60/Height 80{entries}"
    return pdf(
        f"{_MARKS} q 240 0 0 320 180 250 cm /I Do Q",
        resources="/XObject<</I 5 0 R>>",
        objects=(_stream(head, data), *more),
    )


def _pixels(mode: str) -> bytes:
    image = Image.linear_gradient("L").resize((60, 80)).convert(mode)
    image.paste(0, (10, 10, 30, 30))
    return image.tobytes()


def _jpeg(mode: str) -> bytes:
    stream = io.BytesIO()
    Image.frombytes("L", (60, 80), _pixels("L")).convert(mode).save(stream, "JPEG")
    return stream.getvalue()


_DRAWINGS: dict[str, str] = {
    "boxes": _MARKS,
    "lines": _MARKS + "8 w 0 0 m 595 842 l S 3 w [20 10] 0 d 0 842 m 595 0 l S",
    "curves": "20 w 50 50 m 50 700 545 700 545 50 c S",
    "clip": "100 100 200 500 re W n 0 0.5 0 rg 0 0 595 842 re f",
    "even-odd": "0 0 1 rg 100 100 400 600 re 200 200 200 400 re f*",
    "cmyk": "0 1 1 0 k 60 60 200 200 re f 1 0 0 0.2 k 300 400 200 300 re f",
    "grey": "0.5 g 60 60 400 200 re f 0.2 G 30 w 60 500 m 500 500 l S",
    "turned": "q 0.7 0.7 -0.7 0.7 300 100 cm 1 0 0 rg 0 0 200 300 re f Q",
    "saved too often": "q q q " + _MARKS,
    "unknown words": _MARKS + " foo 1 2 bar BX baz EX ",
    "inline image": _MARKS + "q 200 0 0 200 200 400 cm BI /W 2 /H 2 /CS /G /BPC 8 ID "
    "\x00\xff\xff\x00 EI Q",
}
_BOXES: dict[str, str] = {
    "a3": "/MediaBox[0 0 842 1191]",
    "a5": "/MediaBox[0 0 420 595]",
    "lying": "/MediaBox[0 0 842 595]",
    "far off": "/MediaBox[-300 -300 295 542]",
    "turned round": "/MediaBox[595 842 0 0]",
    "fractions": "/MediaBox[0.0 0.0 595.276 841.89]",
    "cropped": f"{_BOX}/CropBox[50 500 400 800]",
    "cropped outside": f"{_BOX}/CropBox[-50 -50 900 900]",
    "no crop": f"{_BOX}/CropBox null",
    "other boxes": f"{_BOX}/TrimBox[100 100 200 200]/ArtBox[1 1 2 2]/BleedBox[9 9 20 20]",
    "units": f"{_BOX}/UserUnit 2",
    **{f"turned {turn}": f"{_BOX}/Rotate {turn}" for turn in (90, 180, 270, 450, -90)},
}


def _vectors() -> Iterator[CorpusFile]:
    for name, content in _DRAWINGS.items():
        yield CorpusFile(f"{name}.pdf", partial(pdf, content))
    for name, page in _BOXES.items():
        yield CorpusFile(f"{name}.pdf", partial(pdf, _MARKS, page=page))
    states = "/ExtGState<</G <</ca 0.4/CA 0.4>>/M <</BM/Multiply>>>>"
    shade = "/Shading<</S <</ShadingType {}/ColorSpace/DeviceRGB/Coords[{}]/Extend[true true]"
    shade += "/Function<</FunctionType 2/Domain[0 1]/C0[1 0 0]/C1[0 0 1]/N 1>>>>>>"
    for name, content, resources in (
        ("see through", f"{_MARKS} /G gs 0 g 0 300 595 400 re f", states),
        ("multiplied", f"{_MARKS} /M gs 1 1 0 rg 0 300 595 400 re f", states),
        ("axial", "/S sh", shade.format(2, "0 0 595 842")),
        ("radial", "/S sh", shade.format(3, "300 400 10 300 400 380")),
    ):
        yield CorpusFile(f"{name}.pdf", partial(pdf, content, resources=resources))


def _fonts() -> Iterator[CorpusFile]:
    words = "BT /F 60 Tf 60 700 Td (Evidence) Tj 0 -200 Td (2023) Tj ET"
    for font in ("Helvetica", "Times-Roman", "Courier-Bold", "Helvetica-Oblique"):
        yield CorpusFile(
            f"{font}.pdf",
            partial(pdf, words, resources=_FONT.format(font)),
            is_compared=font == "Helvetica",  # the other renderer takes the computer's fonts
        )


def _forms_and_tiles() -> Iterator[CorpusFile]:
    form = _stream("/Type/XObject/Subtype/Form/BBox[0 0 300 300]", b"0 0.6 0 rg 0 0 300 300 re f")
    yield CorpusFile(
        "form.pdf",
        lambda: pdf(f"{_MARKS} /X Do", resources="/XObject<</X 5 0 R>>", objects=(form,)),
    )
    tile = _stream(
        "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 40 40]/XStep 40/YStep 40"
        "/Resources<<>>",
        b"1 0 0 rg 0 0 20 20 re f",
    )
    yield CorpusFile(
        "tiles.pdf",
        lambda: pdf(
            "/Pattern cs /P scn 50 50 450 700 re f",
            resources="/Pattern<</P 5 0 R>>",
            objects=(tile,),
        ),
        is_compared=False,  # each program rounds the size of a tile in its own way
    )


def _images() -> Iterator[CorpusFile]:
    grey, rgb, bits = _pixels("L"), _pixels("RGB"), _pixels("1")
    plain = "/BitsPerComponent 8/ColorSpace/Device"
    soft = _stream(
        "/Type/XObject/Subtype/Image/Width 60/Height 80/BitsPerComponent 8/ColorSpace/DeviceGray",
        grey,
    )
    palette = "[/Indexed/DeviceRGB 255<" + "".join(f"{v:02x}00{255 - v:02x}" for v in range(256))
    tint = "/FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[0 1 1 0]/N 1"
    spot = f"[/Separation/Spot/DeviceCMYK<<{tint}>>]"
    for name, entries, data, more in (
        ("grey image", f"{plain}Gray", grey, ()),
        ("rgb image", f"{plain}RGB", rgb, ()),
        ("packed image", f"{plain}RGB/Filter/FlateDecode", zlib.compress(rgb), ()),
        ("bits", "/BitsPerComponent 1/ColorSpace/DeviceGray", bits, ()),
        ("bits the other way", "/BitsPerComponent 1/ColorSpace/DeviceGray/Decode[1 0]", bits, ()),
        ("grey the other way", f"{plain}Gray/Decode[1 0]", grey, ()),
        ("stencil", "/ImageMask true/BitsPerComponent 1", bits, ()),
        ("palette", f"/BitsPerComponent 8/ColorSpace{palette}>]", grey, ()),
        ("spot colour", f"/BitsPerComponent 8/ColorSpace{spot}", grey, ()),
        ("soft mask", f"{plain}RGB/SMask 6 0 R", rgb, (soft,)),
        ("colour key", f"{plain}Gray/Mask[0 100]", grey, ()),
        ("grey jpeg", f"{plain}Gray/Filter/DCTDecode", _jpeg("L"), ()),
        ("jpeg", f"{plain}RGB/Filter/DCTDecode", _jpeg("RGB"), ()),
        ("jpeg in flate", f"{plain}RGB/Filter[/FlateDecode/DCTDecode]", b"", ()),
        ("smoothed", f"{plain}Gray/Interpolate true", grey, ()),
    ):
        content = data or zlib.compress(_jpeg("RGB"))
        yield CorpusFile(f"{name}.pdf", partial(_image, entries, content, *more))


def _whole_page(mode: str) -> bytes:
    stream = io.BytesIO()
    image = make.picture(mode, (827, 1169))
    image.save(stream, "JPEG")
    return stream.getvalue()


def _structures() -> Iterator[CorpusFile]:
    for name, maker in ODD.items():
        loses_words = name == "with_words_in_no_font"
        yield CorpusFile(
            f"odd {name}.pdf",
            partial(maker, [_whole_page("RGB"), _whole_page("L")]),
            code="damaged" if name in ("with_a_gap", "miscounted") else "",
            pages=2,
            note="没有带上" if loses_words else "",
            is_compared=not loses_words,
        )
    usual = pdf(_MARKS)
    yield CorpusFile("before.pdf", lambda: b"junk\n" * 20 + usual)
    yield CorpusFile("after.pdf", lambda: usual + b"\0" * 200)
    yield CorpusFile("no end.pdf", lambda: usual[: usual.rindex(b"startxref")], note="结尾不完整")
    yield CorpusFile("blank.pdf", lambda: pdf(""), note="空白页")
    yield CorpusFile("white.pdf", lambda: pdf("1 g 0 0 595 842 re f"), note="空白页")
    yield CorpusFile("head.pdf", lambda: usual[:30], code="damaged")
    yield CorpusFile("outside.pdf", lambda: pdf(_MARKS, page=f"{_BOX}/CropBox[900 900 950 950]"),
                     code="no-size")  # fmt: skip
    for algorithm in ("RC4-40", "RC4-128", "AES-128", "AES-256"):
        yield CorpusFile(
            f"not to be edited {algorithm}.pdf",
            partial(_locked, "", algorithm),
        )
        yield CorpusFile(
            f"password {algorithm}.pdf",
            partial(_locked, "geheim", algorithm),
            code="encrypted",
        )
    yield CorpusFile("many.pdf", _many, code="too-many-pages")
    xfa = "/AcroForm<</Fields[]/XFA[(a) 4 0 R]>>/NeedsRendering true"
    yield CorpusFile("xfa.pdf", lambda: pdf(_MARKS, root=xfa), note="动态表单")
    yield CorpusFile("portfolio.pdf", lambda: pdf(_MARKS, root="/Collection<</View/D>>"),
                     note="只有封面")  # fmt: skip
    script = "/OpenAction<</S/JavaScript/JS(app.alert)>>"
    yield CorpusFile("script.pdf", lambda: pdf(_MARKS, root=script), note="脚本")


def _locked(password: str, algorithm: str) -> bytes:
    with closing(PdfWriter(PdfReader(io.BytesIO(pdf(_MARKS))))) as writer:
        writer.encrypt(password, "owner", algorithm=algorithm)
        stream = io.BytesIO()
        writer.write(stream)
    return stream.getvalue()


def _many() -> bytes:
    kids = b"3 0 R " * 1001
    page = f"<</Type/Page/Parent 2 0 R{_BOX}>>".encode()
    tree = b"<</Type/Pages/Count 1001/Kids[%b]>>" % kids
    return make.plain_pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree, page])


def pdfs() -> Iterator[CorpusFile]:
    for part in (_vectors, _fonts, _forms_and_tiles, _images, _structures):
        yield from part()

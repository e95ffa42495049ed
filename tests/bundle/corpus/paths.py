"""001–099: names that lead out of the bundle, or that another system reads as something else."""

from jbgs_desktop.bundle.bagit_profile import MANIFEST, TAG_MANIFEST
from jbgs_desktop.bundle.layout import ORIGINALS, SCANNED
from tests.bundle.corpus import Chapter, Spoiled

chapter = Chapter(1)

_LISTED = {
    # In the manifest only: a name that no folder can hold, or that would lead elsewhere.
    "parent": ("data/../../outside/secret.txt", "parent"),
    "parent-first": ("../outside/secret.txt", "parent"),
    "parent-twice": ("data/../data/x.pdf", "parent"),
    "parent-last": ("data/01_电子版/..", "parent"),
    "dot": ("data/./x.pdf", "dot"),
    "dot-first": ("./data/x.pdf", "dot"),
    "double-slash": ("data//x.pdf", "empty"),
    "trailing-slash": ("data/x/", "empty"),
    "absolute": ("/etc/passwd", "absolute"),
    "absolute-device": ("/dev/zero", "absolute"),
    "unc": ("//server/share/x.pdf", "unc"),
    "unc-backslashes": ("\\\\server\\share\\x.pdf", "unc"),
    "unc-long": ("\\\\?\\C:\\Windows\\x.pdf", "unc"),
    "unc-device": ("\\\\.\\PhysicalDrive0", "unc"),
    "drive": ("C:\\Windows\\system32\\x.pdf", "drive"),
    "drive-slash": ("C:/Windows/x.pdf", "drive"),
    "drive-relative": ("d:x.pdf", "drive"),
    "backslash": ("data\\x.pdf", "backslash"),
    "backslash-parent": ("data/..\\..\\x.pdf", "backslash"),
    "home": ("~/x.pdf", "home"),
    "home-of-root": ("~root/x.pdf", "home"),
    "stream": ("data/x.pdf:hidden", "stream"),
    "stream-data": ("data/x.pdf::$DATA", "stream"),
    "encoded-newline": ("data/x%0Ay.pdf", "newline"),
    "encoded-return": ("data/x%0Dy.pdf", "newline"),
    "encoded-percent": ("data/100%25.pdf", "percent"),
    "escape": ("data/x\x1b[31m.pdf", "control"),
    "delete": ("data/x\x7f.pdf", "control"),
    "next-line": ("data/x\x85.pdf", "control"),
    "line-separator": ("data/x\u2028y.pdf", "control"),
}

# On the disk and listed as they should be.
_NAMES = {
    "device-con": ("CON", "reserved"),
    "device-con-ending": ("con.pdf", "reserved"),
    "device-nul": ("NUL.tar.pdf", "reserved"),
    "device-prn": ("prn.txt", "reserved"),
    "device-aux": ("Aux.pdf", "reserved"),
    "device-com1": ("COM1", "reserved"),
    "device-com9": ("com9.pdf", "reserved"),
    "device-lpt1": ("LPT1.pdf", "reserved"),
    "device-superscript": ("COM¹.pdf", "reserved"),
    "device-superscript-lpt": ("lpt³", "reserved"),
    "device-conin": ("CONIN$", "reserved"),
    "device-conout": ("conout$.pdf", "reserved"),
    "device-blank-before-ending": ("nul .pdf", "reserved"),
    "trailing-dot": ("x.", "trailing"),
    "trailing-dots": ("x.pdf...", "trailing"),
    "trailing-blank": ("x.pdf ", "trailing"),
    "trailing-wide-blank": ("x.pdf\u3000", "trailing"),
    "leading-blank": (" x.pdf", "leading"),
    "only-blank": (" ", "trailing"),
    "three-dots": ("...", "trailing"),
    "less-than": ("x<y.pdf", "characters"),
    "greater-than": ("x>y.pdf", "characters"),
    "quote": ('x"y.pdf', "characters"),
    "bar": ("x|y.pdf", "characters"),
    "question": ("x?.pdf", "characters"),
    "star": ("x*.pdf", "characters"),
    "stream-on-disk": ("x.pdf:hidden", "stream"),
    "backslash-on-disk": ("x\\y.pdf", "backslash"),
    "parent-on-disk": ("..\\x.pdf", "backslash"),
    "drive-on-disk": ("C:x.pdf", "stream"),
    "rtl-override": ("x\u202efdp.exe", "bidi"),
    "rtl-mark": ("x\u200fy.pdf", "bidi"),
    "ltr-mark": ("x\u200ey.pdf", "bidi"),
    "rtl-isolate": ("x\u2067y\u2069.pdf", "bidi"),
    "rtl-embedding": ("x\u202by.pdf", "bidi"),
    "arabic-letter-mark": ("x\u061cy.pdf", "bidi"),
    "zero-width-space": ("x\u200by.pdf", "invisible"),
    "zero-width-joiner": ("x\u200dy.pdf", "invisible"),
    "zero-width-non-joiner": ("x\u200cy.pdf", "invisible"),
    "word-joiner": ("x\u2060y.pdf", "invisible"),
    "bom-in-name": ("x\ufeffy.pdf", "invisible"),
    "soft-hyphen": ("x\u00ady.pdf", "invisible"),
    "hangul-filler": ("x\u3164.pdf", "invisible"),
    "braille-blank": ("x\u2800.pdf", "invisible"),
    "variation-selector": ("葛\U000e0100.pdf", "invisible"),
    "emoji-selector": ("x\ufe0f.pdf", "invisible"),
    "tag-characters": ("x\U000e0041.pdf", "invisible"),
    "nfd": ("e\u0301.pdf", "normal-form"),
    "nfd-hangul": ("\u1112\u1161.pdf", "normal-form"),
    "compatibility-ideograph": ("\uf900.pdf", "normal-form"),
    "control-bell": ("x\x07.pdf", "control"),
    "tab": ("x\ty.pdf", "control"),
    "c1": ("x\x9by.pdf", "control"),
    "long-name": ("长" * 81, "too-long"),
    "percent": ("50%.pdf", "percent"),
}


def _list_only(spoiled: Spoiled, path: str) -> None:
    spoiled.list_(path)


def _named(spoiled: Spoiled, name: str) -> None:
    spoiled.add(f"{SCANNED}/{name}")


def _folder_named(spoiled: Spoiled, name: str) -> None:
    spoiled.add(f"data/{name}/x.pdf")


def _tag_named(spoiled: Spoiled, path: str) -> None:
    spoiled.list_(path, manifest=TAG_MANIFEST)


for _name, (_path, _rule) in _LISTED.items():
    chapter.add(f"listed-{_name}", f"bundle.path.{_rule}", _list_only, _path)
for _name, (_path, _rule) in _NAMES.items():
    chapter.add(f"name-{_name}", f"bundle.path.{_rule}", _named, _path)
for _name in ("device-con", "trailing-dot", "rtl-override", "nfd", "stream-on-disk"):
    _path, _rule = _NAMES[_name]
    chapter.add(f"folder-{_name}", f"bundle.path.{_rule}", _folder_named, _path)
for _name in ("parent-first", "absolute", "drive", "unc-backslashes", "home"):
    _path, _rule = _LISTED[_name]
    chapter.add(f"tag-{_name}", f"bundle.path.{_rule}", _tag_named, _path)


def _newline_on_disk(spoiled: Spoiled) -> None:
    spoiled.put(f"{SCANNED}/x\ny.pdf")
    spoiled.list_(f"{SCANNED}/x%0Ay.pdf")


def _return_on_disk(spoiled: Spoiled) -> None:
    spoiled.put(f"{SCANNED}/x\ry.pdf")
    spoiled.list_(f"{SCANNED}/x%0Dy.pdf")


def _gbk_on_disk(spoiled: Spoiled) -> None:
    spoiled.put(f"{SCANNED}/".encode() + "扫描".encode("gbk") + b".pdf")


def _deep(spoiled: Spoiled) -> None:
    spoiled.add(f"{SCANNED}/" + "x/" * 20 + "x.pdf")


def _abyss(spoiled: Spoiled) -> None:
    spoiled.put(f"{SCANNED}/" + "x/" * 600 + "x.pdf")


def _long_path(spoiled: Spoiled) -> None:
    spoiled.add(f"{SCANNED}/" + f"{'长' * 60}/" * 4 + "x.pdf")


def _twins(spoiled: Spoiled, first: str, second: str) -> None:
    for name in (first, second):
        spoiled.add(f"{SCANNED}/{name}")


def _folder_twins(spoiled: Spoiled) -> None:
    spoiled.add("data/SCANS/a.pdf")
    spoiled.add("data/scans/b.pdf")


def _twin_listed_only(spoiled: Spoiled) -> None:
    spoiled.add(f"{SCANNED}/x.pdf")
    spoiled.list_(f"{SCANNED}/X.pdf")


def _twin_of_the_manifest(spoiled: Spoiled) -> None:
    spoiled.put("Manifest-SHA256.txt", (spoiled.root / MANIFEST).read_bytes())


chapter.add("newline", "bundle.path.newline", _newline_on_disk)
chapter.add("return", "bundle.path.newline", _return_on_disk)
chapter.add("gbk", "bundle.path.encoding", _gbk_on_disk)
chapter.add("deep", "bundle.path.too-deep", _deep)
chapter.add("abyss", "bundle.path.too-deep", _abyss)
chapter.add("long-path", "bundle.path.too-long", _long_path)
_TWIN = "bundle.path.twin"
chapter.add("case-twins", _TWIN, _twins, "a.pdf", "A.pdf")
chapter.add("case-twins-sharp-s", _TWIN, _twins, "straße.pdf", "STRASSE.pdf")
chapter.add("case-twins-sigma", _TWIN, _twins, "σ.pdf", "ς.pdf")
chapter.add("nfc-nfd-twins", _TWIN, _twins, "\u00e9.pdf", "e\u0301.pdf")
chapter.add("width-twins", _TWIN, _twins, "１.pdf", "1.pdf")
chapter.add("zero-width-twins", _TWIN, _twins, "报告.pdf", "报\u200b告.pdf")
chapter.add("selector-twins", _TWIN, _twins, "葛.pdf", "葛\U000e0100.pdf")
chapter.add("blank-twins", _TWIN, _twins, "a b.pdf", "a\u00a0b.pdf")
chapter.add("ligature-twins", _TWIN, _twins, "ﬁ.pdf", "fi.pdf")
chapter.add("folder-twins", _TWIN, _folder_twins)
chapter.add("twin-listed-only", _TWIN, _twin_listed_only)
chapter.add("twin-of-the-manifest", _TWIN, _twin_of_the_manifest)
chapter.add("original-device", "bundle.path.reserved", Spoiled.add, f"{ORIGINALS}/aux.jpg")

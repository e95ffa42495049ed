"""上报包: the 推荐表 of every track, rows of the register and the accepted bundles, as one bag.

The bundles go in byte for byte, so every one of them is still a bundle, and the whole is a bag
(RFC 8493) with the profile ``office-1``.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from jbgs_desktop import __version__
from jbgs_desktop.bundle import bagit_profile
from jbgs_desktop.bundle.confined_verify import verify_confined
from jbgs_desktop.bundle.model import BundleContent, BundleFile, WrittenFile, bundle_file
from jbgs_desktop.bundle.safe_names import path_fault
from jbgs_desktop.errors import BundleCancelledError, BundleError
from jbgs_desktop.files import safe_name
from jbgs_desktop.office.bundle_search import PACKED_BUNDLES, REGISTER_FOLDER

_REMEDY = "请重新接收这份报送包，再生成上报包。"
_TABLES = f"{bagit_profile.PAYLOAD}推荐表"


def package_name(recommender: str, made: date) -> str:
    """某某区工信局_揭榜推荐材料_20231103."""
    return f"{safe_name(recommender or '推荐单位', longest=30)}_揭榜推荐材料_{made:%Y%m%d}"


def compose_package(
    tables: Mapping[str, bytes],
    bundles: Sequence[Path],
    rows: Mapping[str, bytes],
    *,
    recommender: str,
    made: date,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> BundleContent:
    """The package, to be written by :func:`bundle.writer.write_bundle`; nothing is written yet.

    ``tables`` are the documents of the 推荐表 by their file names; ``bundles`` the received ones,
    each of which is verified again; ``rows`` the files of the register by their names. ``progress``
    counts bundles. Raises BundleCancelledError, and BundleError naming the bundle that is no
    longer whole.
    """
    files = [bundle_file(f"{_TABLES}/{name}", data) for name, data in tables.items()]
    files += [bundle_file(f"{REGISTER_FOLDER}/{name}", data) for name, data in rows.items()]
    for number, bundle in enumerate(bundles):
        progress(number, len(bundles))
        files += _files_of(bundle, cancelled)
    _require_short(files)
    progress(len(bundles), len(bundles))
    info = [
        ("Source-Organization", recommender or "推荐单位"),
        ("Bagging-Date", made.isoformat()),
        ("Bag-Software-Agent", f"jbgs-desktop {__version__}"),
        ("External-Description", f"推荐表与 {len(bundles)} 份报送包"),
        ("JBGS-Profile", bagit_profile.OFFICE_PROFILE),
    ]

    def closing(written: tuple[WrittenFile, ...]) -> Mapping[str, bytes]:
        payload = {each.path: bagit_profile.Hashed(each.digest, each.size) for each in written}
        return bagit_profile.tag_files(payload, info, {})

    name = package_name(recommender, made)
    return BundleContent(name, tuple(files), closing, "", remedy=_REMEDY)


def _require_short(files: Sequence[BundleFile]) -> None:
    for file in files:
        if path_fault(file.path):
            raise BundleError(
                f"无法生成上报包：“{file.path}”放进上报包以后路径太长。"
                "请让申报单位缩短证明材料的文件名，重新报送。"
            )


def _files_of(bundle: Path, cancelled: Callable[[], bool]) -> list[BundleFile]:
    """The files of a received bundle, with the hashes that they must still have."""
    if not bundle.is_dir():
        raise BundleError(
            f"无法生成上报包：收到的“{bundle.name}”已经不在“{bundle.parent}”里。"
            "请重新接收这份报送包，或者不推荐它。"
        )
    verdict = verify_confined(bundle, cancelled=cancelled)
    if cancelled():
        raise BundleCancelledError("已取消生成上报包，没有留下文件。")
    if not verdict.ok:
        raise BundleError(
            f"无法生成上报包：收到的“{bundle.name}”与收到时不一样了：{verdict.findings[0].message}"
            "也可以重新接收这份报送包，再生成。"
        )
    within = f"{PACKED_BUNDLES}/{bundle.name}"
    files = verdict.files.items()
    return [
        *(bundle_file(f"{within}/{path}", bundle / path, hashed.digest) for path, hashed in files),
        # No list has the hash of the last list.
        bundle_file(f"{within}/{bagit_profile.TAG_MANIFEST}", bundle / bagit_profile.TAG_MANIFEST),
    ]

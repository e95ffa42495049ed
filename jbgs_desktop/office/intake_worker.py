"""收件, the part in a child process: copy a bundle in, verify the copy."""

import os
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from jbgs_desktop.bundle.bagit_profile import MOST_FILES
from jbgs_desktop.bundle.confined_verify import verdict_as_json
from jbgs_desktop.bundle.medium import flush_folder
from jbgs_desktop.bundle.safe_names import safe_for_display
from jbgs_desktop.bundle.tree import FolderTree
from jbgs_desktop.bundle.verdict import Verdict
from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.errors import BundleError, FileAccessError
from jbgs_desktop.files import access_error, put_in_place
from jbgs_desktop.office.bundle_copy import copy_bundle, flush_copy
from jbgs_desktop.office.bundle_search import FORWARDED_ROWS, LARGEST_ROWS
from jbgs_desktop.office.zip_bundles import unpack_bundle
from jbgs_desktop.private_folders import only_clear_place


def receive(item: Mapping[str, Any]) -> dict[str, Any]:
    """What became of the bundle at ``source``: ``verdict``, or the sentence ``problem``.

    It is copied to ``part`` first, or unpacked where ``root`` is its folder in a zip; an accepted
    copy is moved to ``target`` unless that is None, and any other is removed. What is at ``target``
    outlasts a power cut. ``most`` is how many bytes it may have. With ``part`` None it is verified
    where it stands. ``thorough`` is that of :func:`verify`.
    """
    source, root = Path(item["source"]), item.get("root")
    part = Path(item["part"]) if item["part"] else None
    is_thorough = bool(item.get("thorough"))
    try:
        if part is None:
            verdict = verify(source, with_form=False, thorough=is_thorough)
            return {"verdict": verdict_as_json(verdict), "rows": _rows(source, verdict)}
        if root is None:
            is_copied = copy_bundle(source, part, most=item["most"])
        else:
            unpack_bundle(source, root, part, item["most"])
            is_copied = True
        with only_clear_place(part.parent):
            verdict = verify(part if is_copied else source, with_form=False, thorough=is_thorough)
        rows = _rows(part, verdict) if root is not None else None
        if is_copied and verdict.ok and item["target"]:
            flush_copy(part)
            put_in_place(part, Path(item["target"]))
            flush_folder(part.parent)
    except (FileAccessError, BundleError) as error:
        return {"problem": str(error)}
    except OSError as error:
        return {
            "problem": str(access_error("接收", Path(safe_for_display(str(source), 200)), error))
        }
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
    if verdict.ok and not is_copied:
        return {"problem": f"报送包超过 {item['most'] // 2**30} GB，没有接收，请与申报单位联系。"}
    return {"verdict": verdict_as_json(verdict), "rows": rows}


def _rows(package: Path, verdict: Verdict) -> str | None:
    """The text of the register's rows in a package that is whole; None where there is none."""
    listed = verdict.files.get(FORWARDED_ROWS)
    if not verdict.ok or listed is None or listed.size > LARGEST_ROWS:
        return None
    with (
        FolderTree(package, MOST_FILES) as tree,
        os.fdopen(tree.open(FORWARDED_ROWS), "rb") as stream,
    ):
        data = stream.read(LARGEST_ROWS)
    return data.decode() if sha256(data).hexdigest() == listed.digest else None

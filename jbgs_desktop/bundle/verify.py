"""核对: whether a folder is a bundle that is whole, unchanged and harmless.

A bundle comes from strangers: nothing outside its folder is opened, nothing in it is run or
unpacked, and what it may hold is bounded before it is read.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from jbgs_desktop.bundle.bagit_profile import (
    BAGIT,
    CALL_VERSION,
    DECLARATION,
    FETCH,
    INFO,
    MANIFEST,
    MOST_FILES,
    OFFICE_PROFILE,
    PAGE_CODES,
    PAYLOAD,
    PROFILE,
    PROVING,
    RENDERING_NUMBER,
    TAG_MANIFEST,
    BundleHistory,
    Hashed,
    TagFileError,
    newer_profile,
    oxum,
    read_info,
    read_manifest,
)
from jbgs_desktop.bundle.content_verification import ContentVerification
from jbgs_desktop.bundle.garbled_names import original_names, topmost
from jbgs_desktop.bundle.hashes import read_all
from jbgs_desktop.bundle.layout import CHECKER, UNFINISHED, WHOLE_SCAN
from jbgs_desktop.bundle.remade_documents import made_again
from jbgs_desktop.bundle.safe_names import path_fault, safe_for_display, twins
from jbgs_desktop.bundle.scan_verification import (
    add_kind_findings,
    add_seal_findings,
    pages_by_hand,
)
from jbgs_desktop.bundle.system_files import listed_paths, system_paths
from jbgs_desktop.bundle.tree import EntryKind, FolderTree, NotAsListedError, TreeEntry
from jbgs_desktop.bundle.verdict import Findings, Verdict
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import access_error, scanned
from jbgs_desktop.forms.file_kinds import FileKind
from jbgs_desktop.forms.unsafe_files import DANGERS, Danger, danger_in_name

_LARGEST = 4 * 2**30 - 1  # bytes of one file, what FAT32 can hold
_LARGEST_ALL = 64 * 2**30
_MOST_NAMED = 5  # files of the system in one sentence
_LARGEST_TAG = {BAGIT: 2**10, INFO: 2**16, MANIFEST: 8 * 2**20, TAG_MANIFEST: 2**20}
_KINDS = {
    EntryKind.LINK: "bundle.link.symbolic",
    EntryKind.HARD_LINK: "bundle.link.hard",
    EntryKind.MOUNT: "bundle.link.mount",
    EntryKind.SPECIAL: "bundle.special",
}


def _never() -> bool:
    return False


def _nobody(done: int, total: int) -> None:
    pass


def bundle_in(folder: Path) -> Path:
    """The bundle that ``folder`` is or, as a stick's root does, holds.

    A folder without any is itself looked at, so that the verdict says what is missing. Raises
    JbgsError when it holds several, or is no folder that can be read.
    """
    found = bundles_in(folder)
    if len(found) > 1:
        names = "、".join(f"“{safe_for_display(each.name)}”" for each in found[:10])
        raise JbgsError(f"“{folder}”里有 {len(found)} 个报送包：{names}。请指定要核对哪一个。")
    return found[0] if found else folder


def bundles_in(folder: Path) -> list[Path]:
    """``folder`` itself when it is a bundle, or else the bundles that stand directly in it.

    Links are not followed. Raises FileAccessError.
    """
    if os.path.lexists(folder / BAGIT):
        return [folder]
    try:
        with scanned(folder) as listed:
            below = [each.name for each in listed if each.is_dir(follow_symlinks=False)]
    except (OSError, ValueError) as error:
        raise access_error("读取", folder, _as_os_error(error)) from error
    return [folder / name for name in sorted(below) if os.path.lexists(folder / name / BAGIT)]


def _as_os_error(error: OSError | ValueError) -> OSError:
    return error if isinstance(error, OSError) else OSError(22, str(error))


def verify(
    folder: Path,
    *,
    with_form: bool = True,
    thorough: bool = False,
    cancelled: Callable[[], bool] = _never,
    progress: Callable[[int, int], None] = _nobody,
) -> Verdict:
    """The verdict on the bundle in ``folder``, whatever it holds.

    ``with_form`` brings what there is to say about the form too, which takes some time and never
    refuses a bundle. ``thorough`` reads the code of every scanned page and makes the documents
    again, which takes seconds or minutes. ``progress`` gets the bytes read and those of all. Raises
    FileAccessError only when ``folder`` itself is no folder or cannot be listed.
    """
    with FolderTree(folder, MOST_FILES) as tree:
        verdict = _Verification(tree, cancelled, progress).verdict(with_form=with_form)
    return made_again(verdict, cancelled) if thorough else verdict


class _Verification:
    def __init__(
        self,
        tree: FolderTree,
        cancelled: Callable[[], bool],
        progress: Callable[[int, int], None],
    ) -> None:
        self._tree, self._cancelled, self._progress = tree, cancelled, progress
        self._findings = Findings()
        self._entries: Mapping[str, TreeEntry] = {}
        self._files: dict[str, TreeEntry] = {}  # the ordinary ones under a safe name
        self._read: dict[str, Hashed] = {}
        self._has_noticed_system = self._lacks_payload = False

    def verdict(self, *, with_form: bool) -> Verdict:
        contents = ContentVerification(self._tree, self._findings, with_form=with_form)
        info: dict[str, str] = {}
        name = self._tree.folder.absolute().name
        if name.startswith(".") and name.endswith(UNFINISHED):
            self._findings.add("bundle.unfinished")
        try:
            self._entries = self._listed()
            if self._is_garbled():
                info = self._parsed(INFO, self._tag_file(INFO), read_info)
            else:
                info = self._examine(contents)
        except NotAsListedError:
            self._findings.add("bundle.changing")
        except OSError as error:
            self._unreadable("", error)
        if self._cancelled():
            self._findings.add("bundle.cancelled")
        unit = contents.application.unit.name if contents.application else ""
        return Verdict(
            self._tree.folder,
            ok=not self._findings,
            applicant=unit or info.get("Source-Organization", ""),
            track=contents.application.track
            if contents.application
            else info.get("JBGS-Track", ""),
            version_code=contents.code or info.get("JBGS-Version-Code", ""),
            findings=self._findings.all(),
            received=contents.received,
            files=self._read,
            call_version=info.get(CALL_VERSION, ""),
            history=BundleHistory.of(info),
            proof=contents.proof,
            proves=info.get(PAGE_CODES) == PROVING,
            by_hand=pages_by_hand(info),
            rendering=info.get(RENDERING_NUMBER, ""),
        )

    def _examine(self, contents: ContentVerification) -> dict[str, str]:
        self._judge_all()
        info = self._info()
        self._compare_and_read()
        self._count(info)
        if info.get("JBGS-Profile") == PROFILE:
            contents.examine(self._files, self._read, info)
            self._judge_scans(contents, info)
        self._list_again()
        return info

    def _listed(self) -> Mapping[str, TreeEntry]:
        """Everything but what the system has left, which is told when it is seen first."""
        entries = self._tree.entries(self._cancelled)
        left = system_paths(entries, listed_paths(self._tree, entries))
        if left and not self._has_noticed_system:
            names = [path for path in sorted(left) if path.rpartition("/")[0] not in left]
            more = f" 等 {len(names)} 个" if len(names) > _MOST_NAMED else ""
            shown = "、".join(f"“{safe_for_display(name)}”" for name in names[:_MOST_NAMED])
            self._findings.notice("bundle.system", names[0], names=f"{shown}{more}")
            self._has_noticed_system = True
        return {path: entry for path, entry in entries.items() if path not in left}

    def _is_garbled(self) -> bool:
        """Whether the names were damaged on the way; then nothing else is said but of programs."""
        ours = listed_paths(self._tree, self._entries) | {TAG_MANIFEST}
        here = topmost(self._entries, ours)
        names = original_names(topmost(ours, self._entries), here)
        if not names:
            return False
        self._findings.add("bundle.garbled", "", count=len(names))
        for path, entry in sorted(self._entries.items()):
            if entry.kind is EntryKind.FILE and self._is_program(names.get(path, path)):
                self._findings.add("bundle.program", path, reason=DANGERS[Danger.NAME])
        info = self._entries.get(INFO)
        self._files = {INFO: info} if info and info.kind is EntryKind.FILE else {}
        return True

    def _judge_all(self) -> None:
        if self._tree.is_cut:
            self._findings.add("bundle.too-many")
        for path in sorted(self._entries):
            self._judge(self._entries[path])
        for first, second in twins(self._entries):
            self._findings.add("bundle.path.twin", second, other=first)
        if sum(entry.size for entry in self._files.values()) > _LARGEST_ALL:
            self._findings.add("bundle.too-many")
            self._files = {}

    def _judge(self, entry: TreeEntry) -> None:
        path = entry.path
        if fault := path_fault(path):
            self._findings.add(f"bundle.path.{fault}", path)
        elif entry.kind in _KINDS:
            self._findings.add(_KINDS[entry.kind], path)
        elif entry.kind is EntryKind.UNREADABLE:
            self._unreadable(path, PermissionError(13, "folder"))
        elif entry.kind is EntryKind.FILE and self._is_program(path):
            self._findings.add("bundle.program", path, reason=DANGERS[Danger.NAME])
        elif entry.kind is EntryKind.FILE and entry.size > _LARGEST:
            self._findings.add("bundle.too-large", path, size=entry.size // 2**30)
        elif entry.kind is EntryKind.FILE:
            self._files[path] = entry

    @staticmethod
    def _is_program(path: str) -> bool:
        return danger_in_name(path) is not None and path.rpartition("/")[2] != CHECKER

    def _info(self) -> dict[str, str]:
        """The entries of bag-info.txt, and what is wrong with the other fixed files."""
        declaration = self._tag_file(BAGIT)
        if declaration not in (None, DECLARATION):
            self._findings.add("bundle.declaration", BAGIT)
        if FETCH in self._entries:
            self._findings.add("bundle.fetch", FETCH)
        for path in self._entries:
            is_manifest = path.startswith(("manifest-", "tagmanifest-")) and "/" not in path
            if is_manifest and path not in (MANIFEST, TAG_MANIFEST):
                self._findings.add("bundle.algorithm", path)
        data = self._tag_file(INFO)
        info = self._parsed(INFO, data, read_info)
        profile = info.get("JBGS-Profile", "")
        if known := newer_profile(profile):
            details = {"key": "报送包格式", "stated": profile, "known": known}
            self._findings.add("bundle.newer", INFO, **details)
        elif data is not None and info and profile not in (PROFILE, OFFICE_PROFILE):
            code = "bundle.info.profile" if profile else "bundle.info.missing"
            self._findings.add(code, INFO, stated=profile, key="JBGS-Profile")
        return info

    def _tag_file(self, name: str) -> bytes | None:
        entry = self._files.get(name)
        if entry is None:
            if name not in self._entries:
                self._findings.add("bundle.tag.missing", name)
            return None
        cap = _LARGEST_TAG[name]
        if entry.size > cap:
            self._findings.add("bundle.tag.size", name)
            return None
        try:
            with os.fdopen(self._tree.open(name, entry.mark), "rb") as stream:
                return stream.read(cap)
        except OSError as error:
            self._unreadable(name, error)
            return None

    def _parsed(
        self, name: str, data: bytes | None, parse: Callable[[bytes], dict[str, str]]
    ) -> dict[str, str]:
        if data is None:
            return {}
        try:
            return parse(data)
        except TagFileError as error:
            is_empty = name == MANIFEST and error.rule == "empty"
            code = "bundle.payload.empty" if is_empty else f"bundle.tag.{error.rule}"
            self._findings.add(code, name, line=error.line)
            return {}

    def _compare_and_read(self) -> None:
        listed: dict[str, str] = {}
        for name in (MANIFEST, TAG_MANIFEST):
            lines = self._parsed(name, self._tag_file(name), read_manifest)
            for path, digest in lines.items():
                if self._may_be_listed(name, path):
                    listed[path] = digest
            if lines:
                self._require_all_listed(name, lines)
        for first, second in twins(listed):
            if not self._findings.has(second):
                self._findings.add("bundle.path.twin", second, other=first)
        self._hash(listed)

    def _may_be_listed(self, name: str, path: str) -> bool:
        if fault := path_fault(path):
            self._findings.add(f"bundle.path.{fault}", path)
            return False
        if path.startswith(PAYLOAD) != (name == MANIFEST) or path == TAG_MANIFEST:
            self._findings.add("bundle.payload.misplaced", path, list=name)
            return False
        if path not in self._entries or self._entries[path].kind is EntryKind.FOLDER:
            self._findings.add("bundle.missing", path)
            self._lacks_payload |= name == MANIFEST
        return True

    def _require_all_listed(self, name: str, lines: Mapping[str, str]) -> None:
        for path in self._files:
            is_ours = path.startswith(PAYLOAD) == (name == MANIFEST) and path != TAG_MANIFEST
            if is_ours and path not in lines:
                self._findings.add("bundle.unlisted", path)
        if name == MANIFEST:
            used = {path.rpartition("/")[0] for path in self._entries}
            for path, entry in self._entries.items():
                if entry.kind is EntryKind.FOLDER and path not in used:
                    self._findings.add("bundle.unlisted.folder", path)

    def _count(self, info: Mapping[str, str]) -> None:
        if not info:
            return
        if self._lacks_payload:
            return  # the count cannot be right, and what is missing is told
        payload = [entry for path, entry in self._files.items() if path.startswith(PAYLOAD)]
        found = oxum({entry.path: Hashed("", entry.size) for entry in payload})
        stated = info.get("Payload-Oxum")
        if stated is None:
            self._findings.add("bundle.info.missing", INFO, key="Payload-Oxum")
        elif stated != found:
            self._findings.add("bundle.oxum", INFO, stated=stated, found=found)

    def _hash(self, listed: Mapping[str, str]) -> None:
        wanted = {path: self._files[path] for path in listed if path in self._files}
        results = read_all(self._tree, wanted, cancelled=self._cancelled, progress=self._progress)
        for path, read in results.items():
            if read.hashed is None:
                self._not_read(path, read.problem, has_changed=read.has_changed)
                continue
            self._read[path] = read.hashed
            if read.hashed.digest != listed[path]:
                self._findings.add("bundle.changed", path)
            if read.danger is Danger.MACROS and read.kind is FileKind.OLE2:
                # The first programs packed these, and what they packed stays valid.
                self._findings.notice("bundle.macros", path, reason=DANGERS[read.danger])
            elif read.danger:
                self._findings.add("bundle.program", path, reason=DANGERS[read.danger])

    def _not_read(self, path: str, problem: OSError | None, *, has_changed: bool) -> None:
        if has_changed or problem is None:
            self._findings.add("bundle.changing", path)
        else:
            self._unreadable(path, problem)

    def _unreadable(self, path: str, error: OSError) -> None:
        reason = access_error("读取", Path(safe_for_display(path) or self._tree.folder), error)
        self._findings.add("bundle.unreadable", path, reason=reason)

    def _judge_scans(self, contents: ContentVerification, info: Mapping[str, str]) -> None:
        """What the scan of a sound bundle shows of its seals."""
        if self._findings or not contents.application:
            return
        if WHOLE_SCAN in self._read:
            scan = self._tree.folder / WHOLE_SCAN
            add_seal_findings(scan, info, self._findings, self._cancelled)
        add_kind_findings(info, self._findings)

    def _list_again(self) -> None:
        """What was added, removed or replaced while the rest was read."""
        if self._cancelled():
            return
        again = self._listed()
        for path in sorted({*again, *self._entries}):
            before, after = self._entries.get(path), again.get(path)
            is_same = before and after and (before.kind, before.mark) == (after.kind, after.mark)
            if not is_same and not self._findings.has(path):
                self._findings.add("bundle.changing", path)

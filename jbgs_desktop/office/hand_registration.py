"""手工登记: a unit that did not use the program, with its document or its paper alone."""

import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import access_error, safe_name
from jbgs_desktop.forms.calls.call import Call, Track
from jbgs_desktop.forms.unsafe_files import DANGERS, danger_in_name
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.parts import Proposal
from jbgs_desktop.office.register.register import Register

BY_HAND = "手工登记"
_LARGEST = 200 * 2**20  # bytes of its document
_LONGEST = 60  # characters of the names of its folder and its document


@dataclass(frozen=True, slots=True)
class HandForm:
    """What the officer writes down; ``came`` is when it was handed in, ``document`` its file."""

    call: Call
    track: Track
    unit: str
    unit_code: str
    directions: tuple[int, ...]
    product: str
    contact: str
    mobile: str
    came: datetime
    document: Path | None = None

    @property
    def problem(self) -> str:
        """What is wrong with it, or nothing."""
        known = {direction.no for direction in self.track.directions}
        if not self.unit:
            return "请填写单位名称。"
        if not self.directions or not known.issuperset(self.directions):
            return f"请填写方向的编号，可用的有{self.track.numbers}，几个之间用顿号隔开。"
        if self.document and (danger := danger_in_name(self.document.name)):
            return f"“{self.document.name}”{DANGERS[danger]}，请换成 docx 或 PDF。"
        return ""


def register_by_hand(register: Register, form: HandForm) -> RegisterEntry:
    """Register what ``form`` says; its document is copied, never opened. Raises JbgsError."""
    if form.problem:
        raise JbgsError(form.problem)
    titles = {direction.no: direction.title for direction in form.track.directions}
    entry = RegisterEntry(
        when=datetime.now().astimezone(),
        arrived=form.came,
        source=BY_HAND,
        folder=_copied(register, form),
        call=form.call.id,
        call_version=form.call.version,
        track=form.track.id,
        unit=form.unit,
        unit_code=form.unit_code,
        directions=form.directions,
        contact=form.contact,
        mobile=form.mobile,
        application=f"hand-{secrets.token_hex(6)}",
        proposals=tuple(
            Proposal(direction=no, task=titles[no], product=form.product) for no in form.directions
        ),
        is_by_hand=True,
    )
    return register.add(entry, None)


def hand_documents(register: Register, entry: RegisterEntry) -> dict[str, bytes]:
    """The document of a unit that was registered by hand, by its name in a forward package.

    Raises JbgsError.
    """
    folder = register.received / entry.folder
    try:
        files = sorted(folder.iterdir()) if entry.folder else []
        return {f"{entry.folder}/{file.name}": file.read_bytes() for file in files}
    except OSError as error:
        raise access_error("读取", folder, error) from error


def _copied(register: Register, form: HandForm) -> str:
    """The folder below the received ones that holds its document; empty without one."""
    source = form.document
    if source is None:
        return ""
    name = f"{BY_HAND}_{safe_name(form.unit, longest=_LONGEST)}_{secrets.token_hex(3)}"
    folder = register.received / name
    try:
        if not source.is_file() or source.stat().st_size > _LARGEST:
            raise JbgsError(f"“{source.name}”不是文件，或者超过 200 MB，没有登记。")
        folder.mkdir()
        ending = source.suffix[:10]
        kept = safe_name(source.stem, longest=_LONGEST) + safe_name(ending)
        shutil.copyfile(source, folder / kept, follow_symlinks=True)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise access_error("复制", source, error) from error
    return name

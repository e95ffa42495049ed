"""Up to where this computer has seen each draft, so that an older file put back is noticed.

One small file per draft in the data folder, sealed with the draft's own key.
"""

from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ValidationError

from jbgs_desktop.drafts.format.cipher import Cipher, NotAuthenticError, RowKind
from jbgs_desktop.drafts.format.manifest import Manifest
from jbgs_desktop.files import data_folder, put_in_place

_LARGEST = 2**20  # bytes


class _Seen(BaseModel):
    number: int
    token: str
    when: AwareDatetime


class _Mark(BaseModel):
    places: dict[str, _Seen] = {}
    outside: AwareDatetime | None = None  # when a copy was last put elsewhere


def remember(file: Path, cipher: Cipher, contents: Manifest) -> None:
    """Note the newest revision of the draft in ``file``. Does nothing where it cannot write."""
    last = contents.last
    mark = _read(cipher)
    mark.places[_place(file)] = _Seen(number=last.number, token=last.token, when=last.when)
    _write(cipher, mark)


def note_outside_copy(cipher: Cipher, when: datetime) -> None:
    """Note that a copy of the draft was put on a stick or another computer."""
    mark = _read(cipher)
    mark.outside = when
    _write(cipher, mark)


def last_outside_copy(cipher: Cipher) -> datetime | None:
    return _read(cipher).outside


def _write(cipher: Cipher, mark: _Mark) -> None:
    target = _file(cipher)
    waiting = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Not flushed to disk: a mark that lags behind the draft raises no false alarm.
        waiting.write_bytes(cipher.seal(RowKind.MARK, 0, 0, mark.model_dump_json().encode()))
        put_in_place(waiting, target)
    except OSError:
        return


def compare(file: Path, cipher: Cipher, contents: Manifest) -> tuple[str, ...]:
    """Sentences for the user when ``file`` is older than, or another than, what was seen here."""
    places = _read(cipher).places
    last, here = contents.last, places.pop(_place(file), None)
    found = f"文件里最后一次保存是 {last.when.astimezone():%Y-%m-%d %H:%M:%S}"
    if here and here.number > last.number:
        return (
            f"“{file}”是一份旧文件：这台电脑在 {here.when.astimezone():%Y-%m-%d %H:%M:%S} 还保存过"
            f"更新的内容，而{found}。请确认是否有意换回了旧文件；更新的内容可以在自动备份里找。",
        )
    if here and any(p.number == here.number and p.token != here.token for p in contents.points):
        return (
            f"“{file}”不是这台电脑上次保存的那一份的延续，可能被另一台电脑的副本替换了，{found}。"
            "自动备份里有上次保存的内容，可以比较、合并两份。",
        )
    newer = [(place, seen) for place, seen in places.items() if seen.number > last.number]
    for place, seen in sorted(newer, key=lambda item: -item[1].number):
        if Path(place).is_file():
            return (
                f"这台电脑上另有一份更新的副本：“{place}”，"
                f"保存于 {seen.when.astimezone():%Y-%m-%d %H:%M:%S}，而{found}。"
                "请确认打开的是哪一份。",
            )
    return ()


def _read(cipher: Cipher) -> _Mark:
    try:
        with _file(cipher).open("rb") as file:
            sealed = file.read(_LARGEST)
        return _Mark.model_validate_json(cipher.open(RowKind.MARK, 0, 0, sealed))
    except (OSError, NotAuthenticError, ValidationError):
        return _Mark()


def _file(cipher: Cipher) -> Path:
    return data_folder() / "marks" / cipher.owner.hex()


def _place(file: Path) -> str:
    return str(file.resolve())

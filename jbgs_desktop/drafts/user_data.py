"""What the program remembers of a user beside the drafts, sealed under the user's secret.

Unit profiles (单位情况 once entered is offered again), the drafts that were opened in other places
than the program's own folder, and what the user calls a draft.
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from jbgs_desktop.drafts.format.cipher import ID, Cipher, NotAuthenticError, RowKind, derive
from jbgs_desktop.drafts.keys.key_holders import UserSecret
from jbgs_desktop.errors import DraftDamagedError, DraftNewerError
from jbgs_desktop.files import data_folder, read_capped, write_atomic
from jbgs_desktop.forms.application import Unit

_LARGEST = 16 * 2**20  # bytes
_MOST_PLACES = 50
_MOST_NAMES = 500


class DraftName(BaseModel):
    """What the user calls the draft in ``file``; ``origin`` says what it is a copy of, and when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    name: str = ""
    note: str = ""
    origin: str = ""


class _Remembered(BaseModel):
    model_config = ConfigDict(extra="forbid")

    units: list[Unit] = []  # the last one entered comes first
    places: list[str] = []  # the last one opened comes first
    names: list[DraftName] = []  # not written while empty, so that earlier programs read the rest


class UserData:
    """What is remembered of the user with this secret."""

    def __init__(self, secret: UserSecret) -> None:
        owner = bytes.fromhex(secret.id).ljust(ID, b"\0")
        self._cipher = Cipher(owner, derive(secret.data, b"", b"jbgs 1 user data"))
        self._file = data_folder() / "remembered"

    def units(self) -> list[Unit]:
        """The units that were entered, the last one first. Raises JbgsError.

        Taking one over is an ordinary edit; ``difference.differences`` between the application
        and ``application.set("unit", unit)`` shows beforehand what will change.
        """
        return self._read().units

    def keep_unit(self, unit: Unit) -> None:
        """Remember ``unit`` in place of what was known under its name. Raises JbgsError."""
        known = self._read()
        if not unit.name or (known.units and known.units[0] == unit):
            return
        known.units = [unit, *(old for old in known.units if old.name != unit.name)]
        self._write(known)

    def forget_unit(self, name: str) -> None:
        """Raises JbgsError."""
        known = self._read()
        known.units = [unit for unit in known.units if unit.name != name]
        self._write(known)

    def places(self) -> list[Path]:
        """Drafts in other places that were opened, the last one first. Raises JbgsError."""
        return [Path(place) for place in self._read().places]

    def keep_place(self, file: Path) -> None:
        """Remember that the draft ``file`` was opened. Raises JbgsError."""
        known, place = self._read(), str(file.absolute())
        known.places = [place, *(old for old in known.places if old != place)][:_MOST_PLACES]
        self._write(known)

    def forget_place(self, file: Path) -> None:
        """Raises JbgsError."""
        known, place = self._read(), str(file.absolute())
        known.places = [old for old in known.places if old != place]
        self._write(known)

    def names(self) -> dict[Path, DraftName]:
        """What drafts are called, by their files. Raises JbgsError."""
        return {Path(each.file): each for each in self._read().names}

    def name_of(self, file: Path) -> DraftName:
        """What the draft ``file`` is called. Raises JbgsError."""
        place = file.absolute()
        return self.names().get(place, DraftName(file=str(place)))

    def keep_name(self, name: DraftName) -> None:
        """Remember ``name`` in place of what its draft was called before. Raises JbgsError."""
        known = self._read()
        known.names = [each for each in known.names if each.file != name.file]
        if name.name or name.note or name.origin:
            known.names = [name, *known.names][:_MOST_NAMES]
        self._write(known)

    def _read(self) -> _Remembered:
        if not self._file.exists():
            return _Remembered()
        sealed = read_capped(self._file, _LARGEST)
        try:
            data = self._cipher.open(RowKind.USER_DATA, 0, 0, sealed)
            return _Remembered.model_validate_json(data)
        except ValidationError:
            raise DraftNewerError(
                f"无法读取记住的单位资料“{self._file}”：它可能是更新的程序保存的。草稿不受影响；"
                "请安装更新的程序，或者把这个文件移走后重新记住单位资料。"
            ) from None
        except NotAuthenticError:
            raise DraftDamagedError(
                f"无法读取记住的单位资料“{self._file}”：文件已损坏，或属于另一个恢复码。"
                "草稿不受影响；把这个文件移走后，可以重新记住单位资料。"
            ) from None

    def _write(self, known: _Remembered) -> None:
        data = known.model_dump_json(exclude=set() if known.names else {"names"}).encode()
        write_atomic({self._file: self._cipher.seal(RowKind.USER_DATA, 0, 0, data)})

"""The rows of the register with the log of every change to them, in one file and one writing."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from jbgs_desktop.drafts.format.sealed_table import SealedTable, TableChange
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.kept import Kept, lowest_version
from jbgs_desktop.office.register.act import Act, RowData, change_of, replay, taken_back

NO_BODIES: Mapping[int, bytes] = MappingProxyType({})


class LoggedRows:
    """Rows of ``table`` as JSON. The log is read when it is wanted for the first time."""

    def __init__(self, table: SealedTable) -> None:
        self._table = table
        self._acts: list[Act] | None = None

    def acts(self) -> list[Act]:
        """The log, the oldest act first. Raises JbgsError."""
        if self._acts is None:
            self._acts = [Act.model_validate_json(data) for data in self._table.acts()]
        return self._acts

    def rows(self, numbers: Iterable[int] | None = None) -> dict[int, RowData]:
        """Every row as it stands in the file, or those of ``numbers``."""
        entries = self._table.entries
        return {n: json.loads(entries[n]) for n in (entries if numbers is None else numbers)}

    def write(
        self, parts: Mapping[int, Kept], act: Act, bodies: Mapping[int, bytes] = NO_BODIES
    ) -> None:
        """Write ``parts`` by the numbers of their rows as ``act``, all or none. Raises JbgsError.

        Where a program without a log has changed the rows, or has begun them, the log says first
        in which state they were found.
        """
        entries, changes = self._table.entries, {}
        made = {number: part.model_dump_json().encode() for number, part in parts.items()}
        for number, data in made.items():
            was = json.loads(entries[number]) if number in entries else None
            changes[number] = change_of(number, was, json.loads(data))
        new = [act.model_copy(update={"changes": tuple(changes.values())})]
        if not self._table.is_logged:
            new.insert(0, self._found(act))
        self._table.write(
            {
                number: TableChange(data, bodies.get(number), lowest_version(parts[number]))
                for number, data in made.items()
            },
            [each.model_dump_json().encode() for each in new],
        )
        if self._acts is not None:
            self._acts += new

    def _found(self, act: Act) -> Act:
        known = replay(self.acts())
        changes = (change_of(n, known.get(n), row) for n, row in self.rows().items())
        missed = tuple(each for each in changes if each.now or each.was)
        return Act(when=act.when, found=True, changes=missed)

    def before(
        self, choose: Callable[[Sequence[Act]], tuple[int, ...]]
    ) -> tuple[tuple[int, ...], dict[int, RowData]]:
        """The numbers of the acts that ``choose`` picks, and their rows without them.

        Raises JbgsError when the rows were changed since, by a program that keeps no log.
        """
        acts = self.acts()
        numbers = choose(acts)
        chosen = [acts[number - 1] for number in numbers]
        touched = {change.row for act in chosen for change in act.changes}
        rows = taken_back(self.rows(touched), chosen)
        if rows is None or (numbers and not self._table.is_logged):
            raise JbgsError(
                "不能撤销：登记表后来被不记操作的旧程序改过，撤销会冲掉那些改动。请直接改成需要的样子。"
            )
        return numbers, rows

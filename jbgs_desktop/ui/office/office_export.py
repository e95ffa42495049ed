"""Documents of the office into a folder: 推荐表, 登记表, 案例推荐汇总表, 上报包."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from jbgs_desktop.bundle.writer import Written, write_bundle
from jbgs_desktop.documents.recommendation import (
    RecommendationRow,
    file_stem,
    recommendation_documents,
    summary_workbook,
)
from jbgs_desktop.documents.xlsx.sheets import Sheet
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import write_atomic
from jbgs_desktop.forms.calls.call import Call, Track
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.bundle_search import FORWARDED_ROWS
from jbgs_desktop.office.expected_units import expectation
from jbgs_desktop.office.forward_package import compose_package
from jbgs_desktop.office.forwarded_rows import forwarded_rows
from jbgs_desktop.office.hand_registration import hand_documents
from jbgs_desktop.office.ranking_order import ranked, rows_of
from jbgs_desktop.office.register.act_words import act_lines, act_sheet
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.entry_changes import forward_entry
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.register_sheet import expectation_sheet, register_sheet
from jbgs_desktop.ui.office.act_log_dialog import ActLogDialog
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.widgets.background_task import run_with_progress
from jbgs_desktop.ui.widgets.file_dialogs import choose_folder
from jbgs_desktop.ui.widgets.message_boxes import before_replacing, choose

_NAMED = 3  # units in one question
_REGISTER, _SUMMARY = "登记表.xlsx", "案例推荐汇总表.xlsx"
_LOG = "操作记录.xlsx"
_ROWS = FORWARDED_ROWS.rpartition("/")[2]
_NOBODY = "还没有可以上报的申报。先收件，再排好次序。"


@dataclass(frozen=True, slots=True)
class TrackTable:
    """The 推荐表 of one track in the making."""

    call: Call
    track: Track
    rows: tuple[RecommendationRow, ...]


def tables_of(context: OfficeContext) -> list[TrackTable]:
    """The 推荐表 of every track that has rows."""
    tables = []
    for call in context.calls:
        for track in call.tracks:
            entries = context.register.recommendable(call.id, track.id)
            if rows := rows_of(ranked(entries)):
                tables.append(TrackTable(call, track, tuple(rows)))
    return tables


def table_of(context: OfficeContext, call: Call, track: Track) -> TrackTable:
    entries = context.register.recommendable(call.id, track.id)
    return TrackTable(call, track, tuple(rows_of(ranked(entries))))


class OfficeExport:
    """Makes documents in the background and tells the outcome in the context's bar."""

    def __init__(self, context: OfficeContext, window: QWidget) -> None:
        self._context, self._window = context, window

    def preview(self, table: TrackTable, show: Callable[[str, bytes, str], object]) -> None:
        """Make the 推荐表 and ``show`` its title, its PDF and its name."""
        title = file_stem(table.call, table.track)
        self._run(
            "正在生成…",
            lambda: _documents(table, self._recommender)[f"{title}.pdf"],
            lambda pdf: show(title, pdf, title),
        )

    def export_table(self, table: TrackTable) -> None:
        """推荐表 as docx, PDF and xlsx."""
        stem = file_stem(table.call, table.track)
        names = [f"{stem}.{ending}" for ending in ("docx", "pdf", "xlsx")]
        self._into_folder("推荐表", names, lambda: _documents(table, self._recommender))

    def export_register(self) -> None:
        """登记表 as xlsx."""
        register, names = self._context.register, self._track_names()

        def made() -> dict[str, bytes]:
            sheets = [register_sheet(register, names, register.entries)]
            if expected := register.settings.expected:
                sheets.append(expectation_sheet(expectation(expected, register.entries)))
            return {_REGISTER: _workbook(self._recommender, *sheets)}

        self._into_folder("登记表", [_REGISTER], made)

    def show_log(self) -> None:
        """操作记录 in a window of its own."""
        try:
            lines = act_lines(self._context.register)
        except JbgsError as error:
            self._context.bar.notify(Severity.ERROR, str(error))
            return
        ActLogDialog(self._window, lines, self.export_log).open()

    def export_log(self) -> None:
        """操作记录 as xlsx."""
        register = self._context.register

        def made() -> dict[str, bytes]:
            return {_LOG: _workbook(self._recommender, act_sheet(register))}

        self._into_folder("操作记录", [_LOG], made)

    def export_summary(self, call: Call) -> None:
        """案例推荐汇总表 as xlsx."""
        tables = [t for t in tables_of(self._context) if t.call == call]
        by_track = [(table.track, table.rows) for table in tables]

        def made() -> dict[str, bytes]:
            return {_SUMMARY: summary_workbook(call, by_track, recommender=self._recommender)}

        self._into_folder("案例推荐汇总表", [_SUMMARY], made)

    def forward(self) -> None:
        """上报包: every 推荐表 with the bundles that stand in one."""
        context = self._context
        tables = tables_of(context)
        entries = self._entries_in(tables)
        if not entries:
            context.bar.notify(Severity.WARNING, _NOBODY)
            return

        def choose_target() -> None:
            choose_folder(
                self._window,
                "选择放上报包的文件夹或盘",
                lambda target: self._forward(tables, entries, target),
            )

        if question := _doubts(entries):  # before something goes out
            choose(self._window, question, ("仍要生成", choose_target))
        else:
            choose_target()

    def _forward(
        self, tables: Sequence[TrackTable], entries: Sequence[RegisterEntry], target: Path
    ) -> None:
        context, made = self._context, self._context.now()
        work = self._package(tables, entries, made, target)
        by_hand = sum(entry.is_by_hand for entry in entries)

        def done(written: Written) -> None:
            name, register = written.folder.name, context.register
            if context.keep(forward_entry(register.entry(e.number), name, made) for e in entries):
                number = len(entries) - by_hand
                sentence = f"已生成上报包“{written.folder}”：{number} 份报送包，已读回核对。"
                if by_hand:
                    sentence += f"手工登记的 {by_hand} 家没有报送包，纸质件请一起交上去。"
                self._context.bar.notify_written("\n".join((sentence, *written.notices)), target)

        run_with_progress(
            self._window,
            f"正在核对并写入 {len(entries)} 份报送包…",
            work,
            done,
            lambda sentence: context.bar.notify(Severity.ERROR, sentence),
            lambda: context.bar.notify(Severity.WARNING, "已取消生成上报包，没有留下文件。"),
        )

    def _package(
        self,
        tables: Sequence[TrackTable],
        entries: Sequence[RegisterEntry],
        made: datetime,
        target: Path,
    ) -> Callable[[Callable[[], bool]], Written]:
        """What writes the package off the window's thread, as the register is now."""
        register, recommender = self._context.register, self._recommender
        folders = [register.received / e.folder for e in entries if not e.is_by_hand]
        orders = [ranked(register.recommendable(t.call.id, t.track.id)) for t in tables]
        rows, names = forwarded_rows(orders, register.settings, made), self._track_names()

        def work(cancelled: Callable[[], bool]) -> Written:
            documents = {n: d for t in tables for n, d in _documents(t, recommender).items()}
            sheet = register_sheet(register, names, entries, with_notes=False)
            files = {
                _ROWS: rows.model_dump_json().encode(),
                _REGISTER: _workbook(recommender, sheet),
                **{n: d for e in entries if e.is_by_hand for n, d in _papers(register, e)},
            }
            content = compose_package(
                documents,
                folders,
                files,
                recommender=recommender,
                made=made.date(),
                cancelled=cancelled,
            )
            return write_bundle(content, target, cancelled=cancelled)

        return work

    def _entries_in(self, tables: Sequence[TrackTable]) -> list[RegisterEntry]:
        register = self._context.register
        numbers = {
            each.entry.number
            for table in tables
            for each in ranked(register.recommendable(table.call.id, table.track.id))
            if not each.proposal.left_out
        }
        return [register.entry(number) for number in sorted(numbers)]

    @property
    def _recommender(self) -> str:
        return self._context.register.settings.recommender

    def _track_names(self) -> dict[tuple[str, str], str]:
        return {
            (call.id, track.id): track.name for call in self._context.calls for track in call.tracks
        }

    def _into_folder(
        self, what: str, names: Iterable[str], made: Callable[[], Mapping[str, bytes]]
    ) -> None:
        def chosen(folder: Path) -> None:
            existing = [folder / name for name in names if (folder / name).exists()]
            before_replacing(self._window, existing, lambda: self._write(what, made, folder))

        choose_folder(self._window, f"选择保存{what}的文件夹", chosen)

    def _write(self, what: str, made: Callable[[], Mapping[str, bytes]], folder: Path) -> None:
        def work() -> list[str]:
            documents = made()
            write_atomic({folder / name: data for name, data in documents.items()})
            return list(documents)

        def done(written: list[str]) -> None:
            self._context.bar.notify_written(f"已导出到“{folder}”：{'、'.join(written)}。", folder)

        self._run(f"正在生成{what}…", work, done)

    def _run(self, sentence: str, work: Callable[[], object], done: Callable[..., object]) -> None:
        bar = self._context.bar
        run_with_progress(
            self._window,
            sentence,
            lambda _: work(),
            done,
            lambda problem: bar.notify(Severity.ERROR, problem),
            lambda: bar.notify(Severity.WARNING, "已取消。"),
        )


def _names(entries: Sequence[RegisterEntry]) -> str:
    units = list(dict.fromkeys(f"“{entry.unit}”" for entry in entries))
    return "、".join(units[:_NAMED]) + ("等" if len(units) > _NAMED else "")


def _doubts(entries: Sequence[RegisterEntry]) -> str:
    """What somebody should look at before ``entries`` go out, as a question; empty for nothing."""
    faulty = [entry for entry in entries if entry.errors]
    silent = [
        entry
        for entry in entries
        if any(not p.reason.strip() and not p.left_out for p in entry.proposals)
    ]
    unread = [entry for entry in entries if not entry.scan_check and not entry.is_by_hand]
    doubts = [
        f"{len(some)} 份{what}（{_names(some)}）"
        for some, what in (
            (faulty, "还有错误没有更正"),
            (silent, "还没有推荐理由"),
            (unread, "扫描件还没有读"),
        )
        if some
    ]
    return f"推荐的申报里有 {'，'.join(doubts)}。仍要生成上报包吗？" if doubts else ""


def _papers(register: Register, entry: RegisterEntry) -> Iterable[tuple[str, bytes]]:
    return hand_documents(register, entry).items()


def _workbook(author: str, *sheets: Sheet) -> bytes:
    # Imported where it is used: with it comes a library that takes a tenth of a second to load.
    from jbgs_desktop.documents.xlsx.workbook import write_workbook

    return write_workbook(sheets, sheets[0].name, author)


def _documents(table: TrackTable, recommender: str) -> dict[str, bytes]:
    """The 推荐表 in its three formats by file name."""
    stem = file_stem(table.call, table.track)
    made = recommendation_documents(table.call, table.track, table.rows, recommender=recommender)
    return {f"{stem}.{ending}": data for ending, data in made.items()}

"""A pack as a workbook and back: what is not touched has the same bytes."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Protection
from pydantic import ValidationError

from jbgs_desktop.documents.call_workbook.cell_values import shown
from jbgs_desktop.documents.call_workbook.made_call import (
    PLANS,
    call_workbook,
    make_call,
    newest_folder,
)
from jbgs_desktop.documents.call_workbook.pack_trees import MADE_FORMAT, BasePack
from jbgs_desktop.errors import CallPackError, DocumentError
from jbgs_desktop.forms.calls.call import CallHead, Direction, find_call
from jbgs_desktop.forms.calls.call_file import (
    call_in,
    install_call,
    read_call_file,
    write_call_file,
)
from jbgs_desktop.forms.calls.form import Form
from jbgs_desktop.forms.calls.region import Region
from tests.documents.call_workbook.edited_workbooks import (
    BUILT_IN,
    SECOND,
    cell,
    edited,
    item,
    last_row,
    made,
    original,
    put,
    sheet,
)
from tests.documents.xlsx_reader.made_workbooks import saved
from tests.forms.calls.test_call_file import ORIGIN
from tests.libreoffice import Office

FROZEN = Path(__file__).parents[2] / "frozen" / "v1" / "call.jbgscall"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The call file of the made-up call, which is put in."""
    file = tmp_path / "second.jbgscall"
    write_call_file(SECOND, ORIGIN, file)
    install_call(read_call_file(file))
    return file


def test_the_built_in_pack_comes_back_byte_for_byte() -> None:
    found = make_call(original(), "made.jbgscall")
    assert (found.faults, found.notices) == ((), ())
    files = parts(found.data)
    del files["pack.json"]
    assert files == BasePack.of(BUILT_IN).files


def test_a_pack_that_was_put_in_comes_back_byte_for_byte_with_its_origin(second: Path) -> None:
    found = make_call(call_workbook(newest_folder("second-call")), "made.jbgscall")
    assert found.data == second.read_bytes()


def test_a_pack_of_the_first_format_comes_back_byte_for_byte() -> None:
    call = read_call_file(FROZEN).call
    install_call(read_call_file(FROZEN))
    found = make_call(call_workbook(newest_folder(call.id)), "made.jbgscall")
    assert found.data == FROZEN.read_bytes()


def test_a_pack_of_the_first_format_that_was_changed_is_of_todays() -> None:
    call = read_call_file(FROZEN).call
    install_call(read_call_file(FROZEN))
    book = load_workbook(io.BytesIO(call_workbook(newest_folder(call.id))))
    item(book, "版本").value = "2099.1"
    item(book, "标题").value = "新标题"
    found = make_call(saved(book), "made.jbgscall")
    assert found.call is not None
    assert (found.call.format, found.call.title) == (MADE_FORMAT, "新标题")
    assert found.call.form == call.form and found.call.tracks == call.tracks


def test_a_workbook_is_enough_where_its_pack_is_not_here() -> None:
    found = make_call(original(SECOND), "made.jbgscall")
    assert found.call is not None and find_call("second-call") is None
    files = parts(found.data)
    assert files["tracks/deep-sea.json"] == (SECOND / "tracks/deep-sea.json").read_bytes()
    head, own = (
        json.loads(data) for data in (files["call.json"], (SECOND / "call.json").read_bytes())
    )
    assert list(head.items()) == list({**own, "format": MADE_FORMAT}.items())
    assert call_in(found.data, Path("x")).call.form.pledge.date == "  年  月  日"


def test_what_is_made_is_of_the_newest_format_that_the_program_reads() -> None:
    head = json.loads((BUILT_IN / "call.json").read_bytes())
    CallHead.model_validate_json(json.dumps({**head, "format": MADE_FORMAT}))
    with pytest.raises(ValidationError, match="由更新版本的程序制作"):
        CallHead.model_validate_json(json.dumps({**head, "format": MADE_FORMAT + 1}))


def test_characters_that_nobody_sees_are_told() -> None:
    title = "看\u200b不\u200b⻅"  # the last one is a radical that looks like a character
    found = made(put("方向", 2, "标题", title))
    assert found.call is not None and found.call.tracks[0].directions[0].title == "看不见"
    (notice,) = found.notices
    assert "已去掉 2 个" in notice and "1 个只是看起来像的字符" in notice


def test_what_only_tells_a_clerk_something_is_not_read() -> None:
    found = made(put("栏目", 2, "类型", "=1/0"), put("任务书", 2, "章节名称", "随便"), version="")
    assert found.faults == () and found.data == make_call(original(), "x").data


def test_the_same_pack_makes_the_same_workbook() -> None:
    assert call_workbook(BUILT_IN) == original()


def test_everything_of_the_models_has_its_place() -> None:
    book = load_workbook(io.BytesIO(original()))
    labels = [row[0].value for row in sheet(book, "通知").iter_rows()]
    assert "建议的方向数" in labels and len(labels) == len(set(labels))
    assert not [label for label in labels if label in CallHead.model_fields]
    shown = {column.key for column in PLANS["方向"].columns}
    assert {*Direction.model_fields} <= shown
    regional = {column.key for column in PLANS["属地口径"].columns}
    assert {*Region.model_fields} - regional == {"registration", "deadlines"}
    paths = {row[0].value for row in sheet(book, "表格文字").iter_rows()}
    assert {"cover.title", "pledge.opening", "recommendation.notes"} <= paths
    assert {path.split(".")[0] for path in paths if path != "位置"} == {*Form.model_fields} - {
        "fields"
    }


def test_libreoffice_leaves_it_as_it_was(soffice: Office, tmp_path: Path, second: Path) -> None:
    files = [tmp_path / "built-in.xlsx", tmp_path / "second.xlsx"]
    files[0].write_bytes(original())
    files[1].write_bytes(call_workbook(newest_folder("second-call")))
    back = [make_call(file.read_bytes(), "x") for file in soffice.convert(files, "xlsx")]
    assert [found.faults for found in back] == [(), ()]
    assert back[0].data == make_call(original(), "x").data
    assert back[1].data == second.read_bytes()
    (ods,) = soffice.convert(files[:1], "ods")
    with pytest.raises(DocumentError, match=r"\.ods.*另存为"):
        make_call(ods.read_bytes(), "x")


def test_what_is_changed_is_all_that_changes() -> None:
    found = made(put("方向", 3, "预期目标", "新的目标。"))
    files, base = parts(found.data), BasePack.of(BUILT_IN).files
    changed = {name for name in base if files[name] != base[name]}
    assert changed == {"call.json", "tracks/metaverse.json"}
    old = base["tracks/metaverse.json"].decode().splitlines()
    new = files["tracks/metaverse.json"].decode().splitlines()
    assert [line.strip() for line in new if line not in old] == ['"target": "新的目标。"']
    assert len(new) == len(old)


def test_what_hands_and_programs_leave_unseen_changes_nothing() -> None:
    def edit(book: Workbook) -> None:
        task = cell(book, "方向", 2, "揭榜任务")
        task.value = f"{task.value} _x000D_\n\u200b"
        title = cell(book, "方向", 2, "标题")
        title.value = f"  {title.value}\u3000"
        hint = next(row for row in sheet(book, "栏目").iter_rows() if row[0].value == "unit.name")
        hint[5].value = f"{hint[5].value}\r\n\r\n"
        sheet(book, "赛道").cell(last_row(book, "赛道") + 8, 2).value = "   "

    found = made(edit, version="")
    assert found.faults == () and found.data == make_call(original(), "x").data


def test_quotes_line_ends_and_signs_are_kept() -> None:
    text = '“甲”和"乙"\n=1+1\n\'撇号\\n_x000D_，<b>&amp;\n\n末段'
    found = made(put("方向", 2, "揭榜任务", text.replace("_x000D_", "_x005F_x000D_")))
    assert found.call is not None
    assert found.call.tracks[0].directions[0].task == text


def test_numbers_days_and_full_width_digits_are_understood() -> None:
    from datetime import date, datetime

    def edit(book: Workbook) -> None:
        item(book, "参与单位最多几家").value = "４家"
        item(book, "目标年份").value = 2030.0
        item(book, "数据发布日期").value = date(2029, 3, 1)
        cell(book, "期限", 2, "截止时间").value = datetime(2029, 5, 6, 17, 30)
        cell(book, "期限", 3, "截止时间").value = "２０２９年５月８日 24:00"
        cell(book, "期限", 4, "截止时间").value = "2029/5/9 下午5时"
        for row in (2, 3, 4, 5):
            cell(book, "期限", row, "属地").number_format = "General"
        cell(book, "属地口径", 2, "发文日期").value = "2029.3.2"

    found = made(edit)
    assert found.faults == () and found.call is not None
    call = found.call
    assert (call.max_participants, call.target_year) == (4, 2030)
    assert call_in(found.data, Path("x")).origin.issued == "2029-03-01"
    whens = [deadline.when for region in call.regions for deadline in region.deadlines]
    assert whens[:3] == ["2029-05-06T17:30:00+08:00", "2029-05-08", "2029-05-09T17:00:00+08:00"]
    assert call.regions[0].issued == "2029-03-02"


def test_days_of_an_old_mac_are_not_four_years_early() -> None:
    from datetime import datetime

    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    def edit(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        cell(book, "期限", 2, "截止时间").value = datetime(2029, 5, 6)

    found = made(edit)
    assert found.call is not None and found.call.regions[0].deadlines[0].when == "2029-05-06"


def test_a_time_of_another_zone_is_kept() -> None:
    found = made(put("期限", 2, "截止时间", "2029-05-06 09:00 +09:00"))
    assert found.call is not None
    assert found.call.regions[0].deadlines[0].when == "2029-05-06T09:00:00+09:00"
    column = next(each for each in PLANS["期限"].columns if each.key == "when")
    assert shown(column, "2029-05-06T09:00:00+09:00") == "2029-05-06 09:00 +09:00"
    assert shown(column, "2029-05-06T09:00:30+08:00") == "2029-05-06 09:00:30"


def test_only_a_merged_cell_repeats() -> None:
    def merge(book: Workbook) -> None:
        tasks = sheet(book, "方向")
        for row in (3, 4):
            cell(book, "方向", row, "赛道").value = None
        tasks.merge_cells("B2:B4")

    def clear(book: Workbook) -> None:
        cell(book, "方向", 3, "赛道").value = None

    found = made(merge)
    assert found.faults == ()
    assert [str(fault) for fault in made(clear).faults] == [
        "方向 第3行 B列：“赛道”要填写，这里是空的。"
    ]


def test_sheets_and_columns_may_move_and_more_may_be_there() -> None:
    def edit(book: Workbook) -> None:
        book.move_sheet("方向", -4)
        sheet(book, "赛道").title = "领域"
        book.create_sheet("草稿").append(["随手记"])
        tasks = sheet(book, "方向")
        tasks.insert_cols(1)
        tasks.cell(1, 1).value = "备注"
        tasks.cell(2, 1).value = "张三已核"
        tasks.insert_rows(1)
        tasks.cell(1, 2).value = "2099年任务一览"
        book["方向"].column_dimensions["C"].hidden = True

    found = made(edit, version="")
    assert found.faults == ()
    assert found.data == make_call(original(), "x").data
    assert [*found.notices] == [
        "工作表“领域”按“赛道”读取。",
        "多出的工作表“草稿”没有读取。",
        "“方向”多出的一列“备注”（A列）没有读取。",
    ]


def test_a_formula_counts_by_what_it_came_to() -> None:
    def edit(book: Workbook) -> None:
        cell(book, "方向", 2, "标题").value = '="甲"&"乙"'

    (fault,) = made(edit).faults  # openpyxl leaves it without its value
    assert str(fault).startswith("方向 第2行 ") and "公式没有算出结果" in str(fault)


def test_rows_and_places_may_be_added_without_ids() -> None:
    def edit(book: Workbook) -> None:
        sheet(book, "赛道").cell(6, 2).value = "新赛道"
        sheet(book, "赛道").cell(6, 3).value = "附件5"
        sheet(book, "赛道").cell(6, 4).value = "相关收入"
        row = last_row(book, "方向") + 1
        for title, value in (
            ("编号", 1), ("赛道", "新赛道"), ("类别", "核心"), ("标题", "新方向"),
            ("揭榜任务", "做。"), ("预期目标", "成。"),
        ):  # fmt: skip
            cell(book, "方向", row, title).value = value

    found = made(edit)
    assert found.faults == () and found.call is not None
    track = found.call.tracks[-1]
    assert (track.id, track.name, track.directions[0].id) == ("track-5", "新赛道", "track-5-1")


def test_a_change_needs_a_new_version_or_another_call() -> None:
    change = put("方向", 2, "标题", "另一个标题")
    (fault,) = made(change, version="").faults
    assert str(fault).startswith("通知 第3行 B列：内容改过了，版本号要比 2023.1 大")

    def rename(book: Workbook) -> None:
        item(book, "代号").value = "province-2099"

    found = made(change, rename, version="")
    assert found.call is not None and found.call.id == "province-2099"


def test_a_workbook_of_no_call_is_told_by_its_sheets() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["单位", "电话"])
    found = make_call(saved(book), "x")
    assert found.call is None and found.data == b""
    assert {str(fault).partition(" ")[0] for fault in found.faults} == {*PLANS}


def test_a_call_that_is_not_here_has_no_workbook() -> None:
    with pytest.raises(CallPackError, match="没有通知“nix”"):
        newest_folder("nix")


def test_what_may_be_edited_is_not_locked() -> None:
    book = load_workbook(io.BytesIO(edited(version="")))
    assert sheet(book, "通知").protection.sheet and not sheet(book, "方向").protection.sheet
    assert item(book, "标题").protection == Protection(locked=False)
    assert sheet(book, "通知").cell(2, 1).protection == Protection(locked=True)
    assert {each.freeze_panes for each in book.worksheets} == {"A2"}

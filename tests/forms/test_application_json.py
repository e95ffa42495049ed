"""Plain JSON of any origin: taken in whole, or refused with one sentence."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jbgs_desktop.errors import ApplicationFileError, FileAccessError
from jbgs_desktop.files import read_capped
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import (
    LARGEST_FILE,
    Loaded,
    ReceivedApplication,
    read_application,
    receive_application,
    untidy_fields,
)
from jbgs_desktop.forms.calls.call import find_call
from jbgs_desktop.forms.stored_form import normalised
from jbgs_desktop.forms.text.clean import clean
from tests.forms.applications import complete_application
from tests.forms.strategies import applications

_NAME = "申报.json"


def _read(text: str) -> Application:
    return read_application(text.encode("utf-8", "surrogatepass"), _NAME).application


def _refused(data: bytes) -> str:
    with pytest.raises(ApplicationFileError) as caught:
        read_application(data, _NAME)
    sentence = str(caught.value)
    assert sentence.startswith("无法读取“申报.json”：")
    assert sentence.endswith("。") and "\n" not in sentence and len(sentence) < 250
    assert caught.value.__cause__ is None
    return sentence


@given(applications())
def test_what_is_written_reads_back_the_same(application: Application) -> None:
    assume(not any(clean(key).removed for key in application.taskbooks))
    first = read_application(application.to_json().encode(), _NAME)
    # What no form can print is removed on the way in; a second time nothing is left to remove.
    second = read_application(first.application.to_json().encode(), _NAME)
    assert second == Loaded(first.application, 0)
    stored = normalised(application, find_call(application.call))
    if all(clean(text).text == text for _, text in application.texts()):
        assert first == Loaded(stored, 0)


def test_the_complete_application_survives_whole() -> None:
    loaded = read_application(complete_application().to_json().encode(), _NAME)
    assert loaded.application == complete_application()
    assert loaded.removed == 0


@pytest.mark.parametrize(
    "text",
    [
        *(
            "{}",
            '{"unit": {}}',
            '\ufeff{"cover": {"date": null}}',
            '{"cover": null, "evidence": null}',
        ),
        '{"taskbooks": null, "unit": {"listed": null, "participants": null, "revenue": null}}',
    ],
)
def test_values_may_be_missing(text: str) -> None:
    assert _read(text) == Application()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("5000", "5000"),
        ("5000.00", "5000.00"),
        ("38652.17", "38652.17"),
        ("1e2", "100"),
        ("0.1e1", "1"),
        ('"38,652"', "38652"),
        ("1e400", "1E+400"),
        ("1e999999999", "1E+999999999"),
        ("-3", "-3"),
    ],
)
def test_an_amount_may_be_a_number_and_keeps_its_digits(value: str, text: str) -> None:
    assert _read(f'{{"unit": {{"revenue": {value}}}}}').unit.revenue == text


def test_a_number_of_people_is_written_as_a_number_when_it_is_one() -> None:
    def staff(value: str) -> Any:
        return json.loads(_read(f'{{"unit": {{"staff": {value}}}}}').to_json())["unit"]["staff"]

    assert staff("168") == staff('"168"') == 168
    assert staff('"约170"') == "约170"
    assert staff('"0168"') == 168


@pytest.mark.parametrize(
    ("text", "left", "removed"),
    [
        (r"甲\u0000乙", "甲乙", 1),
        (r"甲\u2028乙", "甲\n乙", 1),
        (r"甲\u202e乙\u200b", "甲乙", 2),
        (r"甲\ud800乙", "甲乙", 1),
        (r"\ud842\udfb7", "𠮷", 0),
        (r"甲\r\n乙", "甲\n乙", 0),
        ("😀{{}}%s#set", "😀{{}}%s#set", 0),
    ],
)
def test_what_no_form_can_print_is_removed_and_counted(text: str, left: str, removed: int) -> None:
    loaded = read_application(f'{{"unit": {{"profile": "{text}"}}}}'.encode(), _NAME)
    assert loaded.application.unit.profile == left
    assert loaded.removed == removed


def test_a_million_characters_are_taken_in_whole() -> None:
    text = "某" * 10**6
    assert _read(json.dumps({"unit": {"profile": text}})).unit.profile == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "第 1 行第 1 个字符"),
        (b'{"unit": {', "不是有效的 JSON"),
        ('{\n "unit": "某",,}'.encode(), "第 2 行"),
        (b"PK\x03\x04\xff", "不是 UTF-8"),
        ('{"unit": {"name": "郑州"}}'.encode("gbk"), "不是 UTF-8"),
        ('{"unit": {}}'.encode("utf-16"), "不是 UTF-8"),
        (b"[]", "不是一个对象"),
        (b"null", "不是一个对象"),
        (b'"x"', "不是一个对象"),
        (b"[" * 100_000 + b"]" * 100_000, "嵌套过深"),
        (b'{"unit":' * 100_000 + b"1" + b"}" * 100_000, "嵌套过深"),
        (b'{"cover": ' + b"[" * 900 + b"]" * 900 + b"}", "嵌套过深"),
        (b'{"unit": ' + b"[" * 32 + b"]" * 32 + b"}", "嵌套过深"),
        (b'{"pledge": ' + b"[" * 31 + b"]" * 31 + b"}", "“pledge”应为对象"),
        (b'{"unit": {"revenue": NaN}}', "NaN"),
        (b'{"unit": {"revenue": -Infinity}}', "-Infinity"),
        (b'{"unit": {"staff": 1' + b"0" * 5000 + b"}}", "过长的数"),
        (b'{"unit": {"revenue": 1e99999999999999999999}}', "过长的数"),
        (b'{"track": "a", "track": "b"}', "“track”出现了不止一次"),
        (b'{"unit": {"name": "a", "name": "a"}}', "“name”出现了不止一次"),
        (b'{"taskbooks": {"\\ud800": {}}}', "无法打印的字符"),
        (b'{"taskbooks": {"2\\u200b": {}}}', "无法打印的字符"),
        (b'{"schema_version": 3}', "是更新的程序保存的（格式版本 3，"),
        (b'{"schema_version": 0}', "版本是 0"),
        (b'{"schema_version": 1.5}', "版本是"),
        (b'{"schema_version": true}', "版本是 true"),
        (b'{"schema_version": null}', "版本是 null"),
        (b'{"schema_version": "1"}', "版本"),
        (b'{"x": 1}', "“x”本程序不认识这一项"),
        (b'{"unit": {"nam": "x"}}', "“unit.nam”"),
        (b'{"unit": []}', "“unit”应为对象"),
        (b'{"unit": {"name": 1}}', "“unit.name”应为文字"),
        (b'{"unit": {"listed": "yes"}}', "“unit.listed”应为 true 或 false"),
        (b'{"unit": {"listed": 1}}', "“unit.listed”"),
        (b'{"unit": {"revenue": true}}', "“unit.revenue”"),
        (b'{"unit": {"participants": {}}}', "“unit.participants”应为列表"),
        (b'{"directions": ["2"]}', "“directions.0”应为整数"),
        (b'{"directions": [true]}', "“directions.0”应为整数"),
        (b'{"directions": [2.0]}', "“directions.0”应为整数"),
        (b'{"taskbooks": []}', "“taskbooks”应为对象"),
        (b'{"evidence": [{"category": "1"}]}', "“evidence.0.category”应为整数"),
        (b'{"directions": [' + b"1," * 1000 + b"1]}", "“directions”项数太多"),
        (b'{"x": 1, "y": 2, "z": 3}', "另有 2 处"),
        (json.dumps({"某" * 5000: 1}).encode(), "…"),
        (json.dumps({"a\nb": 1}).encode(), "“a b”"),
    ],
    ids=lambda value: repr(value[:30]) if isinstance(value, bytes) else None,
)
def test_what_cannot_be_taken_in_whole_is_refused(data: bytes, reason: str) -> None:
    assert reason in _refused(data)


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_application(data, _NAME)
    except ApplicationFileError as error:
        assert str(error).endswith("。")


_TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*Application.model_fields, "name", "2", "goals", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(_TREES)
def test_any_json_is_read_or_refused(tree: object) -> None:
    try:
        read_application(json.dumps(tree).encode(), _NAME)
    except ApplicationFileError as error:
        assert not re.search(r"[A-Z][a-z]+ should|None", str(error))


def test_a_file_of_100_mb_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / _NAME
    with file.open("wb") as stream:
        stream.truncate(100 * 2**20)
    with pytest.raises(FileAccessError, match="超过 32 MB"):
        read_capped(file, LARGEST_FILE)


def _received(data: bytes) -> ReceivedApplication:
    return receive_application(data, _NAME)


def _written(tree: Any) -> bytes:
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode()


@given(applications())
def test_what_is_written_is_received_as_it_is(application: Application) -> None:
    assume(not any(clean(key).removed for key in application.taskbooks))
    texts = [*(text for _, text in application.texts()), *application.taskbooks]
    data = application.to_json().encode()
    received = _received(data)
    assert (received.data, received.to_json()) == (data, application.to_json())
    assert received.application == application
    assert received.is_original is all(clean(text).text == text for text in texts)


_COMPLETE = json.loads(complete_application().to_json())


@pytest.mark.parametrize(
    "data",
    [
        _written(_COMPLETE).replace(b"{\n  ", b"{", 1),
        _written(_COMPLETE).replace(b"\n", b"\r\n"),
        _written(_COMPLETE)[:-1],
        b"\xef\xbb\xbf" + _written(_COMPLETE),
        _written({key: value for key, value in _COMPLETE.items() if key != "region"}),
        _written({key: value for key, value in _COMPLETE.items() if key != "schema_version"}),
        _written({**_COMPLETE, "cover": None}),
        _written({**_COMPLETE, "evidence": None}),
        _written({**_COMPLETE, "region": "a\u200bb"}),
        _written({**_COMPLETE, "region": "a\u2028b"}),
        _written({**_COMPLETE, "taskbooks": {"2\r": {**_COMPLETE["taskbooks"]["2"]}}}),
        _written({**_COMPLETE, "unit": {**_COMPLETE["unit"], "revenue": 0.5}}),
    ],
)
def test_what_no_program_writes_is_no_original(data: bytes) -> None:
    received = _received(data)
    assert not received.is_original
    assert isinstance(received.application, Application)


@pytest.mark.parametrize(
    "data",
    [b"[]", b"{", b'{"x": 1}', b'{"schema_version": 9}', b'{"region": "\\ud800"}', b"[" * 10**5],
)
def test_what_is_no_application_is_not_received(data: bytes) -> None:
    with pytest.raises(ApplicationFileError):
        _received(data)


def test_what_would_be_stored_otherwise_today_is_only_named() -> None:
    value = complete_application().set("unit.contact.mobile", "+86 138 0000 0000")
    value = value.set("unit.profile", "某\t\n")
    received = _received(value.to_json().encode())
    assert received.is_original
    assert received.application == value
    assert untidy_fields(received) == ["unit.contact.mobile"]


def test_look_alikes_are_exchanged_where_it_is_edited_and_stay_where_it_was_received() -> None:
    kept = complete_application().set("unit.profile", "⽂化⺠生ﾃﾞｰﾀ")
    kept = kept.set("evidence.0.file", "证明材料/⽂件.pdf")
    data = kept.to_json().encode()
    loaded = read_application(data, _NAME)
    assert loaded.application.unit.profile == "文化民生データ"
    assert (loaded.removed, loaded.exchanged) == (0, 6)
    assert loaded.application.evidence[0].file == "证明材料/⽂件.pdf"  # as it is called on disk
    received = receive_application(data, _NAME)
    assert received.application == kept
    assert received.to_json().encode() == data
    assert received.is_original
    assert untidy_fields(received) == ["unit.profile"]

"""Applications of any content, built from the model itself, so that a new field is in them."""

from typing import Annotated, Any, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from jbgs_desktop.forms.application import Application

# Words that the rules look for, so that they are reached, and what breaks careless programs.
_WORDS = st.sampled_from(
    [
        *(
            "",
            "无",
            "—",
            "郑州示例元境科技有限公司",
            "郑州示例元境 科技有限公司",
            "公司",
            "员工",
            "研发人员",
        ),
        *(
            "2022年",
            "2024年",
            "第一阶段",
            "（2023.11-2024.6）",
            "营业收入",
            "3.87亿元",
            "168人",
            "500万元",
        ),
        *("2023-10-30", "9999-12-31", "0001-01-01", "13800000001", "a@shili.cn", "0371-60000000"),
        *(
            "91410100MA9K7QW470",
            "12.345",
            "-1",
            "1E+400",
            "nan",
            "²",
            "٣",
            "１００％",
            "50毫秒",
            "8K",
        ),
        *(
            "{{}}",
            "%s",
            "#set",
            "=1+1",
            "\u2028",
            "\u202e",
            "😀",
            "𠮷",
            "\x00",
            "../x",
            "C:\\x",
            "a.exe",
        ),
        *("miit-2023-weilai-chanye", "zhengzhou", "metaverse", "general-ai", "private", "other"),
    ]
)
TEXTS = st.one_of(
    _WORDS,
    st.lists(st.one_of(_WORDS, st.text(max_size=8)), max_size=12).map("，".join),
    st.lists(_WORDS, max_size=8).map("".join),
)
_NUMBERS = st.one_of(st.integers(0, 13), st.integers())


def _of(annotation: Any) -> st.SearchStrategy[Any]:
    if get_origin(annotation) is Annotated:
        return _of(get_args(annotation)[0])
    if get_origin(annotation) is tuple:
        return st.lists(_of(get_args(annotation)[0]), max_size=6)
    if get_origin(annotation) is dict:
        keys = st.one_of(_NUMBERS.map(str), st.text(max_size=4))
        return st.dictionaries(keys, _of(get_args(annotation)[1]), max_size=4)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = {name: _of(info.annotation) for name, info in annotation.model_fields.items()}
        return st.fixed_dictionaries({}, optional=fields)
    if annotation is str:
        return TEXTS
    if annotation is int:
        return _NUMBERS
    if bool in get_args(annotation):
        return st.sampled_from([None, False, True])
    return st.just(get_args(annotation)[0])  # the schema version


_TREES = _of(Application)


@st.composite
def applications(draw: st.DrawFn) -> Application:
    """Any application that loads. (A composite, since the tree of strategies has no short name.)"""
    return Application.model_validate(draw(_TREES))

"""名称和备注: what the user calls a draft in the list of the start page."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from jbgs_desktop.drafts.user_data import DraftName, UserData
from jbgs_desktop.forms.text.clean import clean_line
from jbgs_desktop.ui.drafts.keys_dialog import KeysDialog, add_field
from jbgs_desktop.ui.widgets.style_helpers import label, named

_TITLE = "名称和备注"
_LONGEST = 60  # characters


class DraftNameDialog(KeysDialog):
    """Asks what the draft ``file`` of ``unit`` is called; ``done`` comes once it is kept."""

    def __init__(
        self, parent: QWidget, data: UserData, file: Path, unit: str, done: Callable[[], object]
    ) -> None:
        super().__init__(parent, _TITLE)
        self._data, self._done = data, done
        self._known = data.name_of(file)
        self.column.addWidget(named(label(_TITLE, "plain"), "dialog-title"))
        self.add_text(f"{unit}：名称和备注只在本机的列表里显示，不印在材料上，也不写进报送包。")
        self._name = add_field(self.column, "名称")
        self._name.setPlaceholderText("例如：给领导看的一稿")
        self._note = add_field(self.column, "备注")
        for field, text in ((self._name, self._known.name), (self._note, self._known.note)):
            field.setMaxLength(_LONGEST)
            field.setText(text)
        self.buttons.addStretch(1)
        self.add_button("取消", self.reject)
        self.add_button("确定", self._on_go, primary=True)
        self._name.setFocus()

    def _on_go(self) -> None:
        name, note = (clean_line(field.text()).text for field in (self._name, self._note))
        changed = DraftName(file=self._known.file, name=name, note=note, origin=self._known.origin)
        self.work("正在保存…", lambda: self._data.keep_name(changed), lambda _: self._finish())

    def _finish(self) -> None:
        self.accept()
        self._done()

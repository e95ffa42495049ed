"""What the bar says of a taking over from Word stays only as long as it is true."""

from PySide6.QtCore import QObject

from jbgs_desktop.ui.widgets.notice_bar import NoticeBar
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.signs import DONE


class TakenNotice(QObject):
    """Follows the last step of undo of ``session``, of which ``bar`` says ``words`` now.

    Once it is undone ``undone`` stands there instead, or nothing.
    """

    def __init__(self, session: Session, bar: NoticeBar, words: str, undone: str) -> None:
        super().__init__(bar)
        self._session, self._bar, self._step = session, bar, session.last_step
        self._sentences = {True: words, False: undone}
        self._is_done = True
        session.changed.connect(self._follow)

    def _follow(self) -> None:
        """Another matter may be in the bar by now, and stays; a bar that was closed stays so."""
        shown = self._sentences[self._is_done]
        is_done = self._session.is_step_done(self._step)
        if is_done is None or not shown or self._bar.text != shown:
            self._session.changed.disconnect(self._follow)
            self.deleteLater()
        elif is_done is not self._is_done:
            self._is_done = is_done
            if new := self._sentences[is_done]:
                self._bar.notify(DONE, new)
            else:
                self._bar.hide()

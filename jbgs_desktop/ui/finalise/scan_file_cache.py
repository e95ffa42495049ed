"""The kept scans as files that a child process can open."""

import threading
from pathlib import Path

from jbgs_desktop.drafts.store import SealedDraft


class ScanFileCache:
    """Each file is copied out once; the copies are gone when the draft is closed."""

    def __init__(self, draft: SealedDraft) -> None:
        self._draft = draft
        self._paths: dict[str, Path] = {}
        self._lock = threading.Lock()

    def path(self, file: str) -> Path:
        """Where the kept ``file`` can be read. Any thread may ask. Raises JbgsError."""
        with self._lock:
            known = self._paths.get(file)
            if known is None or not known.exists():
                known = self._paths[file] = self._draft.evidence_path(file)
            return known

    def clear(self) -> None:
        """Forget everything, since names may be used again for other files."""
        with self._lock:
            for path in self._paths.values():
                path.unlink(missing_ok=True)
            self._paths.clear()

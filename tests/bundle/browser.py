"""A headless Chromium that opens one page from the disk, spoken to over its debugging pipe."""

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.libreoffice import require

_SECONDS = 60
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--remote-debugging-pipe",
    "about:blank",
)


class Page:
    """The page in a browser; everything a user would see or do goes through it."""

    def __init__(self, to: int, come: int) -> None:
        self._to, self._come = to, come
        self._rest = b""
        self._number = 0
        self._session = ""
        self.requests: list[str] = []  # addresses asked for, but of files and of the page's own

    def command(self, method: str, **parameters: object) -> Any:
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                return answer["result"]

    def _next(self) -> Any:
        while b"\0" not in self._rest:
            more = os.read(self._come, 2**16)
            assert more, "the browser has ended"
            self._rest += more
        message, _, self._rest = self._rest.partition(b"\0")
        event = json.loads(message)
        if event.get("method") == "Network.requestWillBeSent":
            address = event["params"]["request"]["url"]
            if not address.startswith(("file:", "blob:", "data:")):
                self.requests.append(address)
        return event

    def open(self, page: Path) -> None:
        target = self.command("Target.createTarget", url="about:blank")["targetId"]
        attached = self.command("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self.command("Network.enable")
        self.command("Page.enable")
        self.command("Page.navigate", url=page.as_uri())
        self.wait("document.readyState === 'complete' && !!document.getElementById('choose')")

    def evaluate(self, script: str) -> Any:
        answer = self.command(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait(self, condition: str) -> None:
        deadline = time.monotonic() + _SECONDS
        while not self.evaluate(condition):
            assert time.monotonic() < deadline, f"never: {condition}"
            time.sleep(0.02)

    def choose(self, field: str, *paths: Path) -> None:
        document = self.command("DOM.getDocument")["root"]["nodeId"]
        node = self.command("DOM.querySelector", nodeId=document, selector=field)["nodeId"]
        self.command("DOM.setFileInputFiles", nodeId=node, files=[str(path) for path in paths])


@contextlib.contextmanager
def browser(home: Path) -> Iterator[Page]:
    """Skips without Chromium; fails in CI instead."""
    require("chromium", "bash")
    program = shutil.which("chromium")
    assert program
    read, to = os.pipe()
    come, write = os.pipe()
    # The browser looks for its pipe at 3 and 4; a shell puts it there, out of whose way it is.
    high = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (read, write)]
    place = f'exec "$@" 3<&{high[0]} 4>&{high[1]}'
    process = subprocess.Popen(
        ["bash", "-c", place, "bash", program, f"--user-data-dir={home}", *_ARGUMENTS],
        pass_fds=high,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for end in (read, write, *high):
        os.close(end)
    try:
        yield Page(to, come)
    finally:
        os.close(to)
        process.terminate()
        process.wait(_SECONDS)
        os.close(come)

"""核对 in a child: a stranger's bundle is listed, read and judged there, within memory and time.

The program itself opens none of its files. What has to be drawn or made again of a sound one,
children of their own do after that.
"""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jbgs_desktop.bundle.bagit_profile import BundleHistory, Hashed
from jbgs_desktop.bundle.remade_documents import made_again
from jbgs_desktop.bundle.verdict import Findings, Verdict
from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.errors import BundleError, FileAccessError
from jbgs_desktop.forms.application_json import LARGEST_APPLICATION, receive_application
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.private_folders import only_clear_place, private_folder
from jbgs_desktop.sandbox import ChildFailure, Outcome, run_in_workers

_TASK = "jbgs_desktop.bundle.confined_verify:verify_folder"
_MEMORY = 2**31  # bytes of address space; seals are looked for in it
_SECONDS = 4 * 3600.0  # the largest bundle on a slow stick; it may be cancelled
_REPORT = 0.1  # seconds between two words of the child on how far it is
_LONGEST_REPORT = 60  # characters
# As for who takes a bundle in, but that nobody has taken it in.
_WHY = {
    ChildFailure.TIME: "用的时间太长。请把报送包复制到本机的文件夹里再核对一次，"
    "还是不行的，不要按它收件。",
    ChildFailure.MEMORY: "需要的内存太多，里面可能有不正常的文件，不要按它收件。",
    ChildFailure.CRASH: "程序意外结束，里面可能有不正常的文件。请再核对一次，"
    "还是这样的，不要按它收件。",
}
_NO_START = (
    "核对用的后台程序没有启动，没有核对。可能是内存不足，或者被安全软件拦住了，"
    "请关闭其他程序、放行本程序后再核对一次。"
)


def verify_confined(
    folder: Path,
    *,
    thorough: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Verdict:
    """:func:`verify` with the form, where a child reads the bundle.

    Raises FileAccessError like it, and BundleError when no child came up.
    """
    with private_folder() as place:
        report = place / "progress"

        def is_cancelled() -> bool:
            _pass_on(report, progress)
            return cancelled()

        outcomes = run_in_workers(
            _TASK,
            [[str(folder.absolute()), str(place)]],
            seconds=_SECONDS,
            memory=_MEMORY,
            cancelled=is_cancelled,
            reads=[folder],
            writes=[place],
            believe=lambda answer: _believed(answer, folder),
        )
        outcome = next(iter(outcomes), None)
        _pass_on(report, progress)
    verdict = _verdict_of(outcome, folder)
    return made_again(verdict, cancelled) if thorough else verdict


def _verdict_of(outcome: Outcome | None, folder: Path) -> Verdict:
    if outcome is None:
        return _unverified(folder, "bundle.cancelled")
    if outcome.failure is ChildFailure.START:
        raise BundleError(_NO_START)
    if outcome.failure:
        return _unverified(folder, "bundle.unverified", reason=_WHY[outcome.failure])
    if isinstance(outcome.result, str):
        raise FileAccessError(outcome.result)
    verdict: Verdict = outcome.result
    return verdict


def _unverified(folder: Path, code: str, **details: str) -> Verdict:
    findings = Findings()
    findings.add(code, **details)
    nothing: Mapping[str, Hashed] = {}
    return Verdict(folder, False, "", "", "", findings.all(), None, nothing)


def _pass_on(report: Path, progress: Callable[[int, int], None]) -> None:
    """What the child has written of how far it is."""
    with suppress(OSError, ValueError), report.open("rb") as file:
        done, total = map(int, file.read(_LONGEST_REPORT).split())
        progress(done, total)


# -- in the child


def verify_folder(item: Sequence[str]) -> dict[str, Any]:
    """The verdict on the bundle in a folder, or the sentence ``problem``.

    ``item`` are that folder and one for what is made meanwhile.
    """
    folder, place = map(Path, item)
    report, said_at = place / "progress", 0.0

    def progress(done: int, total: int) -> None:
        nonlocal said_at
        if time.monotonic() - said_at >= _REPORT or done >= total:
            said_at = time.monotonic()
            part = report.with_suffix(".part")
            part.write_bytes(b"%d %d" % (done, total))
            os.replace(part, report)

    try:
        with only_clear_place(place):
            return {"verdict": verdict_as_json(verify(folder, progress=progress))}
    except FileAccessError as error:
        return {"problem": str(error)}


def _believed(answer: Any, folder: Path) -> Verdict | str:
    return (
        str(answer["problem"]) if "problem" in answer else verdict_from(answer["verdict"], folder)
    )


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """``verdict`` as a child answers it."""
    received = verdict.received
    return {
        "ok": verdict.ok,
        "applicant": verdict.applicant,
        "track": verdict.track,
        "version_code": verdict.version_code,
        "call_version": verdict.call_version,
        "proof": verdict.proof,
        "proves": verdict.proves,
        "by_hand": sorted(verdict.by_hand),
        "rendering": verdict.rendering,
        "history": verdict.history.lines(),
        "made": verdict.history.made.isoformat() if verdict.history.made else "",
        "findings": [asdict(finding) for finding in verdict.findings],
        "application": received.to_json() if received else None,
        "files": {path: [each.digest, each.size] for path, each in verdict.files.items()},
    }


def verdict_from(answer: Mapping[str, Any], folder: Path) -> Verdict:
    """The verdict that a child has answered, about the copy in ``folder``.

    Raises what run_in_workers expects of ``believe`` for what cannot be true.
    """
    findings = answer["findings"]
    text = answer["application"]
    if text and len(text) > LARGEST_APPLICATION:
        raise ValueError("larger than what is read of a bundle")
    return Verdict(
        folder,
        ok=answer["ok"] is True,
        applicant=str(answer["applicant"]),
        track=str(answer["track"]),
        version_code=str(answer["version_code"]),
        findings=tuple(Finding(**{**f, "severity": Severity(f["severity"])}) for f in findings),
        received=receive_application(text.encode(), "申报数据") if text else None,
        files={path: Hashed(*each) for path, each in answer["files"].items()},
        call_version=str(answer["call_version"]),
        proof=str(answer["proof"]),
        proves=bool(answer["proves"]),
        by_hand=frozenset(map(int, answer["by_hand"])),
        rendering=str(answer["rendering"]),
        history=BundleHistory.of({**dict(answer["history"]), "Bagging-Date": answer["made"]}),
    )

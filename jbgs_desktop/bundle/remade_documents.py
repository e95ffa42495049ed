"""What the program wrote into a bundle, made again from its JSON and held against what came.

A bundle whose rendering number is ours has to be the same, part by part. One of another number, or
of none, was written by another release: its words are compared, and a difference is a warning.
A stranger's JSON is laid out and a stranger's evidence drawn for that, so children do it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jbgs_desktop.bundle.layout import DOCX, PDF, WHOLE_SCAN
from jbgs_desktop.bundle.scan_verification import BookFacts, add_code_findings
from jbgs_desktop.bundle.verdict import Findings, Verdict
from jbgs_desktop.documents.export import RENDERING
from jbgs_desktop.finalise.version_code import application_id
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.private_folders import private_folder
from jbgs_desktop.sandbox import ChildFailure, run_in_workers

_TASK = "jbgs_desktop.bundle.remade_worker:remake"
_WORK = MappingProxyType({"book": PDF, "papers": DOCX})  # with what is named where it fails
# Half an hour for what takes a minute or two: a slow computer is no forgery, and a bundle that
# still takes longer may have been made to.
_SECONDS, _MEMORY = 1800.0, 2**32
_MOST_NOTICED = 200
_FAILURES = MappingProxyType(
    {
        ChildFailure.TIME: "用的时间太长。",
        ChildFailure.MEMORY: "需要的内存太多。",
        ChildFailure.CRASH: "文件没有能打开。",
        ChildFailure.START: "后台程序没有启动。",
    }
)
_CODE = "bundle.made."


def made_again(verdict: Verdict, cancelled: Callable[[], bool]) -> Verdict:
    """``verdict`` with what the codes on the scans say of a sound bundle, and what of it is not as
    its data make it. Takes seconds or minutes.
    """
    application, folder, findings = verdict.application, verdict.folder, Findings()
    if not verdict.ok or application is None:
        return verdict
    if WHOLE_SCAN in verdict.files:
        name = application_id(application)
        pages = verdict.proof, verdict.proves, verdict.by_hand
        facts = BookFacts(name, verdict.version_code, *pages)
        add_code_findings(folder / WHOLE_SCAN, facts, findings, cancelled)
    is_ours = verdict.rendering == str(RENDERING)
    add_remade_findings(folder, findings, cancelled, is_ours=is_ours)
    if cancelled():
        findings.add("bundle.cancelled")
    return verdict.with_more(findings)


def add_remade_findings(
    folder: Path, findings: Findings, cancelled: Callable[[], bool], *, is_ours: bool
) -> None:
    """Say where the bundle ``folder``, which was verified, is not as its JSON makes it.

    ``is_ours`` of one that says it was made by this release: that its documents cannot be made
    again is an error then, or a forger would only have to make that take too long. Takes seconds
    or minutes.
    """
    with private_folder() as place:
        items = [[what, str(folder), str(place)] for what in _WORK]
        outcomes = run_in_workers(
            _TASK,
            items,
            seconds=_SECONDS,
            memory=_MEMORY,
            cancelled=cancelled,
            workers=len(items),
            reads=[folder],
            writes=[place],
            believe=_believed,
        )
        by_index = {outcome.index: outcome for outcome in outcomes}
    for index, path in enumerate(_WORK.values()):
        outcome = by_index.get(index)
        if outcome is None:
            return  # cancelled
        if outcome.failure:
            # One that did not start says nothing about the bundle.
            refuses = is_ours and outcome.failure is not ChildFailure.START
            add, code = (findings.add, "refused") if refuses else (findings.warn, "unmade")
            add(f"{_CODE}{code}", path, reason=_FAILURES[outcome.failure])
        for is_error, code, place_of, details in outcome.result or ():
            (findings.add if is_error else findings.warn)(code, place_of, **details)


def _believed(answer: Any) -> list[tuple[bool, str, str, Mapping[str, str]]]:
    """A child that was taken over may say anything, but only in our sentences."""
    believed: list[tuple[bool, str, str, Mapping[str, str]]] = []
    for severity, code, path, details in answer[:_MOST_NOTICED]:
        words = {str(key): str(text) for key, text in details.items()}
        whole = f"{_CODE}{code}"
        Findings().warn(whole, str(path), **words)  # raises LookupError where it cannot be said
        believed.append((severity == "error", whole, str(path), words))
    return believed


def remade_findings(
    folder: Path, cancelled: Callable[[], bool] = lambda: False, *, is_ours: bool = True
) -> tuple[Finding, ...]:
    """What :func:`add_remade_findings` says. Raises JbgsError."""
    findings = Findings()
    add_remade_findings(folder, findings, cancelled, is_ours=is_ours)
    return findings.all()

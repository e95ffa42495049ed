"""Made everything in this folder. Kept to show how; what is frozen is never made anew.

It runs only with the program of commit dc885fe, whose modules it imports:

    git worktree add ../base dc885fe && cd ../base && python3 tools/setup.py test
    PYTHONPATH=. .venv/bin/python THIS_FOLDER/make.py

What the program makes by a clock or by chance (keys, numbers of attachments) is so, too, in here.
"""

import io
import json
import os
import shutil
import tempfile
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from paper import evidence, scan, spoil

from jbgs_desktop.documents.blocks import Signer
from jbgs_desktop.drafts.keys import SMALL, Passphrase, UserSecret
from jbgs_desktop.drafts.moving import write_sealed
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.drafts.recovery import code_of
from jbgs_desktop.drafts.store import SealedDraft, open_draft
from jbgs_desktop.drafts.userdata import UserData
from jbgs_desktop.files import resources
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.call import installed_calls
from jbgs_desktop.forms.call_files import Origin, write_call_file
from jbgs_desktop.forms.checks import check
from jbgs_desktop.forms.sample import sample_application
from jbgs_desktop.submission.bundle_making import compose, prepare
from jbgs_desktop.submission.finalise import finalise, opener, reopen
from jbgs_desktop.submission.intake import take_in
from jbgs_desktop.submission.ranking import in_order, ranked, with_proposal
from jbgs_desktop.submission.receiving import receive_all
from jbgs_desktop.submission.record import Packed, Print, keep_record, read_record
from jbgs_desktop.submission.register import Entry, Register, Settings, forward_entry, return_entry
from jbgs_desktop.submission.scan_keeping import entries_of, expected_book, keep_files
from jbgs_desktop.submission.scan_reading import read_scans
from jbgs_desktop.submission.scan_sorting import assign, leave_out, sort_pages
from jbgs_desktop.submission.verify import verify
from jbgs_desktop.submission.version import version_of
from jbgs_desktop.submission.writing import write_bundle

HERE = Path(__file__).parent
os.environ["JBGS_HOME"] = tempfile.mkdtemp()  # read when it is used

PASSPHRASE = "示例 口令 Ab1"
SECRET = UserSecret(bytes(range(100, 116)))
HOLDERS = [SECRET, Passphrase(PASSPHRASE)]
CALL = installed_calls()[0]
WHEN = datetime(2023, 10, 30, 1, 2, 3, 456789, UTC)
MADE = date(2023, 10, 30)
MOST = 150  # characters of a section: a book of few pages is soon scanned
DIRECTIONS = {
    "metaverse": (2, 5),
    "humanoid-robot": (2,),
    "brain-computer-interface": (2,),
    "general-ai": (1, 2),
}


def short(text: str) -> str:
    """The first sentences of ``text``."""
    end = max(text.rfind("。", 0, MOST), text.rfind("；", 0, MOST))
    return text[: end + 1] if len(text) > MOST and end > 0 else text


def an_application(track: str) -> Application:
    """The sample of ``track``, its prose cut short, its files called in ways that need care."""
    value = sample_application(CALL, track, DIRECTIONS[track])
    for no in DIRECTIONS[track]:
        for section in CALL.form.taskbook.sections:
            path = f"taskbooks.{no}.{section}"
            value = value.set(path, short(value.get(path)))
    kept = [item for item in value.evidence if item.category in (1, 2, 4)]
    kept += [item for item in value.evidence if "协议" in item.title]
    kept.sort(key=lambda item: item.category)
    names = {
        "audit-2022.pdf": "证明材料/审计报告.pdf",
        "rd-audit-2022.pdf": "证明材料/研发/审计报告.PDF",
        "certificate.jpg": "evidence/证书（照片）.jpg",
        "agreement.pdf": "evidence/agreement.pdf",
    }
    items = [item.model_copy(update={"file": names[item.file.rpartition("/")[2]]}) for item in kept]
    for no, title in ((3, "无"), (5, "无")):
        if not any(item.category == no for item in items):
            items.append(items[0].model_copy(update={"category": no, "title": title, "file": ""}))
    return value.set("evidence", tuple(sorted(items, key=lambda item: item.category)))


def write_plain(folder: Path, value: Application) -> PlainDraft:
    """``value`` as plain JSON in ``folder`` with small evidence files."""
    folder.mkdir(parents=True)
    (folder / "申报.json").write_bytes(value.to_json().encode())
    for item in value.evidence:
        if item.file:
            path = folder / item.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(evidence(item.title, path.suffix.lower()))
    return PlainDraft(folder / "申报.json")


def bundle(draft, value: Application, into: Path, way: str, work: Path) -> Path:  # type: ignore
    """The bundle of ``value`` in ``into``, with scans as they come the ``way``."""
    prepared = prepare(draft, value, CALL)
    scans = scan(prepared.book.pdf, work, way)
    report = sort_pages(list(read_scans([scans])), prepared.expected)
    content = compose(prepared, report, Path, made=MADE)
    into.mkdir(parents=True, exist_ok=True)
    return write_bundle(content, into).folder


def findings(value: Application, draft) -> list[list[str]]:  # type: ignore
    found = check(value, CALL, now=WHEN, evidence_size=draft.evidence_size)
    return [[each.severity.value, each.code, each.path] for each in found]


WAYS = {
    "metaverse": "colour",
    "humanoid-robot": "black",
    "brain-computer-interface": "turned",
    "general-ai": "black",
}


def make_tracks(work: Path) -> dict[str, dict[str, object]]:
    facts = {}
    for track, way in WAYS.items():
        value = an_application(track)
        folder = HERE / track
        draft = write_plain(folder, value)
        version = version_of(value, opener(draft))
        packed = bundle(draft, value, folder, way, work / track)
        verdict = verify(packed)
        (taken,) = take_in([packed], work / "taken")
        write_sealed(draft, HERE / f"{track}.jbgs", HOLDERS, SMALL)
        with closing(open_draft(HERE / f"{track}.jbgs", lambda: [SECRET])) as sealed:
            assert version_of(sealed.load().application, opener(sealed)).code == version.code
        facts[track] = {
            "bundle": packed.name,
            "application": version.application,
            "code": version.code,
            "digest": version.digest,
            "sum": sum_of(value),
            "check": findings(value, draft),
            "verify": {
                "ok": verdict.ok,
                "applicant": verdict.applicant,
                "track": verdict.track,
                "version_code": verdict.version_code,
                "findings": [
                    [each.severity.value, each.code]
                    for each in verdict.findings
                    if each.code.startswith("bundle.")
                ],
            },
            "intake": {"accepted": taken.is_accepted, "reason": taken.reason},
        }
    return facts


def lock(track: str, target: Path) -> SealedDraft:
    """A draft of ``track`` at ``target``: finalised, printed, some seals ticked; open."""
    draft = open_draft(sealed_copy(track, target), lambda: [SECRET])
    finalise(draft, CALL, WHEN)
    record = read_record(draft)
    code = record.current.code
    record = record.with_print(
        Print(code=code, when=WHEN + timedelta(minutes=5), printer="HP LaserJet", copies=2)
    ).with_print(
        Print(code=code, when=WHEN + timedelta(minutes=9), printer="PDF", copies=1, pages=(1, 3))
    )
    for spot in spots(draft):
        record = record.with_tick(spot, WHEN + timedelta(minutes=20))
    keep_record(draft, record)
    return draft


def sealed_copy(track: str, target: Path) -> Path:
    source = HERE / track / "申报.json"
    write_sealed(PlainDraft(source), target, HOLDERS, SMALL)
    return target


def book(draft: SealedDraft):  # type: ignore
    return prepare(draft, draft.load().application, CALL).book


def spots(draft: SealedDraft) -> list[str]:
    return [spot.id for spot in book(draft).spots if spot.who is not Signer.RECOMMENDER][:2]


def make_finalised(facts: dict) -> dict[str, object]:  # type: ignore
    """Printed and waiting for its scans, which the bundle of the same version has."""
    with closing(lock("humanoid-robot", HERE / "finalised.jbgs")) as draft:
        record = read_record(draft)
        assert record.current.code == facts["humanoid-robot"]["code"]
        scans = f"humanoid-robot/{facts['humanoid-robot']['bundle']}/data/02_盖章扫描件"
        return {
            "scans": f"{scans}/全册扫描件.pdf",
            "stage": "printed",
            "pages": record.current.pages,
            "ticks": [each.spot for each in record.ticks],
            "record": json.loads(draft.record),
        }


def make_packed(work: Path) -> dict[str, object]:
    """Scanned (a page poorly, one assigned, one left out) and packed, the scans kept inside."""
    with closing(lock("brain-computer-interface", HERE / "packed.jbgs")) as draft:
        value, record = draft.load().application, read_record(draft)
        prepared = prepare(draft, value, CALL, version=version_of(value, opener(draft)))
        folder = scan(prepared.book.pdf, work / "packed", "black")
        spoil(folder)
        expected = expected_book(record, record.current, prepared.version.application)
        found = keep_files(draft, read_scans([folder]))
        blank = next(each for each in found if each.file.endswith("空白.png"))
        unread = next(each for each in found if each.code is None and each is not blank)
        found = leave_out(assign(found, unread.key, 2), blank.key)
        record = record.thorough(entries_of(found, expected))
        for spot in spots(draft)[:1]:
            record = record.with_tick(f"scan/{spot}", WHEN + timedelta(days=1))
        packed = Packed(
            code=record.current.code,
            when=WHEN + timedelta(days=1),
            name="某包",
            place="U盘（E:）",
            files=12,
            size=345678,
        )
        record = record.with_packed(packed).with_online("unit.name", "0" * 64)
        keep_record(draft, record)
        return {
            "stage": "packed",
            "record": json.loads(draft.record),
            "states": [page.state.name for page in sort_pages(found, expected).pages],
        }


def make_in_progress() -> dict[str, object]:
    """Finalised once, sent back, edited since: with faults, named versions, evidence dropped."""
    target = HERE / "in-progress.jbgs"
    with closing(lock("metaverse", target)) as draft:
        reopen(draft, "领导审阅后要改联系人电话", WHEN + timedelta(hours=1))
        value = draft.load().application
        value = value.set("unit.code", "91110108MA01").set("unit.contact.mobile", "138 0000")
        value = value.set("unit.revenue", "约1.2亿").set("taskbooks.5.goals", "")
        draft.save(value)
        draft.name_point("导出前")
        file = draft.attach("补充 说明.pdf", io.BytesIO(evidence("补充说明", ".pdf")))
        item = {"category": 5, "title": "补充说明", "file": file}
        draft.save(value.set("evidence", (*value.evidence, item)))
    with closing(open_draft(target, lambda: [SECRET])) as draft:
        value = draft.load().application
        return {
            "points": [[point.number, point.name] for point in draft.points],
            "codes": [
                version_of(draft.read(point.number).application, opener(draft)).code
                for point in draft.points
            ],
            "check": findings(value, draft),
            "sums": [sum_of(draft.read(point.number).application) for point in draft.points],
            "record": json.loads(draft.record),
        }


def make_register(facts: dict, work: Path) -> dict[str, object]:  # type: ignore
    """The office's register: all that can become of a bundle, in the order of State."""
    bundles = {track: HERE / track / facts[track]["bundle"] for track in WAYS}
    spoilt = work / "坏的"
    shutil.copytree(bundles["general-ai"], spoilt)
    (spoilt / "data/01_电子版/申报材料.docx").write_bytes(b"x")
    older, faulty = older_bundle(work), faulty_bundle(work)
    folder = work / "office"
    with closing(Register.open(HOLDERS, folder, cost=SMALL)) as register:
        register.keep_settings(Settings(recommender="示例区工信局", quota="某某"))
        for place in (spoilt, older, *bundles.values(), bundles["metaverse"], faulty):
            list(receive_all(register, [place]))
        treat(register)
        taken = [each for each in register.entries if not each.reason]
        expected = {
            "rows": [row(register, each) for each in register.entries],
            "sums": {str(e.number): sum_of(register.application(e.number)) for e in taken},
        }
    shutil.copy(folder / "register.jbgs", HERE / "register.jbgs")
    return expected


def treat(register: Register) -> None:
    """What the office does with what it has received."""
    of = {each.track: each for each in reversed(register.entries) if not each.reason}
    entry = of["humanoid-robot"]
    register.keep([entry.model_copy(update={"ticks": ("cover-seal",)})])
    register.keep([return_entry(of["brain-computer-interface"], ["缺签字"], "11月3日", WHEN)])
    register.keep([forward_entry(of["general-ai"], "示例区_揭榜推荐材料", WHEN)])
    proposal = entry.proposals[0].model_copy(update={"reason": "技术领先", "product": "某产品"})
    register.keep([with_proposal(register.entry(entry.number), proposal)])
    register.keep(in_order(ranked(register.recommendable(CALL.id, "humanoid-robot"))))


def row(register: Register, entry: Entry) -> dict[str, object]:
    """``entry`` without its moment, its place and its sentences, which other programs word."""
    told = entry.model_dump_json(exclude={"when", "source", "problems", "reason"})
    return {
        **json.loads(told),
        "state": register.state(entry).name,
        "refused": bool(entry.reason),
        "problems": sorted({problem.code for problem in entry.problems}),
    }


def sum_of(value: Application) -> str:
    return sha256(value.to_json().encode()).hexdigest()


def older_bundle(work: Path) -> Path:
    """An older version of the 元宇宙 application, which the frozen bundle replaces."""
    value = an_application("metaverse").set("unit.contact.mobile", "13700000001")
    draft = write_plain(work / "older", value)
    return bundle(draft, value, work / "older-bundle", "black", work / "older-scans")


def faulty_bundle(work: Path) -> Path:
    """What an office may get from a program that lets errors through."""
    value = an_application("humanoid-robot").set("unit.name", "另一家示例有限公司")
    value = value.set("unit.code", "91110108MA01")
    draft = write_plain(work / "faulty", value)
    return bundle(draft, value, work / "faulty-bundle", "black", work / "faulty-scans")


def make_call() -> dict[str, str]:
    """A version of the built-in call that is newer than the built-in one."""
    with tempfile.TemporaryDirectory() as waiting:
        folder = Path(waiting) / CALL.id
        shutil.copytree(resources() / "calls" / CALL.id, folder)
        file = folder / "call.json"
        data = json.loads(file.read_text("utf-8"))
        data["version"] = "2023.9"
        file.write_text(json.dumps(data, ensure_ascii=False, indent=2), "utf-8")
        origin = Origin(issued_by="示例部门", issued="2023-10-30", source="工信厅科函〔2023〕235号")
        write_call_file(folder, origin, HERE / "call.jbgscall")
    return {"id": CALL.id, "version": "2023.9", "title": CALL.title, **origin.model_dump()}


def make_remembered() -> dict[str, object]:
    """What the program remembers of a user beside the drafts: the units that were entered."""
    data = UserData(SECRET)
    for track in WAYS:
        data.keep_unit(an_application(track).unit)
    shutil.copy(Path(os.environ["JBGS_HOME"]) / "remembered", HERE / "remembered")
    return {"units": [json.loads(unit.model_dump_json()) for unit in data.units()]}


def main() -> None:
    if (HERE / "expected.json").exists():
        raise SystemExit("what is frozen is never made anew")
    work = Path(tempfile.mkdtemp())
    tracks = make_tracks(work)
    expected = {
        "passphrase": PASSPHRASE,
        "recovery_code": code_of(SECRET),
        "checked_at": WHEN.isoformat(),
        "tracks": tracks,
        "finalised": make_finalised(tracks),
        "packed": make_packed(work),
        "in_progress": make_in_progress(),
        "register": make_register(tracks, work),
        "call": make_call(),
        "remembered": make_remembered(),
    }
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (HERE / "expected.json").write_text(text + "\n", "utf-8")
    shutil.rmtree(work)


if __name__ == "__main__":
    main()

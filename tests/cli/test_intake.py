"""``jbgs intake`` as a script calls it (docs/developer/interface.md)."""

import shutil
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from jbgs_desktop.bundle.layout import PDF
from tests.bundle.small_bundles import CALL, an_application, write_bundle
from tests.cli.test_commands import as_json, error_output, jbgs


def test_good_and_bad_bundles(tmp_path: Path) -> None:
    pile, out = tmp_path / "pile", tmp_path / "out"
    track = CALL.tracks[1].id
    for number in (1, 2, 3):
        write_bundle(pile / f"好{number}", an_application(number, track, (2,)))
    (write_bundle(pile / "坏", an_application(4, track)) / PDF).write_bytes(b"changed")
    alone = write_bundle(tmp_path / "另", an_application(5, CALL.tracks[0].id))
    result = jbgs("intake", pile, alone, "--out", out, "--json")
    answer = as_json(result)
    assert result.returncode == 1
    assert set(answer) == {"accepted", "rejected", "notices"}
    assert {(each["path"], each["unit"], each["track"]) for each in answer["accepted"]} == {
        *((str(pile / f"好{n}"), an_application(n).unit.name, track) for n in (1, 2, 3)),
        (str(alone), an_application(5).unit.name, CALL.tracks[0].id),
    }
    assert all(len(each["version_code"]) == 10 for each in answer["accepted"])
    (rejected,) = answer["rejected"]
    assert rejected["path"] == str(pile / "坏")
    assert "申报材料.pdf" in rejected["reason"]
    assert sorted(file.suffix for file in out.iterdir()) == [
        *(".docx",) * 2,
        *(".pdf",) * 2,
        *(".xlsx",) * 2,
    ]


def test_nothing_but_good_bundles(tmp_path: Path) -> None:
    write_bundle(tmp_path / "包", an_application())
    result = jbgs(
        "intake", tmp_path / "包", "--out", tmp_path / "out", "--recommender", "某区工信局"
    )
    assert result.returncode == 0
    assert result.stdout.decode().startswith("接收了 1 份，不能接收 0 份。")
    assert "还没有推荐理由" in error_output(result)


def test_a_bundle_that_came_twice_has_one_row(tmp_path: Path) -> None:
    for name in ("一", "二"):
        write_bundle(tmp_path / "pile" / name, an_application(directions=(2,)))
    once, twice = tmp_path / "once", tmp_path / "twice"
    assert jbgs("intake", tmp_path / "pile" / "一", "--out", once).returncode == 0
    result = jbgs("intake", tmp_path / "pile", "--out", twice, "--json")
    assert len(as_json(result)["accepted"]) == 2
    (first,), (second,) = once.glob("*.docx"), twice.glob("*.docx")
    assert first.read_bytes() == second.read_bytes()


def test_a_text_too_long_for_the_table_costs_only_its_own_bundle(tmp_path: Path) -> None:
    long = an_application(1).set("unit.name", "长" * 40_000)
    write_bundle(tmp_path / "pile" / "长", long)
    write_bundle(tmp_path / "pile" / "好", an_application(2))
    result = jbgs("intake", tmp_path / "pile", "--out", tmp_path / "out", "--json")
    answer = as_json(result)
    assert result.returncode == 1
    assert [each["path"] for each in answer["accepted"]] == [str(tmp_path / "pile" / "好")]
    assert answer["rejected"][0]["path"] == str(tmp_path / "pile" / "长")


def test_the_same_bundles_give_the_same_answer_and_table(tmp_path: Path) -> None:
    for number in range(8):
        write_bundle(tmp_path / "pile" / str(number), an_application(number, directions=(2,)))
    answers, tables = [], []
    for out in (tmp_path / "one", tmp_path / "two"):
        result = jbgs("intake", tmp_path / "pile", "--out", out, "--json")
        answers.append(result.stdout)
        tables.append([file.read_bytes() for file in sorted(out.iterdir())])
    assert answers[0] == answers[1]
    assert tables[0] == tables[1]


def test_a_place_that_is_not_there_is_rejected(tmp_path: Path) -> None:
    result = jbgs("intake", tmp_path / "nowhere", "--out", tmp_path / "out", "--json")
    assert result.returncode == 1
    assert as_json(result)["rejected"][0]["path"] == str(tmp_path / "nowhere")


def test_what_holds_no_bundle_is_named_and_what_lies_loose_is_told(tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    source = write_bundle(tmp_path / "包", an_application(1))
    write_bundle(pile / "区" / "县" / "包", an_application(2))
    (pile / "照片" / "一").mkdir(parents=True)
    (pile / "名单.txt").write_bytes(b"x")
    (pile / "desktop.ini").write_bytes(b"x")
    (pile / "System Volume Information").mkdir()
    zipped = Path(shutil.make_archive(str(pile / "压缩"), "zip", source))
    result = jbgs("intake", pile, "--out", tmp_path / "out", "--json")
    answer = as_json(result)
    assert result.returncode == 1
    assert [e["path"] for e in answer["accepted"]] == [str(pile / "区/县/包"), str(zipped)]
    assert [each["path"] for each in answer["rejected"]] == [str(pile / "照片")]
    # Scans and documents of these are none that the program makes.
    paths = dict.fromkeys(each["path"] for each in answer["notices"])
    assert sorted(paths) == sorted([str(pile / "名单.txt"), str(pile / "区/县/包"), str(zipped)])
    assert all(each["text"].endswith("。") for each in answer["notices"])
    result = jbgs("intake", pile / "区", "--out", tmp_path / "out", "--json")
    assert (result.returncode, as_json(result)["rejected"]) == (0, [])


def test_each_unit_has_one_row_for_each_direction(tmp_path: Path) -> None:
    track = CALL.tracks[1].id
    old, new = (an_application(1, track, (2,)).set("product_overview", t) for t in ("一", "二"))
    days = {"旧": date(2023, 11, 1), "新": date(2023, 11, 2), "又旧": date(2023, 11, 1)}
    for name, value in (("旧", old), ("新", new), ("又旧", old)):
        write_bundle(tmp_path / "pile" / name, value, info={"made": days[name]})
    result = jbgs("intake", tmp_path / "pile", "--out", tmp_path / "out", "--json")
    assert len(as_json(result)["accepted"]) == 3
    (file,) = (tmp_path / "out").glob("*.xlsx")
    units = [row[1] for row in load_workbook(file).worksheets[0].iter_rows(values_only=True)]
    assert units.count(new.unit.name) == 1

"""Made v1.jbgs and v1.json. Kept to show how; a frozen sample is never made anew."""

import io
import json
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from jbgs_desktop.drafts.keys.key_holders import SMALL, Passphrase
from jbgs_desktop.drafts.keys.recovery_code import code_of
from jbgs_desktop.drafts.new_draft import write_draft
from jbgs_desktop.drafts.store import open_draft
from tests.drafts.cheap_drafts import SECRET, application

PASSPHRASE = "示例 口令 Ab1"
FILES = {"审计报告.pdf": b"%PDF-1.4 sample\n" * 20, "空.txt": b""}


def main() -> None:
    target = Path(__file__).with_name("v1.jbgs")
    if target.exists():
        raise SystemExit("a frozen sample is never made anew")
    write_draft(target, application(1), [SECRET, Passphrase(PASSPHRASE)], cost=SMALL)
    with closing(open_draft(target, lambda: [SECRET])) as draft:
        draft.save(application(2))
        draft.name_point("导出前")
        value = application(3)
        for number, (name, data) in enumerate(FILES.items()):
            file = draft.attach(name, io.BytesIO(data))
            item = {"category": number + 1, "title": name, "file": file}
            value = value.set("evidence", (*value.evidence, item))
        draft.save(value)
    facts = {
        "recovery_code": code_of(SECRET),
        "passphrase": PASSPHRASE,
        "points": [[1, ""], [2, "导出前"], [3, ""]],
        "applications": [json.loads(v.to_json()) for v in (application(1), application(2), value)],
        "evidence": {f"evidence/{name}": sha256(data).hexdigest() for name, data in FILES.items()},
    }
    target.with_suffix(".json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()

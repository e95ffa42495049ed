"""LibreOffice and poppler, for tests that look at a document the way its reader does."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

FONTS = Path(__file__).parent.parent / "resources" / "fonts"

# The system's own configuration, plus the fonts the product ships, so that Chinese has glyphs
# on a machine without a Chinese font too.
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def require(*programs: str) -> None:
    """Skips the test when a program is missing; where CI is set, fails it instead."""
    missing = [program for program in programs if shutil.which(program) is None]
    if not missing:
        return
    reason = f"not installed: {', '.join(missing)} (`make test` installs them when run as root)"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


class Office:
    """One LibreOffice profile of its own, below `home`; not shared between processes."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._environment = {**os.environ, "FONTCONFIG_FILE": str(home / "fonts.conf")}
        text = FONTS_CONF.format(fonts=FONTS, cache=home / "fontcache")
        (home / "fonts.conf").write_text(text, encoding="utf-8")

    def convert(self, documents: Sequence[Path], kind: str) -> list[Path]:
        """`documents` opened and saved as `kind` (docx, odt), all at once; new files."""
        folder = self._home / f"{kind}-{len(list(self._home.glob(f'{kind}-*')))}"
        folder.mkdir()
        self._run("--convert-to", kind, "--outdir", str(folder), *map(str, documents))
        made = [folder / f"{each.stem}.{kind}" for each in documents]
        assert all(each.is_file() for each in made), f"LibreOffice has not saved all as {kind}"
        return made

    def _run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={(self._home / 'profile').as_uri()}",
                "--headless",
                *arguments,
            ],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    def convert_to_pdf(self, document: Path) -> Path:
        """Lays `document` (docx, xlsx, …) out as LibreOffice does; the PDF is a new file.

        :raises AssertionError: LibreOffice could not read the document.
        """
        folder = self._home / f"pdf-{len(list(self._home.glob('pdf-*')))}"
        folder.mkdir()
        result = self._run("--convert-to", "pdf", "--outdir", str(folder), str(document))
        pdf = folder / f"{document.stem}.pdf"
        assert pdf.is_file(), f"no PDF of {document.name}: {result.stdout}{result.stderr}"
        return pdf

    def pdf_text(self, pdf: Path) -> str:
        """The PDF's text in reading order, a form feed after each page."""
        command = ["pdftotext", "-enc", "UTF-8", str(pdf), "-"]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout

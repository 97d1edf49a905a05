"""docs/issuer-verification.md says what the program does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.issuer_answer import RELEASABLE, IssuerTrouble
from kiosk.services.exchange import MAX_ANSWER_BYTES
from kiosk.services.issuer.form import Source
from kiosk.services.issuer.profile import load_profile, shipped_names
from kiosk.services.issuer.release import TELLS, listed

PAGE = (Path(__file__).parents[3] / "docs" / "issuer-verification.md").read_text("utf-8")


def cells(head: str) -> list[list[str]]:
    """The rows of the table that begins so."""
    part = PAGE.partition(f"{head}\n")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in part.splitlines()[1:]]


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_what_each_file_tells() -> None:
    told = {name: row[1] for row in cells("| file | tells |") for name in codes(row[0])}
    assert set(told) == {"EF.SOD", *(file.value for file in RELEASABLE)}
    for file, text in TELLS.items():
        name = "EF.SOD" if file is ElementaryFile.SOD else file.value
        assert told[name].startswith(text.en)


def test_every_trouble() -> None:
    assert [codes(row[0])[0] for row in cells("| `issuer-service-…` | what happened |")] == [*IssuerTrouble]


def test_every_source() -> None:
    named = [code for row in cells("| source | what it is |") for code in codes(row[0])]
    assert sorted(named) == sorted(Source)


def test_every_form_with_what_it_needs() -> None:
    rows = {codes(row[0])[0]: row[1] for row in cells("| `--form` | what is written |") if codes(row[0])}
    assert {"json", "files", *shipped_names()} <= set(rows)
    for name in shipped_names():
        needed = listed(load_profile(name).form.required())
        assert (f"needs `{needed}`" in rows[name]) is bool(needed)


def test_the_example_is_a_profile(tmp_path: Path) -> None:
    (example,) = [block for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL) if "[fields]" in block]
    (tmp_path / "example.toml").write_text(example, "utf-8")
    profile = load_profile(str(tmp_path / "example.toml"))
    assert profile.asking is not None
    assert set(tomllib.loads(example)) == {"encoding", "fields", "if_released", "ask", "answer"}


def test_the_limits() -> None:
    assert f"{MAX_ANSWER_BYTES // 1024} KiB" in PAGE

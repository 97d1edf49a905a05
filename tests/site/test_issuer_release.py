"""A site's table [issuer_check] -> the files that an outside service may be given; without it, none and nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.faults import Fault, FaultCode
from kiosk.site.profile import load_site

EXAM = Path(__file__).parents[2] / "config" / "sites" / "exam.toml"


def released(folder: Path, table: str) -> frozenset[ElementaryFile] | None:
    path = folder / "site.toml"
    path.write_text(f"{EXAM.read_text('utf-8')}\n{table}\n", "utf-8")
    return load_site(path).profile.issuer_release


@pytest.mark.parametrize(
    ("table", "files"),
    [
        ("", None),
        ("[issuer_check]\nrelease = []", frozenset()),
        (
            '[issuer_check]\nrelease = ["DG1", "DG14", "DG1"]',
            frozenset({ElementaryFile.DG1, ElementaryFile.DG14}),
        ),
    ],
    ids=["nobody is asked", "security object and signer only", "two files"],
)
def test_what_a_site_releases(tmp_path: Path, table: str, files: frozenset[ElementaryFile] | None) -> None:
    assert released(tmp_path, table) == files


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("[issuer_check]", "issuer_check.release: a list of COM, DG1, DG2, DG13, DG14, DG15"),
        ('[issuer_check]\nrelease = "DG1"', "issuer_check.release: a list of"),
        ('[issuer_check]\nrelease = ["DG3"]', "issuer_check.release: a list of"),
        ('[issuer_check]\nrelease = ["dg1"]', "issuer_check.release: a list of"),
        ('[issuer_check]\nrelease = ["SOD"]', "issuer_check.release: a list of"),
        ("[issuer_check]\nrelease = [1]", "issuer_check.release: a list of"),
        ("[issuer_check]\nrelease = [[]]", "issuer_check.release: a list of"),
        ('[issuer_check]\nrelease = []\nurl = "https://a.invalid"', "issuer_check.url: unknown key"),
    ],
)
def test_errors_name_the_key(tmp_path: Path, table: str, said: str) -> None:
    with pytest.raises(Fault) as raised:
        released(tmp_path, table)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED
    assert raised.value.technical.partition("line ")[2].partition(": ")[2].startswith(said)


def test_the_site_of_the_repository_asks_nobody() -> None:
    assert load_site(EXAM).profile.issuer_release is None

"""A code without a chip, and the picture of registration: compared by the real face engine, at best with attention."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from kiosk.app.lists.site_list import list_folder
from kiosk.check import events as ev
from kiosk.check.screens import operator_screen
from kiosk.check.states import Idle, ShowingResult
from kiosk.domain.verdict import Reason, Verdict
from kiosk.site.profile import load_site
from kiosk.site.store.followed import follow_file
from kiosk.site.store.installed import open_current
from kiosk.site.store.photos import import_photos
from tests.fakes.findings import AN_BY_QR, AN_CAN
from tests.scenario.house import FACES, House, exam_site

ATTENTION = Verdict.ADMIT_WITH_ATTENTION
HOLDER, STRANGER = "obama_2012_chip_240x320.jpg", "biden_2010_chip_240x320.jpg"


def house_with_photo(folder: Path, picture: bytes | None, suffix: str = "jpg") -> House:
    """A kiosk whose site may admit by the list's picture, with this picture of A on its list."""
    house = House(folder)
    profile = exam_site(folder)
    text = profile.read_text("utf-8")
    assert 'qr_only = "REFER"' in text
    profile.write_text(text.replace('qr_only = "REFER"', 'qr_only = "ADMIT_WITH_ATTENTION"'), "utf-8")
    if picture is not None:
        columns, lists = load_site(profile).columns, list_folder(house.settings)
        assert house.settings.roster is not None
        follow_file(lists, house.settings.roster, columns)
        pictures = folder / "pictures"
        pictures.mkdir()
        (pictures / f"{AN_BY_QR.number}.{suffix}").write_bytes(picture)
        assert import_photos(lists, pictures, open_current(lists, columns)).kept == 1
    return house


def as_png(name: str) -> bytes:
    made = io.BytesIO()
    Image.open(FACES / name).save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize(
    ("picture", "suffix", "verdict", "reason"),
    [
        pytest.param(
            (FACES / HOLDER).read_bytes(),
            "jpg",
            Verdict.ADMIT_WITH_ATTENTION,
            Reason.FACE_BY_LIST_PHOTO,
            id="the holder",
        ),
        pytest.param(as_png(HOLDER), "png", ATTENTION, Reason.FACE_BY_LIST_PHOTO, id="as PNG"),
        pytest.param(
            (FACES / STRANGER).read_bytes(), "jpg", Verdict.REFER, Reason.FACE_DIFFERS_FROM_LIST, id="somebody else"
        ),
        pytest.param(b"\xff\xd8\xff no picture", "jpg", Verdict.REFER, Reason.FACE_NOT_COMPARED, id="a broken picture"),
        pytest.param(None, "jpg", Verdict.REFER, Reason.FACE_NOT_COMPARED, id="no picture"),
    ],
)
def test_a_code_without_a_chip(
    tmp_path: Path, picture: bytes | None, suffix: str, verdict: Verdict, reason: Reason
) -> None:
    house = house_with_photo(tmp_path, picture, suffix)
    shutil.copy(FACES / "obama_2012_frame.jpg", house.camera)
    with house.open() as opened:
        opened.until(Idle)
        opened.assembly.runner.post(ev.CardCodeRead(AN_BY_QR, (AN_CAN,)))
        opened.assembly.runner.post(ev.ChipGivenUp())
        decision = opened.decision()
        kiosk = opened.until(ShowingResult)
    assert (decision.verdict, reason in decision.reasons) == (verdict, True)
    assert Reason.QR_PROVES_NOTHING in decision.reasons
    staff = operator_screen(kiosk, 0.0)
    assert staff.chip_photo is None
    assert (staff.list_photo is not None) is (picture is not None)

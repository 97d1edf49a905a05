"""What is found in each part -> its health."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.devices import probes
from kiosk.devices.probe import NOTHING_TO_DO, Health, Look
from kiosk.devices.probes import ListFacts
from kiosk.domain.delivery import OutputHealth, Reachability
from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.text import Text

OK, WARN, FAIL = Health
NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def frame(shade: int) -> Frame:
    return Frame(64, 48, bytes([shade]) * (64 * 48 * 3))


def broken(fault: FaultCode, technical: str) -> None:
    raise Fault(fault, technical)


def days(count: float) -> datetime:
    return NOW + timedelta(days=count)


def no_scanner() -> str:
    raise Fault(FaultCode.SCANNER_MISSING, "COM9: gone")


@pytest.mark.parametrize(
    ("look", "status", "detail"),
    [
        pytest.param(
            lambda: probes.readers(lambda: ["ACS ACR122U 00 00", "HID 5022"]), OK, "ACS ACR122U", id="readers"
        ),
        pytest.param(lambda: probes.readers(list), FAIL, "No card reader", id="no reader"),
        pytest.param(lambda: probes.camera(lambda: frame(120)), OK, "64×48", id="camera"),
        pytest.param(
            lambda: probes.camera(lambda: frame(120), quarters=lambda _: 2),
            WARN,
            "64×48, faces stand turned by 180°",
            id="camera on its head",
        ),
        pytest.param(
            lambda: probes.camera(lambda: frame(120), quarters=lambda _: 3),
            WARN,
            "64×48, faces stand turned by 90°",
            id="camera on its side",
        ),
        pytest.param(lambda: probes.camera(lambda: frame(3)), WARN, "64×48, black", id="camera is covered"),
        pytest.param(lambda: probes.camera(lambda: Frame(0, 0, b"")), WARN, "0×0, black", id="empty picture"),
        pytest.param(lambda: probes.face_models(lambda: "sface"), OK, "sface", id="face models"),
        pytest.param(lambda: probes.code_engine(lambda: ("cascade", None)), OK, "cascade", id="codes"),
        pytest.param(
            lambda: probes.code_engine(lambda: ("cascade", Fault(FaultCode.CODE_DETECTOR_BROKEN, "a.caffemodel"))),
            WARN,
            "cascade: The QR detector is broken; small or blurred codes are harder to read: a.caffemodel",
            id="codes without their detector",
        ),
        pytest.param(lambda: probes.mrz_reader(lambda: None), OK, "locator and recogniser", id="mrz"),
        pytest.param(
            lambda: probes.mrz_reader(lambda: broken(FaultCode.MRZ_READER_BROKEN, "locator.onnx: SHA-256")),
            WARN,
            "The reader of machine-readable zones cannot run: locator.onnx: SHA-256",
            id="mrz without its networks",
        ),
        pytest.param(lambda: probes.scanner(lambda: "/dev/ttyACM0"), OK, "/dev/ttyACM0", id="scanner"),
        pytest.param(
            lambda: probes.scanner(no_scanner), WARN, "No code scanner is connected: COM9: gone", id="no scanner"
        ),
        pytest.param(lambda: probes.disk(Path("/"), lambda _: 10**12), OK, "1000000 MB free", id="disk"),
        pytest.param(lambda: probes.disk(Path("/"), lambda _: 499_000_000), WARN, "499 MB free", id="little disk"),
        pytest.param(lambda: probes.disk(Path("/"), lambda _: 49_000_000), FAIL, "49 MB free", id="no disk"),
        pytest.param(lambda: probes.wall_clock(NOW), OK, "2026-11-22T07:00:00+00:00", id="clock"),
        pytest.param(
            lambda: probes.wall_clock(datetime(1970, 1, 1, tzinfo=UTC)), FAIL, "1970", id="clock lost its battery"
        ),
        pytest.param(lambda: probes.wall_clock(datetime(2070, 1, 1, tzinfo=UTC)), FAIL, "2070", id="clock far ahead"),
        pytest.param(lambda: probes.journal(lambda: None), OK, "", id="journal"),
        pytest.param(lambda: probes.staff(lambda: ["binh", "lan"]), OK, "2 accounts", id="staff"),
        pytest.param(lambda: probes.staff(list), WARN, "no accounts", id="no staff yet"),
        pytest.param(lambda: probes.journal(lambda: 7), FAIL, "entry 7", id="journal tampered with"),
        pytest.param(lambda: probes.site_list(lambda: ListFacts(12, 0, days(-3)), NOW), OK, "12 people", id="list"),
        pytest.param(
            lambda: probes.site_list(lambda: ListFacts(12, 2, days(-3)), NOW), WARN, "2 rows", id="rows with problems"
        ),
        pytest.param(
            lambda: probes.site_list(lambda: ListFacts(12, 0, days(-31)), NOW), WARN, "31 days", id="old list"
        ),
        pytest.param(
            lambda: probes.site_list(lambda: ListFacts(12, 0, days(2)), NOW), WARN, "-2 days", id="list of tomorrow"
        ),
        pytest.param(lambda: probes.trust(lambda: [days(900)], NOW), OK, "of 1 countries, 0 expired", id="anchor"),
        pytest.param(lambda: probes.trust(list, NOW), WARN, "no trust anchors", id="no anchor"),
        pytest.param(
            lambda: probes.trust(lambda: [days(900), days(-1)], NOW), WARN, "of 2 countries, 1 expired", id="expired"
        ),
        pytest.param(lambda: probes.liveness(lambda: ("active: all", None)), OK, "active: all", id="liveness"),
        pytest.param(
            lambda: probes.liveness(lambda: ("passive: no pack", Text("Cài", "Install"))),
            WARN,
            "pack",
            id="no liveness",
        ),
        pytest.param(lambda: probes.issuer_check(lambda: "off: no service is set"), OK, "off", id="issuer's service"),
        pytest.param(lambda: probes.trust(lambda: [days(59)], NOW), WARN, "1 end within", id="ends soon"),
        pytest.param(
            lambda: probes.touch_keyboard(lambda: ("auto; keyboard: one", True)), OK, "auto", id="staff can type"
        ),
        pytest.param(
            lambda: probes.touch_keyboard(lambda: ("never; keyboard: none", False)), WARN, "never", id="they cannot"
        ),
        pytest.param(lambda: probes.sound(lambda: "paplay", 0.7), OK, "paplay", id="sound"),
        pytest.param(lambda: probes.sound(str, 0.7), WARN, "no player", id="no player"),
        pytest.param(lambda: probes.sound(str, 0.0), OK, "silent", id="silence is meant"),
        pytest.param(lambda: probes.outputs(()), OK, "nothing leaves", id="no outputs"),
        pytest.param(lambda: probes.outputs([OutputHealth("webhook", waiting=3)]), OK, "3 waiting", id="on their way"),
        pytest.param(lambda: probes.outputs([OutputHealth("webhook", parked=1)]), WARN, "1 parked", id="parked"),
        pytest.param(
            lambda: probes.outputs([OutputHealth("webhook", Reachability.OFFLINE, waiting=7, trouble="unreachable")]),
            WARN,
            "7 waiting",
            id="nobody answers",
        ),
    ],
)
def test_health(look: Look, status: Health, detail: str) -> None:
    probe = look()
    assert probe.status is status
    assert detail in probe.detail
    assert (probe.remedy == NOTHING_TO_DO) is (status is OK)


def test_the_disk_of_a_folder_that_is_not_made_yet(tmp_path: Path) -> None:
    asked: list[Path] = []

    def free(path: Path) -> int:
        asked.append(path)
        return 10**12

    probes.disk(tmp_path / "var" / "kiosk", free)
    assert asked == [tmp_path]


def test_the_disk_of_this_machine() -> None:
    assert " MB free" in probes.disk(Path("not") / "made").detail

"""The report always comes out, whatever a single look does."""

from __future__ import annotations

from typing import NoReturn

import pytest

from kiosk.devices.probe import Health, Probe, examine, worst
from kiosk.domain.faults import FAULTS, Fault, FaultCode


def raising(error: Exception) -> NoReturn:
    raise error


def test_each_look_is_on_its_own() -> None:
    good = Probe("disk", Health.OK, "9 MB free")
    report = examine(
        {
            "readers": lambda: raising(Fault(FaultCode.CARD_SERVICE_DOWN, "0x8010001D")),
            "camera": lambda: raising(RuntimeError("Nguyễn Văn An")),
            "disk": lambda: good,
        }
    )
    assert [probe.name for probe in report] == ["readers", "camera", "disk"]
    service, camera, disk = report
    assert (service.status, service.detail) == (Health.FAIL, "The card service is not running: 0x8010001D")
    assert service.remedy == FAULTS[FaultCode.CARD_SERVICE_DOWN].remedy
    assert (camera.status, camera.detail) == (Health.FAIL, "The program met an error: RuntimeError")
    assert disk is good


def test_only_accidents_are_findings() -> None:
    def interrupted() -> NoReturn:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        examine({"disk": interrupted})


@pytest.mark.parametrize(
    ("statuses", "gravest"),
    [
        ([], Health.OK),
        ([Health.OK, Health.OK], Health.OK),
        ([Health.OK, Health.WARN], Health.WARN),
        ([Health.FAIL, Health.WARN, Health.OK], Health.FAIL),
    ],
)
def test_the_worst_of_a_report(statuses: list[Health], gravest: Health) -> None:
    assert worst(Probe("x", status) for status in statuses) is gravest

"""A kiosk's parts, well or not, and a health desk that tells them."""

from __future__ import annotations

from dataclasses import replace

from kiosk.devices.probes import ANCHOR_ENDS, CHECK_LIST
from kiosk.domain.desks.health import STRIP, Health, PartHealth
from kiosk.domain.faults import FAULTS, FaultCode
from kiosk.domain.text import Text
from tests.fakes.staff import START

_BRIEFS = {
    "list": Text("bản 3, 2 ngày", "no. 3, 2 d"),
    "trust": Text("đến 12/2031", "to 12/2031"),
    "disk": Text("118 GB", "118 GB"),
    "clock": Text("07:12", "07:12"),
    "outputs": Text("0 chờ gửi", "0 waiting"),
}
_DETAILS = {"readers": "ACS ACR1252 Reader 00 00", "camera": "1280×720", "journal": "", "sound": "paplay"}
NAMES = (*STRIP, "face-models", "liveness", "codes", "mrz", "journal", "staff", "issuer-check", "sound")


def part(name: str, status: Health = Health.OK, detail: str = "", remedy: Text | None = None) -> PartHealth:
    said = detail or _DETAILS.get(name, "")
    return PartHealth(name, status, START, START, said, remedy or Text("", ""), _BRIEFS.get(name, Text("", "")))


WELL = tuple(part(name) for name in NAMES)
TO_LOOK_AT = tuple(
    part(name, Health.WARN, "1 people, 3 rows with problems, 41 days old", CHECK_LIST)
    if name == "list"
    else part(name, Health.WARN, "trust anchors of 1 countries, 0 expired, 1 end within 60 days", ANCHOR_ENDS)
    if name == "trust"
    else part(name)
    for name in NAMES
)
BROKEN = tuple(
    part(
        name,
        Health.FAIL,
        FAULTS[FaultCode.READER_LOST].sentence.en,
        FAULTS[FaultCode.READER_LOST].remedy,
    )
    if name == "readers"
    else one
    for name, one in zip(NAMES, TO_LOOK_AT, strict=True)
)


class FakeHealthDesk:
    """Tells the parts that it was given; a tested part is as ``mended`` says, where it does."""

    def __init__(self, parts: tuple[PartHealth, ...] = WELL) -> None:
        self.found = {one.name: one for one in parts}
        self.mended: dict[str, PartHealth] = {}
        self.tested: list[str] = []

    def watch(self) -> tuple[PartHealth, ...]:
        return tuple(self.found[name] for name in STRIP)

    def parts(self) -> tuple[PartHealth, ...]:
        return tuple(self.found.values())

    def test(self, name: str) -> PartHealth:
        self.tested.append(name)
        self.found[name] = replace(self.mended.get(name, self.found[name]))
        return self.found[name]

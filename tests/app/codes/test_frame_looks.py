"""What one frame gives, whatever is in view; and that a zone about to be read comes first, but not for ever."""

from __future__ import annotations

import pytest

from kiosk.app.codes.frame_looks import CODES_EVERY, Choice, FrameLooks, chosen, is_ours
from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault
from kiosk.reader.scan.sighting import CodeKind, CodeSighting, FrameReading

AN = "001090012345|012345678|Nguyễn Văn An|15031990|Nam|Số 1, Quận 1, TP. Hồ Chí Minh|10052021"
NGOC = "079185006789||Trần Thị Bích Ngọc|20081985|Nữ|131 Hùng Vương, Quảng Ngãi|15082024||||"
LINK = "https://example.org"
PASS = "M1NGUYEN/VAN AN       EABC123 SGNHANVN 0123 123Y012A0001 100"
FRAME = Frame(1, 1, b"\0\0\0", captured_at=7.0)
ZONE = Choice(b"a zone")


def seen(content: str | bytes, *, weak: bool = False, kind: CodeKind = CodeKind.QR) -> CodeSighting:
    held = content if isinstance(content, bytes) else content.encode()
    return CodeSighting(held, kind, ((0, 0), (1, 0), (1, 1), (0, 1)), weak=weak)


class Engine:
    name = "fake"
    lacking: Fault | None = None

    def __init__(self) -> None:
        self.shown: list[CodeSighting] = []
        self.looks = 0
        self.forgotten = False

    def read(self, frame: Frame) -> FrameReading:
        self.looks += 1
        return FrameReading(tuple(self.shown))

    def forget(self) -> None:
        self.forgotten = True


class Zones:
    def __init__(self) -> None:
        self.urgent = False
        self.looks = 0
        self.codes: list[tuple[bytes, float]] = []
        self.forgotten = False

    def look(self, frame: Frame) -> Choice:
        self.looks += 1
        return ZONE

    def code_seen(self, content: bytes, at: float) -> None:
        self.codes.append((content, at))

    def forget(self) -> None:
        self.forgotten = True


class Bench:
    def __init__(self, *shown: CodeSighting) -> None:
        self.engine, self.zones = Engine(), Zones()
        self.engine.shown = list(shown)
        self.looks = FrameLooks(self.engine, self.zones)


@pytest.mark.parametrize(
    ("shown", "choice", "told"),
    [
        pytest.param([], ZONE, [], id="no code: the zone"),
        pytest.param([seen(AN)], Choice(AN.encode()), [(AN.encode(), 7.0)], id="a code, of which the zone is told"),
        pytest.param([seen(AN), seen(NGOC)], Choice(several=True), [], id="two cards: no zone may tip the scales"),
        pytest.param([seen(PASS, weak=True, kind=CodeKind.PDF417)], ZONE, [], id="a weak code, once"),
    ],
)
def test_a_code_comes_before_a_zone(shown: list[CodeSighting], choice: Choice, told: list[tuple[bytes, float]]) -> None:
    bench = Bench(*shown)
    assert bench.looks.look(FRAME) == choice
    assert bench.zones.codes == told


def test_without_a_reader_of_zones_there_are_codes_alone() -> None:
    looks = FrameLooks(Engine())
    assert looks.look(FRAME) == Choice()
    assert not looks.urgent
    looks.forget()


def test_a_zone_about_to_be_read_comes_first_but_codes_are_looked_for_meanwhile() -> None:
    bench = Bench()
    bench.zones.urgent = True
    assert bench.looks.urgent
    for _ in range(3 * CODES_EVERY):
        assert bench.looks.look(FRAME) == ZONE
    assert bench.engine.looks == 3
    bench.engine.shown = [seen(AN)]
    assert Choice(AN.encode()) in [bench.looks.look(FRAME) for _ in range(CODES_EVERY)]


def test_the_next_person_s_frames_begin_anew() -> None:
    bench = Bench(seen(PASS, weak=True, kind=CodeKind.PDF417))
    bench.looks.look(FRAME)
    bench.looks.forget()
    assert bench.engine.forgotten
    assert bench.zones.forgotten
    assert bench.looks.look(FRAME) == ZONE, "what another person showed confirms nothing"


@pytest.mark.parametrize(
    ("shown", "choice"),
    [
        ([], Choice()),
        ([seen(AN)], Choice(AN.encode())),
        ([seen(LINK), seen(AN)], Choice(AN.encode())),
        ([seen(LINK), seen(PASS)], Choice(PASS.encode())),
        ([seen(AN), seen(LINK), seen(NGOC)], Choice(several=True)),
        ([seen(b"\xff\xfe"), seen(AN)], Choice(AN.encode())),
        ([seen(b"\xff\xfe")], Choice(b"\xff\xfe")),
    ],
    ids=[
        "nothing",
        "a card",
        "a card behind a link",
        "a boarding pass behind a link",
        "two cards",
        "not UTF-8",
        "that alone",
    ],
)
def test_what_is_taken_of_several_codes(shown: list[CodeSighting], choice: Choice) -> None:
    assert chosen(tuple(shown)) == choice


@pytest.mark.parametrize(
    ("content", "ours"),
    [
        (AN.encode(), True),
        (AN.encode()[:40], True),
        (PASS.encode(), True),
        (LINK.encode(), False),
        (b"WIFI:S:desk;;", False),
        (b"\xff\xfe", False),
        (b"", False),
    ],
    ids=["a card", "a piece of one", "a boarding pass", "a link", "an access point", "not UTF-8", "nothing"],
)
def test_a_code_that_is_nobodys_here_does_not_end_the_search(content: bytes, ours: bool) -> None:
    assert is_ours(content) is ours


@pytest.mark.parametrize("urgent", [False, True], ids=["no zone in view", "a zone in view"])
@pytest.mark.parametrize(
    ("shown", "choice"),
    [([], Choice()), ([seen(PASS)], Choice(PASS.encode()))],
    ids=["no code", "a boarding pass"],
)
def test_where_zones_are_not_wanted_only_codes_are_looked_for(
    shown: list[CodeSighting], choice: Choice, urgent: bool
) -> None:
    bench = Bench(*shown)
    bench.zones.urgent = urgent
    assert bench.looks.look(FRAME, with_zones=False) == choice
    assert bench.zones.forgotten, "what was seen before is urgent no more"
    assert (bench.engine.looks, bench.zones.looks, bench.zones.codes) == (1, 0, [])

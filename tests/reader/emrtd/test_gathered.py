"""The memory of a reading that lost its card: whose it is, how long it lasts, and what is worth remembering."""

from __future__ import annotations

import pytest

from kiosk.domain.access_key import AccessKey, Can, MrzKey
from kiosk.domain.chip_reading import ElementaryFile as File
from kiosk.domain.faults import FaultCode
from kiosk.reader.emrtd.gathered import RESUMABLE, RESUME_SECONDS, Gathered, ResumeMemory, Unfinished
from kiosk.reader.emrtd.read_strategy import KindOfCard

CAN, OTHER_CAN = Can("012345"), Can("543210")
MRZ = MrzKey("090012345", "900315", "300315")


def gathered(key: AccessKey | None = CAN, *files: File) -> Gathered:
    return Gathered(key=key, files=dict.fromkeys(files or (File.SOD, File.DG1), b"x"))


@pytest.mark.parametrize(
    ("kept", "fault", "keys", "seconds", "resumed"),
    [
        pytest.param(gathered(), FaultCode.CARD_REMOVED, [CAN], 3.0, True, id="the same key, soon after"),
        pytest.param(gathered(), FaultCode.CARD_REMOVED, [MRZ, CAN], 3.0, True, id="the same key among others"),
        pytest.param(gathered(), FaultCode.CARD_REMOVED, [OTHER_CAN, MRZ], 3.0, False, id="other keys"),
        pytest.param(gathered(), FaultCode.CARD_REMOVED, [CAN], RESUME_SECONDS + 0.1, False, id="too late"),
        pytest.param(gathered(CAN, File.DG1), FaultCode.CARD_REMOVED, [CAN], 3.0, True, id="a chip without EF.SOD"),
        pytest.param(
            gathered(CAN, File.CARD_ACCESS), FaultCode.CARD_REMOVED, [CAN], 3.0, False, id="nothing that tells the card"
        ),
        pytest.param(gathered(None), FaultCode.CARD_REMOVED, [CAN], 3.0, False, id="never opened"),
        *(pytest.param(gathered(), fault, [CAN], 3.0, True, id=fault.value) for fault in sorted(RESUMABLE)),
        *(
            pytest.param(gathered(), fault, [CAN], 3.0, False, id=fault.value)
            for fault in (
                FaultCode.WRONG_ACCESS_KEY,
                FaultCode.CARD_ANSWER_WRONG,
                FaultCode.FILE_MALFORMED,
                FaultCode.OUT_OF_TIME,
            )
        ),
    ],
)
def test_what_goes_on(kept: Gathered, fault: FaultCode, keys: list[AccessKey], seconds: float, resumed: bool) -> None:
    memory = ResumeMemory()

    unfinished = Unfinished(kept, "a reader", KindOfCard.unknown())
    memory.keep(unfinished, fault, 100.0)

    assert memory.take(keys, 100.0 + seconds) is (unfinished if resumed else None)
    assert memory.take(keys, 100.0 + seconds) is None, "it is given out once"


def test_what_is_forgotten_is_gone() -> None:
    memory = ResumeMemory()
    memory.keep(Unfinished(gathered(), "a reader", KindOfCard.unknown()), FaultCode.CARD_REMOVED, 100.0)

    memory.forget()

    assert memory.take([CAN], 101.0) is None


def test_the_card_is_told_by_its_security_object() -> None:
    assert gathered().witness is File.SOD
    assert gathered(CAN, File.DG1).witness is File.DG1
    assert Gathered().witness is None


def test_what_was_gathered_does_not_tell_itself() -> None:
    told = repr(Unfinished(gathered(), "a reader", KindOfCard.unknown()))

    assert "012345" not in told
    assert "b'x'" not in told

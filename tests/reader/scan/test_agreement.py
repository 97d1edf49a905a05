"""A strong code is believed at once, a weak one when a second frame says the same."""

from __future__ import annotations

from kiosk.reader.scan.agreement import WITHIN_FRAMES, Agreement
from kiosk.reader.scan.sighting import CodeKind, CodeSighting, FrameReading


def code(content: bytes, *, weak: bool, kind: CodeKind = CodeKind.PDF417) -> CodeSighting:
    return CodeSighting(content, kind, ((0, 0), (1, 0), (1, 1), (0, 1)), weak=weak)


STRONG = code(b"strong", weak=False, kind=CodeKind.QR)
WEAK, OTHER = code(b"weak", weak=True), code(b"other", weak=True)


def believed(agreement: Agreement, *codes: CodeSighting) -> tuple[CodeSighting, ...]:
    return agreement.believed(FrameReading(codes))


def test_strong_at_once_and_weak_at_the_second_frame() -> None:
    agreement = Agreement()
    assert believed(agreement, WEAK, STRONG) == (STRONG,)
    assert believed(agreement, WEAK, STRONG) == (WEAK, STRONG)


def test_frames_that_disagree_are_not_believed() -> None:
    agreement = Agreement()
    assert believed(agreement, WEAK) == ()
    assert believed(agreement, OTHER) == ()
    assert believed(agreement, WEAK) == (WEAK,)


def test_agreement_may_have_some_frames_between_but_not_more() -> None:
    agreement = Agreement()
    believed(agreement, WEAK)
    for _ in range(WITHIN_FRAMES - 1):
        believed(agreement)
    assert believed(agreement, WEAK) == (WEAK,)
    for _ in range(WITHIN_FRAMES):
        believed(agreement)
    assert believed(agreement, WEAK) == ()


def test_the_same_content_of_another_kind_is_no_agreement() -> None:
    agreement = Agreement()
    believed(agreement, WEAK)
    assert believed(agreement, code(b"weak", weak=True, kind=CodeKind.AZTEC)) == ()


def test_forgetting() -> None:
    agreement = Agreement()
    believed(agreement, WEAK)
    agreement.forget()
    assert believed(agreement, WEAK) == ()

"""The reading engine: cheap looks at a frame first, dearer ones only while nothing was found and time is left.

In what order, and what each look is worth, was measured: docs/optical.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault
from kiosk.reader.scan import deblurring, zxing
from kiosk.reader.scan.deblurring import Blurred
from kiosk.reader.scan.detector import CodeDetector
from kiosk.reader.scan.pixels import Grey, grey_of, scaled, sharpened, square_around
from kiosk.reader.scan.region import Region
from kiosk.reader.scan.sighting import CodeKind, CodeSighting, FrameReading, Point, Stage, Wanted, anything, by_nearness
from kiosk.reader.scan.tracking import MARGIN, RegionTracker

DEFAULT_SECONDS = 0.15
"""Processor time for one frame, so that a cluttered picture does not hold up the next one."""

MAX_PIXELS = 16_000_000
"""Larger frames come from no camera."""

MAX_DOUBLED_PIXELS = 1920 * 1080
"""Larger frames have pixels enough; doubling them would cost more than the next frame."""

MIN_SIDE = 21
"""The smallest QR code has this many modules."""

_TRACKED_SIDE = 384
"""Pixels along a tracked square at most: larger ones are shrunk, and none is enlarged here."""

_SOFT = 1.2
"""Pixels of the frame: a picture without a blur that can be told is still a little soft."""

_ENLARGED = 1.5
"""A square without its blur, for the decoder: it finds the finder patterns of larger modules better."""

Look = Iterator[tuple[Stage, list[CodeSighting]]]


class CascadeEngine:
    """Reads the codes of one frame after another; for one thread.

    A frame is tried where the last ones had a code, as it is, then in the squares that a detector points at
    (sharpened, then with the blur taken out), then doubled and sharpened as a whole. Whatever is read was confirmed by
    the code's own error correction. Without the detector's files the squares of earlier frames are all there is of that
    look; ``lacking`` says why.

    ``wanted`` says of a content whether it ends the search: a poster's code in the background must not hide the card's.
    ``thorough`` spares no look: for a single picture, after which no other comes.
    """

    name = "cascade"

    def __init__(
        self,
        kinds: Collection[CodeKind] = (CodeKind.QR,),
        seconds: float = DEFAULT_SECONDS,
        *,
        wanted: Wanted = anything,
        thorough: bool = False,
        load_detector: Callable[[], CodeDetector] = CodeDetector,
        cpu_time: Callable[[], float] = time.thread_time,
    ) -> None:
        self._kinds = tuple(kinds)
        self._seconds = seconds
        self._wanted = wanted
        self._thorough = thorough
        self._cpu_time = cpu_time
        self._tracker = RegionTracker()
        self.lacking: Fault | None = None
        self._detector: CodeDetector | None = None
        if CodeKind.QR in self._kinds:
            try:
                self._detector = load_detector()
            except Fault as fault:
                self.lacking = fault

    def read(self, frame: Frame) -> FrameReading:
        """All codes up to the first look that finds a wanted one; a look that would begin too late is left out."""
        begin = self._cpu_time()
        if min(frame.width, frame.height) < MIN_SIDE or frame.width * frame.height > MAX_PIXELS:
            return FrameReading()
        codes: list[CodeSighting] = []
        for stage, found in self._looks(grey_of(frame), codes):
            codes += (replace(code, stage=stage) for code in found)
            wanted = [code for code in found if self._wanted(code.content)]
            if wanted:
                self._tracker.saw([Region.around(code.corners) for code in wanted], full=stage is not Stage.TRACKED)
            if wanted or self._cpu_time() - begin >= self._seconds:
                break
        ordered = by_nearness(codes, frame.width, frame.height)
        return FrameReading(ordered, 1000 * (self._cpu_time() - begin))

    def forget(self) -> None:
        """Where codes were seen before says nothing any more: another person's turn, or another camera."""
        self._tracker.forget()

    def _looks(self, grey: Grey, codes: Sequence[CodeSighting]) -> Look:
        """``codes`` are those of the looks before, which grow meanwhile."""
        tracked = self._tracker.regions
        if not self._tracker.wants_full_look():
            yield Stage.TRACKED, [code for region in tracked for code in self._inside(grey, region)]
        yield Stage.PLAIN, self._decoded(grey)
        squares = _unread(tracked, codes)
        if squares:
            self._tracker.saw((), full=True)
        elif self._detector is not None:
            squares = _unread(self._detector.regions(grey), codes)
            self._tracker.saw(squares, full=True)
        for region in squares:
            yield from self._restored(grey, region)
        if grey.size > MAX_DOUBLED_PIXELS or (squares and not self._thorough):
            # Where there are squares, the whole frame gave nothing more in any measurement; the next one is there soon.
            return
        doubled = scaled(grey, 2.0)
        yield Stage.DOUBLED, self._decoded(doubled, 2.0)
        yield Stage.SHARPENED, self._decoded(sharpened(doubled, 2.0, 1.5), 2.0)

    def _inside(self, grey: Grey, region: Region) -> list[CodeSighting]:
        side = region.side * (1 + 2 * MARGIN)
        out = min(max(round(side), MIN_SIDE), _TRACKED_SIDE)
        square = square_around(grey, region.middle, side, out)
        return self._decoded(square, out / side, _origin(region, side))

    def _restored(self, grey: Grey, region: Region) -> Look:
        """A square sharpened, then with what its spectrum shows of blur taken out."""
        side = region.side * (1 + 2 * deblurring.MARGIN)
        factor, origin = deblurring.SIDE / side, _origin(region, side)
        square = square_around(grey, region.middle, side, deblurring.SIDE)
        yield Stage.DETECTED, self._decoded(sharpened(square, 3.0, 3.0), factor, origin, inverted=True)
        if CodeKind.QR not in self._kinds:
            return
        blurred = Blurred(square, factor)
        blur = blurred.likeliest() or deblurring.Blur(_SOFT * factor)
        for noise in deblurring.NOISE:
            clear = scaled(blurred.without(blur, noise), _ENLARGED)
            yield Stage.DEBLURRED, self._decoded(clear, factor * _ENLARGED, origin)

    def _decoded(
        self, grey: Grey, factor: float = 1.0, origin: Point = (0.0, 0.0), *, inverted: bool = False
    ) -> list[CodeSighting]:
        """The codes of a picture that is ``factor`` times the frame and begins at ``origin`` of it."""

        def of_frame(point: Point) -> Point:
            return origin[0] + point[0] / factor, origin[1] + point[1] / factor

        return [
            CodeSighting(
                one.content,
                one.kind,
                (
                    of_frame(one.corners[0]),
                    of_frame(one.corners[1]),
                    of_frame(one.corners[2]),
                    of_frame(one.corners[3]),
                ),
                one.eci,
                one.weak,
            )
            for one in zxing.decode(grey, self._kinds, inverted=inverted)
        ]


def _unread(regions: Sequence[Region], codes: Sequence[CodeSighting]) -> list[Region]:
    """The regions in which no code was read yet."""
    return [region for region in regions if not any(region.holds(code.middle) for code in codes)]


def _origin(region: Region, side: float) -> Point:
    return region.middle[0] - side / 2, region.middle[1] - side / 2

"""One encoded portrait of DG2, and what its record says of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.image_header import ImageHeader, encoding_of, read_image_header
from kiosk.reader.tlv import Tlv

MAX_IMAGES = 16
"""Real cards hold one portrait; more than this is no portrait file."""


@dataclass(frozen=True, slots=True)
class FacialInformation:
    """The facial and image information of a record of ISO/IEC 19794-5:2005 §5.5 to §5.7, its codes as they stand.

    ``pose`` and ``pose_uncertainty`` have yaw, pitch and roll; ``feature_points`` eight bytes each.
    """

    sex: int
    eye_colour: int
    hair_colour: int
    properties: int
    expression: int
    pose: tuple[int, ...]
    pose_uncertainty: tuple[int, ...]
    feature_points: tuple[bytes, ...]
    image_type: int
    data_type: int
    colour_space: int
    source: int
    device: int
    quality: int


@dataclass(frozen=True, slots=True)
class FaceRepresentation:
    """What stands around an image of ISO/IEC 39794-5: ``generation`` and ``year`` of the standard, all blocks as sent.

    ``data_format`` is the code of the image's format (2 JPEG, 3 and 4 JPEG 2000 with and without loss), ``None`` for
    one that has no code. ``blocks`` are those beside the image representation (time, quality, device, landmarks …),
    ``image_blocks`` those beside the image itself.
    """

    generation: int | None
    year: int | None
    data_format: int | None
    blocks: tuple[Tlv, ...] = ()
    image_blocks: tuple[Tlv, ...] = ()


@dataclass(frozen=True, slots=True)
class FaceImage:
    """One encoded portrait; ``encoding`` is ``jpeg``, ``jp2`` or ``j2k`` by its first bytes, whatever the record says.

    ``width`` and ``height`` in pixels as the record claims them (0: not given); what the image itself has, ``header``
    tells. ``details`` are those of the record, whose type tells the standard; ``template`` keeps the data objects
    beside it in its CBEFF template: the biometric header (A1), and whatever else.
    """

    image: bytes = field(repr=False)
    encoding: str
    width: int
    height: int
    details: FacialInformation | FaceRepresentation | None = field(default=None, repr=False)
    template: tuple[Tlv, ...] = ()

    def header(self) -> ImageHeader:
        """The image's own header; raises ``ImageHeaderError``, also for an image larger than any portrait."""
        return read_image_header(self.image)


def face_image(image: bytes, width: int, height: int, details: FacialInformation | FaceRepresentation) -> FaceImage:
    """Raises ``LdsError`` for an image that is neither JPEG nor JPEG 2000 (ICAO Doc 9303-9 §4.1.4)."""
    encoding = encoding_of(image)
    if encoding is None:
        raise LdsError("DG2: neither JPEG nor JPEG 2000")
    return FaceImage(image, encoding, width, height, details)

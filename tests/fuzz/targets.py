"""Every parser that sees a card's bytes, with inputs it understands and the errors it may raise; all else is a finding.

A new parser gets a row here; ``test_targets.py`` runs all rows for some seconds, ``run.py`` one of them for hours.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.domain.chip_reading import Access, ActiveAuthentication, ChipReading
from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader import tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.codes.mrz import MrzError, parse_mrz
from kiosk.reader.codes.qr import parse_card_qr
from kiosk.reader.crypto import Cipher, pad
from kiosk.reader.diagnosis.findings import Findings
from kiosk.reader.diagnosis.report import report
from kiosk.reader.emrtd import active_auth, pace_cam
from kiosk.reader.emrtd.capabilities import capabilities
from kiosk.reader.emrtd.chip_auth_ways import ways
from kiosk.reader.emrtd.general_authenticate import answered
from kiosk.reader.emrtd.pace import offers
from kiosk.reader.emrtd.secure_messaging import SecureMessagingChannel, SessionKeys
from kiosk.reader.inspection import ChipInspector
from kiosk.reader.lds.catalogue import CATALOGUE
from kiosk.reader.lds.com import parse_com
from kiosk.reader.lds.dg1 import parse_dg1
from kiosk.reader.lds.dg2 import parse_dg2
from kiosk.reader.lds.dg5 import parse_dg5
from kiosk.reader.lds.dg7 import parse_dg7
from kiosk.reader.lds.dg11 import parse_dg11
from kiosk.reader.lds.dg12 import parse_dg12
from kiosk.reader.lds.dg13 import parse_dg13
from kiosk.reader.lds.dg14 import parse_dg14
from kiosk.reader.lds.dg15 import parse_dg15
from kiosk.reader.lds.dg16 import parse_dg16
from kiosk.reader.lds.ef_atr import parse_ef_atr
from kiosk.reader.lds.ef_dir import parse_ef_dir
from kiosk.reader.lds.errors import LdsError
from kiosk.reader.lds.face_19794 import facial_images
from kiosk.reader.lds.face_39794 import face_images
from kiosk.reader.lds.image_header import ImageHeaderError, read_image_header
from kiosk.reader.lds.security_infos import parse_security_infos
from kiosk.reader.lds.sod import parse_security_object, unwrap_sod
from kiosk.reader.public_keys import PublicKeyError, domain_parameters, load_key_agreement_key, load_spki
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.certificate import parse_certificates
from kiosk.reader.trust.passive_auth import authenticate
from kiosk.reader.trust.signed_data import parse_signed_data
from tests.fakes.issuer import NOW, Signing, sod
from tests.fuzz import seeds

_FILES = {entry.tag: file for file, entry in CATALOGUE.items() if entry.tag}
_WRONG_ANSWER = frozenset({FaultCode.CARD_ANSWER_WRONG})


@dataclass(frozen=True)
class Target:
    """``parse`` takes any bytes; ``errors`` and ``faults`` are all that may come out of it beside a result."""

    parse: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    errors: tuple[type[Exception], ...] = (LdsError,)
    faults: frozenset[FaultCode] = frozenset()

    def __call__(self, data: bytes) -> bool:
        """Whether ``data`` were understood; any exception that comes out is a finding."""
        try:
            self.parse(data)
        except self.errors:
            return False
        except Fault as fault:
            if fault.code not in self.faults:
                raise
            return False
        return True


def _tlv(data: bytes) -> None:
    for item in tlv.iterate(data):
        assert tlv.parse_one(item.encode(), item.tag) == item, "an object does not survive its own encoding"


def _dg2(data: bytes) -> None:
    """The headers of the images too: whoever decodes them asks for these first."""
    for face in parse_dg2(data):
        try:
            face.header()
        except ImageHeaderError:
            continue


def _sod(data: bytes) -> None:
    parse_security_object(parse_signed_data(unwrap_sod(data)).content)


def _passive_authentication(data: bytes) -> None:
    """Signature and chain with the hostile file's own keys and algorithms; this never raises."""
    authenticate({**seeds.GROUPS, Ef.SOD: data}, AnchorSet.of(parse_certificates(seeds.ROOT.der)), NOW, "VNM")


def _secured_response(data: bytes) -> None:
    """Data objects with the right MAC behind them: what a chip that knows the keys may send."""
    keys = SessionKeys(Cipher.AES128, enc=bytes(16), mac=bytes(16))

    class Chip:
        def transmit(self, command: Command) -> Response:
            counter = (2).to_bytes(16, "big")
            return Response(data + tlv.encode(0x8E, keys.authenticate(counter + pad(data, 16))), 0x9000)

    SecureMessagingChannel(Chip(), keys).transmit(Command(0x00, 0xB0, 0x00, 0x00, le=256))


def _active_authentication(data: bytes) -> None:
    """The signature as the hostile chip gives it, under keys of both kinds; this never raises."""
    for key in seeds.DG15[:2]:
        active_auth.verify(key, None, ActiveAuthentication(bytes(8), data, 0x9000))


def _reading(data: bytes) -> ChipReading:
    """A row of whole files, told apart by their tags; an honest issuer has signed the data groups as they are."""
    files = {_FILES[item.tag]: item.encode() for item in tlv.iterate(data) if item.tag in _FILES}
    return ChipReading(
        reader="",
        atr=b"",
        access=Access("none", "none"),
        files={Ef.SOD: sod(files, Signing(seeds.SIGNER)), **files},
        active_authentication=ActiveAuthentication(bytes(8), seeds.SIGNATURES[0], 0x9000),
        pace_cam=seeds.PACE_CAM,
    )


def _public_key(data: bytes) -> None:
    """By every way that a key of a certificate or a chip is taken."""
    understood = False
    for load in (load_spki, load_key_agreement_key, domain_parameters):
        try:
            load(data)
            understood = True
        except PublicKeyError:
            continue
    if not understood:
        raise PublicKeyError


def _text(parse: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: parse(data.decode("utf-8", "replace"))


TARGETS: Mapping[str, Target] = {
    "tlv": Target(_tlv, seeds.TLV, (tlv.TlvError,)),
    "historical-bytes": Target(capabilities, seeds.ATRS, ()),
    "apdu-response": Target(Response.decode, (b"\x90\x00", b"\x01\x02\x03\x61\x10"), (ValueError,)),
    "secured-response": Target(_secured_response, seeds.SECURED, (), _WRONG_ANSWER),
    "dynamic-authentication-data": Target(
        lambda data: answered(Response(data, 0x9000), 0x80, "PACE"), seeds.DYNAMIC, (), _WRONG_ANSWER
    ),
    "active-authentication": Target(_active_authentication, seeds.SIGNATURES, ()),
    "com": Target(parse_com, seeds.COM),
    "sod": Target(_sod, seeds.SOD, (LdsError, Asn1Error)),
    "passive-authentication": Target(_passive_authentication, seeds.SOD, ()),
    "inspection": Target(
        lambda data: ChipInspector(AnchorSet()).inspect(_reading(data), None, NOW), seeds.FILES, (tlv.TlvError,)
    ),
    "diagnosis": Target(lambda data: json.dumps(report(Findings(_reading(data)), NOW)), seeds.FILES, (tlv.TlvError,)),
    "security-object": Target(parse_security_object, seeds.SECURITY_OBJECTS),
    "certificate": Target(parse_certificates, seeds.CERTIFICATES, (Asn1Error,)),
    "public-key": Target(_public_key, seeds.PUBLIC_KEYS, (PublicKeyError,)),
    "security-infos": Target(parse_security_infos, seeds.SECURITY_INFOS),
    "pace-offers": Target(lambda data: offers(parse_security_infos(data)), seeds.SECURITY_INFOS),
    "pace-cam": Target(lambda data: pace_cam.verify(data, seeds.PACE_CAM), seeds.SECURITY_INFOS, ()),
    "chip-authentication-keys": Target(ways, seeds.DG14, ()),
    "dg1": Target(parse_dg1, seeds.DG1),
    "dg2": Target(_dg2, seeds.DG2),
    "face-19794": Target(lambda data: list(facial_images(data)), seeds.FACE_19794),
    "face-39794": Target(lambda data: list(face_images(data)), seeds.FACE_39794, (LdsError, tlv.TlvError)),
    "image-header": Target(read_image_header, seeds.IMAGES, (ImageHeaderError,)),
    "dg5": Target(parse_dg5, seeds.DG5),
    "dg7": Target(parse_dg7, seeds.DG7),
    "dg11": Target(parse_dg11, seeds.DG11),
    "dg12": Target(parse_dg12, seeds.DG12),
    "dg13": Target(parse_dg13, seeds.DG13),
    "dg14": Target(parse_dg14, seeds.DG14),
    "dg15": Target(parse_dg15, seeds.DG15),
    "dg16": Target(parse_dg16, seeds.DG16),
    "ef-atr": Target(parse_ef_atr, seeds.EF_ATR),
    "ef-dir": Target(parse_ef_dir, seeds.EF_DIR),
    "qr": Target(_text(parse_card_qr), seeds.QR, (), frozenset({FaultCode.CODE_NOT_A_CARD, FaultCode.CODE_MALFORMED})),
    "mrz": Target(_text(parse_mrz), seeds.MRZ, (MrzError,)),
}

"""Every parser that sees a card's bytes, with inputs it understands and the errors it may raise; all else is a finding.

A new parser gets a row here; ``test_targets.py`` and ``test_atheris.py`` run all rows for some seconds, ``run.py`` as
long as it is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.domain.faults import CODE_FAULTS, Fault, FaultCode
from kiosk.domain.hospital.insurance import InsuranceQuestion
from kiosk.domain.partial_date import PartialDate
from kiosk.reader import tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.codes.boarding_pass import BoardingPassError
from kiosk.reader.codes.insurance_qr import InsuranceQrError, parse_insurance_qr
from kiosk.reader.codes.kinds import card_code
from kiosk.reader.codes.mrz import MrzError, parse_mrz
from kiosk.reader.crypto import Cipher
from kiosk.reader.diagnosis.findings import Findings
from kiosk.reader.diagnosis.report import report
from kiosk.reader.emrtd import pace_cam
from kiosk.reader.emrtd.capabilities import capabilities
from kiosk.reader.emrtd.general_authenticate import answered
from kiosk.reader.emrtd.message_recovery import recovered_holds
from kiosk.reader.emrtd.pace import offers
from kiosk.reader.inspection import ChipInspector
from kiosk.reader.lds.com import parse_com
from kiosk.reader.lds.dg1 import parse_dg1
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
from kiosk.reader.lds.sod import parse_security_object
from kiosk.reader.oid import OidError
from kiosk.reader.public_keys import PublicKeyError
from kiosk.reader.trace.lines import TraceError
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.certificate import parse_certificates
from kiosk.reader.trust.certificate_bag import parse_certificate_bag
from kiosk.reader.trust.deviation_list import listed_deviations
from kiosk.reader.trust.master_list import listed_certificates
from kiosk.reader.trust.revocation_list import parse_revocation_list
from kiosk.reader.trust.store.contents import ForeignFileError
from kiosk.services.hospital.answer_fields import MalformedError, object_of
from kiosk.services.hospital.gateway_answer import read_result
from kiosk.services.issuer.answer import read_answer
from kiosk.services.issuer.profile import load_profile
from kiosk.services.issuer.public_key import key_algorithm, public_key_info
from tests.fakes.insurance_gateway import GOOD
from tests.fakes.issuer import NOW
from tests.fuzz import conversations, probes, seeds, trust_files, zones

_SECURED_3DES, _SECURED_AES = map(conversations.secured_seeds, (Cipher.TDES, Cipher.AES128))
_INSURED = InsuranceQuestion("001090012345", "Nguyễn Văn An", PartialDate(1990, 3, 15))
_ASKED = load_profile("2id").asking
assert _ASKED is not None
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


TARGETS: Mapping[str, Target] = {
    # what chip and reader say while they talk
    "tlv": Target(probes.data_objects, seeds.TLV, (tlv.TlvError,)),
    "object-identifier": Target(probes.object_identifier, seeds.OIDS, (OidError,)),
    "historical-bytes": Target(capabilities, seeds.ATRS, ()),
    "apdu-command": Target(Command.decode, seeds.COMMANDS, (ValueError,)),
    "apdu-response": Target(Response.decode, (b"\x90\x00", b"\x01\x02\x03\x61\x10"), (ValueError,)),
    "chained-answer": Target(conversations.chained_answer, seeds.CHAINED, (), conversations.ENDS),
    "secured-answer-3des": Target(conversations.secured_answer(Cipher.TDES), _SECURED_3DES, (), _WRONG_ANSWER),
    "secured-answer-aes": Target(conversations.secured_answer(Cipher.AES128), _SECURED_AES, (), _WRONG_ANSWER),
    "dynamic-authentication-data": Target(
        lambda data: answered(Response(data, 0x9000), 0x80, "PACE"), seeds.DYNAMIC, (), _WRONG_ANSWER
    ),
    "whole-file": Target(conversations.whole_file, conversations.file_seeds(seeds.LONG_DG2), (), conversations.ENDS),
    "whole-reading": Target(conversations.whole_reading, conversations.reading_seeds(), (), conversations.ENDS),
    # keys, signatures and proofs
    "public-key": Target(probes.public_key, seeds.PUBLIC_KEYS, (PublicKeyError,)),
    "certificate": Target(parse_certificates, seeds.CERTIFICATES, (Asn1Error,)),
    "signed-data": Target(probes.signed_data, seeds.SIGNED_DATA, (Asn1Error,)),
    "card-security": Target(probes.card_security, seeds.CARD_SECURITY, (Asn1Error,)),
    "signature": Target(probes.signature, seeds.SIGNATURES, ()),
    "message-recovery": Target(lambda data: recovered_holds(data, bytes(8)), seeds.REPRESENTATIVES, ()),
    "active-authentication": Target(probes.active_authentication, seeds.SIGNATURES, ()),
    "chip-authentication": Target(conversations.chip_authentication, seeds.DG14, ()),
    "pace-offers": Target(lambda data: offers(parse_security_infos(data)), seeds.SECURITY_INFOS),
    "pace-cam": Target(lambda data: pace_cam.verify(data, seeds.PACE_CAM), seeds.SECURITY_INFOS, ()),
    # lists that an operator imports
    "revocation-list": Target(parse_revocation_list, trust_files.REVOCATION_LISTS, (Asn1Error,)),
    "certificate-bag": Target(parse_certificate_bag, trust_files.BAGS, (Asn1Error,)),
    "master-list": Target(listed_certificates, trust_files.LISTED, (Asn1Error,)),
    "deviation-list": Target(listed_deviations, trust_files.DEVIATIONS, (Asn1Error,)),
    "imported-file": Target(trust_files.look_into, trust_files.IMPORTS, (ForeignFileError,)),
    # the files, one by one
    "ef-atr": Target(probes.told_by(parse_ef_atr), seeds.EF_ATR),
    "ef-dir": Target(probes.told_by(parse_ef_dir), seeds.EF_DIR),
    "security-infos": Target(probes.told_by(parse_security_infos), seeds.SECURITY_INFOS),
    "com": Target(probes.told_by(parse_com), seeds.COM),
    "sod": Target(probes.security_object, seeds.SOD, (LdsError, Asn1Error)),
    "security-object": Target(parse_security_object, seeds.SECURITY_OBJECTS),
    "dg1": Target(probes.days_and_key(parse_dg1), seeds.DG1),
    "dg2": Target(probes.portraits, seeds.DG2),
    "face-19794": Target(lambda data: list(facial_images(data)), seeds.FACE_19794),
    "face-39794": Target(lambda data: list(face_images(data)), seeds.FACE_39794, (LdsError, tlv.TlvError)),
    "image-header": Target(read_image_header, seeds.IMAGES, (ImageHeaderError,)),
    "portrait": Target(probes.decoded_portrait, seeds.PICTURES, (), frozenset({FaultCode.CHIP_PHOTO_UNUSABLE})),
    "dg5": Target(probes.shown_images(parse_dg5), seeds.DG5),
    "dg7": Target(probes.shown_images(parse_dg7), seeds.DG7),
    "dg11": Target(probes.told_by(parse_dg11), seeds.DG11),
    "dg12": Target(probes.told_by(parse_dg12), seeds.DG12),
    "dg13": Target(probes.told_by(parse_dg13), seeds.DG13),
    "dg14": Target(probes.told_by(parse_dg14), seeds.DG14),
    "dg15": Target(parse_dg15, seeds.DG15),
    "dg16": Target(probes.told_by(parse_dg16), seeds.DG16),
    # all of them together
    "passive-authentication": Target(probes.passive_authentication, (*seeds.SOD, seeds.BELOW_LINK), ()),
    "inspection": Target(
        lambda data: ChipInspector(AnchorSet()).inspect(probes.reading(data), None, NOW), seeds.FILES, (tlv.TlvError,)
    ),
    "diagnosis": Target(
        lambda data: json.dumps(report(Findings(probes.reading(data)), NOW)), seeds.FILES, (tlv.TlvError,)
    ),
    # what an outside service answers, and what is made of a key for it
    "issuer-answer": Target(
        lambda data: read_answer(data, _ASKED.answering, "2id", "", NOW),
        (b'{"status": true, "data": {"result": true, "exitCode": 0, "responseId": "r-1"}}', b'{"data": []}'),
        (),
    ),
    "insurance-answer": Target(
        lambda data: read_result(object_of(data), _INSURED, NOW.date()),
        (
            json.dumps(GOOD).encode(),
            json.dumps({**GOOD, "maKetQua": 3, "ngaySinh": "15031990", "maTheMoi": "HC4010123456789"}).encode(),
            b'{"maKetQua": "050", "hoTen": "null"}',
        ),
        (MalformedError,),
    ),
    "key-for-a-service": Target(lambda data: key_algorithm(public_key_info(data)), seeds.DG15, ()),
    # what is printed on a card, and what a reading leaves behind
    "qr": Target(probes.text(card_code), seeds.QR, (), CODE_FAULTS),
    "insurance-qr": Target(probes.text(parse_insurance_qr), seeds.INSURANCE_QR, (InsuranceQrError,)),
    "boarding-pass": Target(probes.boarding_pass, seeds.BOARDING_PASSES, (BoardingPassError,)),
    "any-code": Target(
        probes.recognised, (*seeds.QR, *seeds.INSURANCE_QR, *seeds.BOARDING_PASSES, *seeds.MRZ), (), CODE_FAULTS
    ),
    "scanner-stream": Target(probes.scanner_stream, seeds.CODES, ()),
    "zone-text": Target(zones.zone_text, zones.SEEDS, ()),
    "zone-grid": Target(zones.zone_grid, zones.GRID_SEEDS, ()),
    "code-event": Target(zones.code_event, seeds.CODES, (), CODE_FAULTS),
    "mrz": Target(probes.days_and_key(probes.text(parse_mrz)), seeds.MRZ, (MrzError,)),
    "trace": Target(probes.trace, conversations.trace_seeds(), (TraceError,)),
    "masked-answer": Target(
        probes.masked_answer, (*conversations.secured_seeds(Cipher.TDES), *seeds.DYNAMIC, *seeds.COM), ()
    ),
}

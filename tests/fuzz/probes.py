"""What a target does with its bytes where that is more than one call: on to all that is ever asked of the result."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.biometric.portrait import decode_portrait
from kiosk.domain.chip_reading import Access, ActiveAuthentication, ChipReading
from kiosk.domain.chip_reading import ElementaryFile as Ef
from kiosk.domain.face import ChipFace
from kiosk.domain.faults import Fault
from kiosk.reader import oid, tlv
from kiosk.reader.apdu import Command, Response
from kiosk.reader.codes.boarding_pass import parse_boarding_pass
from kiosk.reader.codes.boarding_pass_text import boarding_pass_text
from kiosk.reader.codes.kinds import MAX_BYTES, DamagedCode, OtherCode, recognise, why_not_a_card
from kiosk.reader.codes.mrz import Mrz, MrzError
from kiosk.reader.emrtd import active_auth, pace_cam
from kiosk.reader.lds.catalogue import CATALOGUE
from kiosk.reader.lds.dg2 import parse_dg2
from kiosk.reader.lds.displayed_images import DisplayedImages
from kiosk.reader.lds.image_header import ImageHeaderError
from kiosk.reader.lds.sod import LDS_SECURITY_OBJECT, parse_security_object, unwrap_sod
from kiosk.reader.public_keys import PublicKeyError, domain_parameters, load_key_agreement_key, load_spki
from kiosk.reader.scanners.assembling import Assembler
from kiosk.reader.trace.events import Exchange
from kiosk.reader.trace.lines import event_line, parse_trace
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.card_security import SECURITY_OBJECT
from kiosk.reader.trust.certificate import parse_certificate
from kiosk.reader.trust.cms import check_signature
from kiosk.reader.trust.passive_auth import authenticate
from kiosk.reader.trust.revocation_list import parse_revocation_list
from kiosk.reader.trust.signatures import Scheme, SignatureAlgorithm, verify
from kiosk.reader.trust.signed_data import parse_signed_data
from tests.fakes.issuer import NOW, Signing, sod
from tests.fakes.revocations import revocation_list
from tests.fuzz import seeds

_TRUST = AnchorSet.of(
    map(parse_certificate, (seeds.ROOT.der, seeds.LINK.der)),
    revocation_lists=[parse_revocation_list(revocation_list(seeds.ROOT))],
)
_FILES = {entry.tag: file for file, entry in CATALOGUE.items() if entry.tag}
_COMMANDS = tuple(Command(cla, ins, 0x00, 0x00, le=256) for cla in (0x00, 0x0C) for ins in (0x84, 0x86, 0xB0, 0xB1))


def data_objects(data: bytes) -> None:
    for item in tlv.iterate(data):
        assert tlv.parse_one(item.encode(), item.tag) == item, "an object does not survive its own encoding"


def object_identifier(data: bytes) -> None:
    assert oid.encode(oid.decode(data)) == data, "an identifier with two encodings"


def told_by(parse: Callable[[bytes], object]) -> Callable[[bytes], object]:
    """The parser, and every property of what it gives."""

    def told(data: bytes) -> object:
        parsed = parse(data)
        for name in dir(type(parsed)):
            if not name.startswith("_"):
                getattr(parsed, name)
        return parsed

    return told


def text(parse: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: parse(data.decode("utf-8", "replace"))


def boarding_pass(data: bytes) -> None:
    """A pass with the days of its legs; what can be written is read back as the same pass."""
    read = parse_boarding_pass(data.decode("utf-8", "replace"))
    for leg in read.legs:
        read.flight_date(leg, NOW.date())
    try:
        written = boarding_pass_text(read)
    except ValueError:
        return
    assert parse_boarding_pass(written) == read, "a pass does not survive its own writing"


def recognised(data: bytes) -> None:
    """What is understood as a code of ours; everything else is refused by its name."""
    content = recognise(data)
    if isinstance(content, DamagedCode | OtherCode):
        raise Fault(why_not_a_card(content))


def scanner_stream(data: bytes) -> None:
    """What a scanner sends, in pieces with pauses that its own bytes decide; no code is empty or longer than a code."""
    assembler, now, codes = Assembler(), 0.0, []
    while data:
        size, now = 1 + data[0] % 64, now + data[-1] / 100
        codes += assembler.feed(data[:size], now)
        data = data[size:]
    codes += assembler.poll(now + 10)
    assert all(0 < len(code) <= MAX_BYTES + 1 for code in codes)


def days_and_key(parse: Callable[[bytes], Mrz]) -> Callable[[bytes], None]:
    """The dates of an MRZ and the key to the chip that is made of it, which may be impossible."""

    def probe(data: bytes) -> None:
        mrz = parse(data)
        mrz.birth_date(NOW.date())
        mrz.expiry_date()
        try:
            assert mrz.key is not None
        except MrzError:
            return

    return probe


def portraits(data: bytes) -> None:
    """The headers of the images too: whoever decodes them asks for these first."""
    for face in parse_dg2(data):
        try:
            face.header()
        except ImageHeaderError:
            continue


def shown_images(parse: Callable[[bytes], DisplayedImages]) -> Callable[[bytes], None]:
    def probe(data: bytes) -> None:
        for image in parse(data).images:
            try:
                assert image.header().encoding == image.encoding
            except ImageHeaderError:
                continue

    return probe


def decoded_portrait(data: bytes) -> None:
    """By the decoders themselves: what comes out is as large as it says."""
    frame = decode_portrait(ChipFace(data, "jpeg"))
    assert len(frame.bgr) == 3 * frame.width * frame.height


def public_key(data: bytes) -> None:
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


def security_object(data: bytes) -> None:
    """EF.SOD down to the list of hashes."""
    parse_security_object(parse_signed_data(unwrap_sod(data)).content)


def signed_data(data: bytes) -> None:
    """CMS with its signature, under the keys and algorithms that the bytes themselves name."""
    check_signature(parse_signed_data(data), LDS_SECURITY_OBJECT)


def card_security(data: bytes) -> None:
    """EF.CardSecurity and the proof that rests on it."""
    signed = parse_signed_data(data)
    check_signature(signed, SECURITY_OBJECT)
    pace_cam.verify(signed.content, seeds.PACE_CAM)


def passive_authentication(data: bytes) -> None:
    """Signature and chain with the hostile file's own keys and algorithms; this never raises."""
    authenticate({**seeds.GROUPS, Ef.SOD: data}, _TRUST, NOW)


def signature(data: bytes) -> None:
    """By every scheme under a key of each kind: whether it holds, and nothing else."""
    for key in seeds.PUBLIC_KEYS[:4]:
        for scheme in Scheme:
            verify(key, SignatureAlgorithm(scheme, "sha256", "sha256", 32), data, b"")


def active_authentication(data: bytes) -> None:
    """The signature as the hostile chip gives it, under keys of both kinds; this never raises."""
    for key in seeds.DG15[:2]:
        active_auth.verify(key, None, ActiveAuthentication(bytes(8), data, 0x9000))


def reading(data: bytes) -> ChipReading:
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


def masked_answer(data: bytes) -> None:
    """An answer as a masked trace tells it, to commands of every kind that is known there."""
    for command in _COMMANDS:
        event_line(Exchange(0.0, 0.0, command, Response(data, 0x9000)), masked=True)


def trace(data: bytes) -> None:
    """The lines of a trace's file, which may have come from anybody; what is read is written in the same words."""
    lines = data.decode("utf-8", "replace").split("\n")
    for event in parse_trace(line + "\n" for line in lines if line).events:
        assert event_line(event, masked=False)

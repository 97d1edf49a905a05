"""Takes an import file apart: what kind it is by its content, and which entries it holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import islice

from kiosk.reader import tlv
from kiosk.reader.trust.asn1 import Asn1Error
from kiosk.reader.trust.certificate_bag import is_cms, parse_certificate_bag
from kiosk.reader.trust.deviation_list import DEVIATION_LIST
from kiosk.reader.trust.master_list import CSCA_MASTER_LIST, listed_certificates
from kiosk.reader.trust.signed_data import parse_signed_data
from kiosk.reader.trust.store import armor, ldif
from kiosk.reader.trust.store.archive import is_archive, members
from kiosk.reader.trust.store.contents import Allowance, Entry, EntryKind, FileKind, ForeignFileError, LimitError, Part
from kiosk.reader.trust.store.fingerprints import fingerprint_entries, lists_fingerprints

MAX_DEPTH = 2
"""Archives inside an archive: the file, and one more."""

NOT_BASE64 = "not-base64"
NOT_UNPACKED = "not-unpacked"
MALFORMED = "malformed"
NO_CERTIFICATE = "no-certificate"

_SEQUENCE, _INTEGER, _TIMES = 0x30, 0x02, (0x17, 0x18)

_CERTIFICATE_LABELS = ("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE")
_REVOCATION_LIST_LABELS = ("X509 CRL", "CRL")
_CMS_LABELS = ("PKCS7", "CMS", "PKCS #7 SIGNED DATA")

_LDIF_CERTIFICATES = ("usercertificate", "cacertificate")
_LDIF_REVOCATION_LISTS = ("certificaterevocationlist", "authorityrevocationlist")
_LDIF_LISTS = ("cscamasterlistdata", "pkdmasterlistcontent")
"""RFC 4523 and the ICAO PKD's own; a signed list is known again under any other name too."""


class UnknownFormatError(ForeignFileError):
    """Nothing about the file is like one of the kinds: a text or a picture beside the lists, perhaps."""


def recognise(data: bytes, allowance: Allowance | None = None) -> Part:
    """The file's parts and entries; raises ``ForeignFileError``.

    Only containers are opened: whether an entry is a certificate is found out by who parses it.
    """
    try:
        return _recognised(data, "", allowance or Allowance(), 1)
    except Asn1Error as error:
        raise ForeignFileError(str(error)) from error


def _recognised(data: bytes, name: str, allowance: Allowance, depth: int) -> Part:
    if is_archive(data):
        return _archive(data, name, allowance, depth)
    if is_cms(data) or _is_whole(data):
        # Before any text is looked for: a name in a certificate can hold what a PEM file begins with.
        return _binary(data, name, allowance)
    if armor.is_armored(data):
        return _armored(data, name, allowance)
    if lists_fingerprints(data):
        entries = tuple(fingerprint_entries(data))
        allowance.spend(0, len(entries))
        return Part(FileKind.PINNED_SIGNERS, name, entries)
    if ldif.is_ldif(data):
        return _ldif(data, name, allowance)
    if data[:1] == b"\x30":
        return _binary(data, name, allowance)
    bare = armor.bare_base64(data)
    if bare is not None and bare[:1] == b"\x30":
        allowance.spend(len(bare))
        return _binary(bare, name, allowance)
    raise UnknownFormatError("no certificate, list or archive that is known")


def _is_whole(data: bytes) -> bool:
    """Whether the bytes are one SEQUENCE from the first to the last."""
    try:
        tag, length, value_at = tlv.header(data)
    except tlv.TlvError:
        return False
    return tag == _SEQUENCE and value_at + length == len(data)


def _archive(data: bytes, name: str, allowance: Allowance, depth: int) -> Part:
    if depth > MAX_DEPTH:
        raise LimitError("archives inside archives inside archives")
    entries: list[Entry] = []
    parts: list[Part] = []
    ignored: list[str] = []
    for member in members(data, allowance):
        if member.data is None:
            entries.append(Entry(EntryKind.FILE, problem=NOT_UNPACKED))
            continue
        try:
            parts.append(_recognised(member.data, member.name, allowance, depth + 1))
        except UnknownFormatError:
            ignored.append(member.name)
        except LimitError:
            raise
        except (Asn1Error, ForeignFileError):
            entries.append(Entry(EntryKind.FILE, problem=MALFORMED))
    return Part(FileKind.ZIP, name, tuple(entries), parts=tuple(parts), ignored=tuple(ignored))


def _armored(data: bytes, name: str, allowance: Allowance) -> Part:
    entries: list[Entry] = []
    parts: list[Part] = []
    for block in armor.blocks(data):
        allowance.spend(len(block.data or b""), 1)
        if block.label in _CMS_LABELS and block.data is not None:
            _append(partial(_cms, block.data, "", allowance), entries, parts)
        else:
            entries.append(_block_entry(block))
    if not entries and len(parts) == 1:
        return parts[0]
    kinds = {entry.kind for entry in entries}
    if len(entries) == 1 and not parts and EntryKind.FILE not in kinds:
        single = FileKind.CERTIFICATE if EntryKind.CERTIFICATE in kinds else FileKind.REVOCATION_LIST
        return Part(single, name, tuple(entries))
    return Part(FileKind.CERTIFICATES, name, tuple(entries), parts=tuple(parts))


def _block_entry(block: armor.Block) -> Entry:
    if block.label in _CERTIFICATE_LABELS:
        kind = EntryKind.CERTIFICATE
    elif block.label in _REVOCATION_LIST_LABELS:
        kind = EntryKind.REVOCATION_LIST
    else:
        return Entry(EntryKind.FILE, problem=NO_CERTIFICATE)
    return Entry(kind, problem=NOT_BASE64) if block.data is None else Entry(kind, block.data)


def _ldif(data: bytes, name: str, allowance: Allowance) -> Part:
    entries: list[Entry] = []
    parts: list[Part] = []
    for value in ldif.binary_values(data):
        allowance.spend(len(value.data or b""), 1)
        if value.attribute in _LDIF_CERTIFICATES:
            entries.append(_value_entry(EntryKind.CERTIFICATE, value.data))
        elif value.attribute in _LDIF_REVOCATION_LISTS:
            entries.append(_value_entry(EntryKind.REVOCATION_LIST, value.data))
        elif value.data is not None and is_cms(value.data):
            _append(partial(_cms, value.data, "", allowance), entries, parts)
        elif value.attribute in _LDIF_LISTS:
            problem = NOT_BASE64 if value.data is None else MALFORMED
            entries.append(Entry(EntryKind.SIGNED_LIST, problem=problem))
    return Part(FileKind.LDIF, name, tuple(entries), parts=tuple(parts))


def _value_entry(kind: EntryKind, data: bytes | None) -> Entry:
    return Entry(kind, problem=NOT_BASE64) if data is None else Entry(kind, data)


def _append(make: Callable[[], Part], entries: list[Entry], parts: list[Part]) -> None:
    """A list inside a collection: one that is malformed is an entry, and the others count."""
    try:
        parts.append(make())
    except LimitError:
        raise
    except (Asn1Error, ForeignFileError):
        entries.append(Entry(EntryKind.SIGNED_LIST, problem=MALFORMED))


def _binary(data: bytes, name: str, allowance: Allowance) -> Part:
    if is_cms(data):
        return _cms(data, name, allowance)
    kind = EntryKind.REVOCATION_LIST if _is_revocation_list(data) else EntryKind.CERTIFICATE
    allowance.spend(0, 1)
    file_kind = FileKind.REVOCATION_LIST if kind is EntryKind.REVOCATION_LIST else FileKind.CERTIFICATE
    return Part(file_kind, name, (Entry(kind, data),))


def _cms(data: bytes, name: str, allowance: Allowance) -> Part:
    """Raises ``Asn1Error`` when it is malformed, ``ForeignFileError`` when it is something else."""
    bag = parse_certificate_bag(data)
    if bag is not None:
        allowance.spend(0, len(bag.certificates) + len(bag.revocation_lists))
        entries = [
            *(Entry(EntryKind.CERTIFICATE, der) for der in bag.certificates),
            *(Entry(EntryKind.REVOCATION_LIST, der) for der in bag.revocation_lists),
        ]
        return Part(FileKind.PKCS7, name, tuple(entries))
    signed = parse_signed_data(data)
    if signed.content_type == CSCA_MASTER_LIST:
        listed = listed_certificates(signed.content)
        allowance.spend(0, len(listed))
        return Part(FileKind.MASTER_LIST, name, tuple(Entry(EntryKind.CERTIFICATE, der) for der in listed), signed)
    if signed.content_type == DEVIATION_LIST:
        return Part(FileKind.DEVIATION_LIST, name, (Entry(EntryKind.SIGNED_LIST, data),), signed)
    raise ForeignFileError("a signed file that is no list")


def _is_revocation_list(der: bytes) -> bool:
    """By the first fields of what is signed: in a CRL a time stands where a certificate has its issuer's validity.

    Raises ``ForeignFileError`` for bytes that are cut off.
    """
    try:
        signed, _ = tlv.parse_first(tlv.parse_one(der, _SEQUENCE).value)
        tags = [item.tag for item in islice(tlv.iterate(signed.value), 4)]
    except tlv.TlvError as error:
        raise ForeignFileError("neither a certificate nor a list: cut off or malformed") from error
    algorithm_at = 1 if tags[:1] == [_INTEGER] else 0
    return len(tags) > algorithm_at + 2 and tags[algorithm_at + 2] in _TIMES

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reader.trust.store.contents import Allowance, EntryKind, FileKind, ForeignFileError, LimitError, Part
from kiosk.reader.trust.store.recognition import MALFORMED, NO_CERTIFICATE, NOT_BASE64, NOT_UNPACKED, recognise
from tests.fakes.issuer import Signing, cms, csca, ec_key, signer
from tests.fakes.trust_lists import (
    archive,
    bag,
    deviation_list,
    deviations,
    ldif,
    list_signer,
    master_list,
    pem,
    revocation_list,
)

ROOT, OTHER = csca(), csca("CSCA Other", ec_key("other"))
SIGNER = signer(ROOT)
LIST = master_list([ROOT.der, OTHER.der], list_signer(ROOT))
DEVIATIONS = deviation_list(ROOT, deviations(("2.23.136.1.1.7.1.1", "wrong country")))
CRL = revocation_list(ROOT, 7)
FINGERPRINTS = b"# confirmed\n" + b"ab" * 32 + b"\n" + b":".join([b"CD"] * 32) + b" # second\n"

CERTIFICATE, REVOCATION, SIGNED, FINGERPRINT, FILE = EntryKind


def shape(part: Part) -> list[tuple[str, str, list[str]]]:
    """Kind and name of each part with its entries: their kind, or what is wrong with them."""
    return [
        (one.kind.value, one.name, [entry.problem or entry.kind.value for entry in one.entries]) for one in part.walk()
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(ROOT.der, [("certificate", "", ["certificate"])], id="certificate in DER"),
        pytest.param(pem(ROOT.der), [("certificate", "", ["certificate"])], id="certificate in PEM"),
        pytest.param(
            csca("-----BEGIN X509 CRL-----").der,
            [("certificate", "", ["certificate"])],
            id="a name that looks like PEM",
        ),
        pytest.param(
            b"0 s:/C=VN\n" + pem(ROOT.der),
            [("certificate", "", ["certificate"])],
            id="PEM after a line that begins as DER",
        ),
        pytest.param(
            base64.b64encode(ROOT.der), [("certificate", "", ["certificate"])], id="certificate in bare base64"
        ),
        pytest.param(
            b"Land: Utopia\r\n" + pem(ROOT.der).replace(b"\n", b"\r\n") + b"next one\n" + pem(OTHER.der),
            [("certificates", "", ["certificate", "certificate"])],
            id="PEM with text between",
        ),
        pytest.param(
            pem(ROOT.der) + pem(CRL, "X509 CRL"), [("certificates", "", ["certificate", "crl"])], id="PEM with a CRL"
        ),
        pytest.param(
            pem(ROOT.der, "X509 CERTIFICATE") + pem(b"key", "PRIVATE KEY"),
            [("certificates", "", ["certificate", NO_CERTIFICATE])],
            id="PEM with a key",
        ),
        pytest.param(
            b"-----BEGIN CERTIFICATE-----\nAAAA\n" + pem(ROOT.der),
            [("certificates", "", [NOT_BASE64, "certificate"])],
            id="PEM whose first block has no end",
        ),
        pytest.param(
            b"-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n" + pem(ROOT.der),
            [("certificates", "", [NOT_BASE64, "certificate"])],
            id="PEM with other letters",
        ),
        pytest.param(bag(ROOT, OTHER), [("pkcs7", "", ["certificate", "certificate"])], id="PKCS #7"),
        pytest.param(pem(bag(ROOT), "PKCS7"), [("pkcs7", "", ["certificate"])], id="PKCS #7 in PEM"),
        pytest.param(LIST, [("master-list", "", ["certificate", "certificate"])], id="master list"),
        pytest.param(
            base64.encodebytes(LIST), [("master-list", "", ["certificate", "certificate"])], id="master list in base64"
        ),
        pytest.param(DEVIATIONS, [("deviation-list", "", ["signed-list"])], id="deviation list"),
        pytest.param(CRL, [("crl", "", ["crl"])], id="CRL"),
        pytest.param(pem(CRL, "X509 CRL"), [("crl", "", ["crl"])], id="CRL in PEM"),
        pytest.param(FINGERPRINTS, [("pinned-signers", "", ["fingerprint", "fingerprint"])], id="fingerprints"),
        pytest.param(
            FINGERPRINTS + b"not one\n",
            [("pinned-signers", "", ["fingerprint", "fingerprint", "no-fingerprint"])],
            id="fingerprints and something else",
        ),
        pytest.param(
            ldif(
                ("userCertificate;binary", SIGNER.der),
                ("cACertificate;binary", ROOT.der),
                ("certificateRevocationList;binary", CRL),
                ("pkdMasterListContent", LIST),
                ("CscaMasterListData", LIST),
                ("photo", b"\xff\xd8\xff"),
            ),
            [
                ("ldif", "", ["certificate", "certificate", "crl"]),
                ("master-list", "", ["certificate", "certificate"]),
                ("master-list", "", ["certificate", "certificate"]),
            ],
            id="LDIF",
        ),
        pytest.param(
            ldif(("userCertificate;binary", ROOT.der), ("pkdMasterListContent", LIST[:-9])).replace(b"\n", b"\r\n"),
            [("ldif", "", ["certificate", MALFORMED])],
            id="LDIF with a broken list, lines of Windows",
        ),
        pytest.param(
            b"dn: cn=x\nuserCertificate;binary:: A*\n", [("ldif", "", [NOT_BASE64])], id="LDIF with other letters"
        ),
        pytest.param(
            archive({"lists/20260528_DEMasterList.ml": LIST, "Readme.txt": b"Bitte lesen", "crl/vn.crl": CRL}),
            [
                ("zip", "", []),
                ("master-list", "20260528_DEMasterList.ml", ["certificate"] * 2),
                ("crl", "vn.crl", ["crl"]),
            ],
            id="ZIP",
        ),
        pytest.param(
            archive({"a.zip": archive({"b.ldif": ldif(("cACertificate;binary", ROOT.der))}), "cut.ml": LIST[:500]}),
            [("zip", "", [MALFORMED]), ("zip", "a.zip", []), ("ldif", "b.ldif", ["certificate"])],
            id="ZIP in a ZIP, and a list that is cut off",
        ),
    ],
)
def test_kinds_are_known_by_content(data: bytes, expected: list[tuple[str, str, list[str]]]) -> None:
    assert shape(recognise(data)) == expected


def test_files_beside_the_lists_are_named() -> None:
    part = recognise(archive({"Readme.txt": b"Bitte lesen", "../../up\n.pdf": b"%PDF", "vn.cer": ROOT.der}))
    assert part.ignored == ("Readme.txt", "up?.pdf")


def test_a_member_may_have_no_name() -> None:
    """Found by fuzzing: zipfile asks for the last letter of each name."""
    assert shape(recognise(archive({"": ROOT.der}))) == [("zip", "", []), ("certificate", "", ["certificate"])]


def test_a_member_that_cannot_be_unpacked_is_an_entry() -> None:
    data = bytearray(archive({"vn.cer": ROOT.der * 3}))
    at = data.index(b"vn.cer") + len(b"vn.cer")
    data[at : at + 20] = bytes(20)
    assert shape(recognise(bytes(data))) == [("zip", "", [NOT_UNPACKED])]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param((b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01"), id="encrypted"),
        pytest.param((b"\x08\x00", b"\x0c\x00"), id="compressed by bzip2"),
        pytest.param((b"vn.cer", b"vn.cet"), id="another name in the directory"),
    ],
)
def test_a_member_that_is_packed_otherwise_is_an_entry(change: tuple[bytes, bytes]) -> None:
    sound = archive({"vn.cer": ROOT.der})
    directory_at = sound.index(b"PK\x01\x02")
    found, instead = change
    if found.startswith(b"PK"):
        flags_at = directory_at + 8
        data = sound.replace(found, instead)[:flags_at] + b"\x01" + sound[flags_at + 1 :]
    else:
        data = sound[:directory_at] + sound[directory_at:].replace(found, instead, 1)
    assert shape(recognise(data)) == [("zip", "", [NOT_UNPACKED])]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"Only words, and no list.", id="words"),
        pytest.param(b"\xff\xd8\xff\xe0", id="a picture"),
        pytest.param(ROOT.der[:-1], id="certificate cut off"),
        pytest.param(ROOT.der + b"\x00", id="certificate with a byte behind it"),
        pytest.param(LIST[:-1], id="master list cut off"),
        pytest.param(b"PK\x03\x04" + bytes(40), id="no archive behind its first bytes"),
        pytest.param(cms(b"\x30\x00", [Signing(SIGNER)]), id="security object of a document"),
        pytest.param(master_list([], list_signer(ROOT), signed_content=b"x")[:40], id="nothing but a beginning"),
    ],
)
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(ForeignFileError):
        recognise(data)


@pytest.mark.parametrize(
    ("data", "allowance"),
    [
        pytest.param(pem(ROOT.der) * 4, Allowance(entries=3), id="PEM with too many"),
        pytest.param(LIST, Allowance(entries=1), id="master list with too many"),
        pytest.param(bag(ROOT, OTHER), Allowance(entries=1), id="PKCS #7 with too many"),
        pytest.param(FINGERPRINTS, Allowance(entries=1), id="fingerprints, too many"),
        pytest.param(ldif(*[("cACertificate", ROOT.der)] * 3), Allowance(entries=2), id="LDIF with too many"),
        pytest.param(archive({"zeros.txt": bytes(1 << 24)}), Allowance(octets=1 << 20), id="ZIP bomb"),
        pytest.param(
            archive({"a.zip": archive({"b.zip": archive({"c.cer": ROOT.der})})}), Allowance(), id="archives too deep"
        ),
        pytest.param(archive({f"{n}.txt": b"" for n in range(2001)}), Allowance(), id="too many members"),
    ],
)
def test_limits_refuse_the_whole_file(data: bytes, allowance: Allowance) -> None:
    with pytest.raises(LimitError):
        recognise(data, allowance)


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\x30", b"dn: ", b"-----BEGIN ", b"ab" * 32]))
def test_any_bytes_are_recognised_or_refused(data: bytes, before: bytes) -> None:
    try:
        part = recognise(before + data)
    except ForeignFileError:
        return
    assert part.kind in FileKind

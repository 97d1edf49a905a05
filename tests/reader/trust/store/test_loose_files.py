from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

import pytest

from kiosk.domain.faults import Fault, FaultCode
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import Certificate, parse_certificate
from kiosk.reader.trust.store.loose_files import MAX_FILE_SIZE, PINNED_SIGNERS, read_loose_files
from tests.fakes.issuer import Identified, csca, ec_key, signer
from tests.fakes.trust_lists import revocation_list

LABELS = (b"CERTIFICATE", b"X509 CRL")
ROOT, OTHER = csca(), csca("CSCA Other", ec_key("other"))
SIGNER = signer(ROOT)


def parsed(identified: Identified) -> Certificate:
    return parse_certificate(identified.der)


def pem(der: bytes) -> bytes:
    return b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(der) + b"-----END CERTIFICATE-----\n"


def load_trust(folder: Path | None = None, files: Sequence[Path] = ()) -> AnchorSet:
    read = read_loose_files(folder, files)
    return AnchorSet.of(read.certificates, read.pinned, read.revocation_lists)


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize(
    ("files", "anchors"),
    [
        pytest.param({}, 0, id="empty folder"),
        pytest.param({"root.cer": ROOT.der, "other.pem": pem(OTHER.der)}, 2, id="DER and PEM"),
        pytest.param({"both.crt": pem(ROOT.der) + pem(OTHER.der)}, 2, id="two in one file"),
        pytest.param({"a.der": ROOT.der, "b.PEM": pem(ROOT.der)}, 1, id="the same one twice"),
        pytest.param({"README.md": b"Put CSCA certificates here.", ".gitkeep": b""}, 0, id="other files"),
    ],
)
def test_a_folder(tmp_path: Path, files: dict[str, bytes], anchors: int) -> None:
    store = load_trust(write(tmp_path, files))
    assert sum(len(named) for named in store.anchors.values()) == anchors
    assert store.pinned == frozenset()
    assert bool(store.issuers_of(parsed(SIGNER))) == (anchors > 0)


def test_single_files_beside_no_folder(tmp_path: Path) -> None:
    folder = write(tmp_path, {"root.bin": ROOT.der})
    store = load_trust(folder / "nowhere", [folder / "root.bin"])
    assert store.issuers_of(parsed(SIGNER)) == (parsed(ROOT),)


def test_several_anchors_of_one_name() -> None:
    again = csca(key=ec_key("csca again"))
    store = AnchorSet.of([parsed(ROOT), parsed(again), parsed(OTHER)])
    assert store.issuers_of(parsed(SIGNER)) == (parsed(ROOT), parsed(again))


@pytest.mark.parametrize(
    ("identified", "anchor"),
    [
        pytest.param(ROOT, True, id="CSCA"),
        pytest.param(csca(ca=None, key_cert_sign=None), True, id="old root without extensions"),
        pytest.param(csca(ca=False), False, id="self-signed, says it is no CA"),
        pytest.param(csca(key_cert_sign=False), False, id="CA that must not sign certificates"),
        pytest.param(SIGNER, False, id="document signer"),
        pytest.param(signer(ROOT, ca=True, digital_signature=None), True, id="CA under another one"),
    ],
)
def test_only_a_ca_becomes_an_anchor_and_others_are_pinned(identified: Identified, anchor: bool) -> None:
    certificate = parsed(identified)
    store = AnchorSet.of([certificate])
    assert (certificate.subject in store.anchors, store.is_pinned(certificate)) == (anchor, not anchor)


def test_pinned_signers(tmp_path: Path) -> None:
    digits = parsed(SIGNER).fingerprint.hex()
    colons = ":".join(digits[at : at + 2] for at in range(0, 64, 2)).upper()
    listed = f"# confirmed by two operators\n\n{colons}  # DS 1\n{'00' * 32}\n"
    store = load_trust(write(tmp_path, {PINNED_SIGNERS: listed.encode()}))
    assert store.pinned == {parsed(SIGNER).fingerprint, bytes(32)}
    assert store.is_pinned(parsed(SIGNER))
    assert not store.is_pinned(parsed(ROOT))


def test_revocation_lists(tmp_path: Path) -> None:
    lists = {"vn.crl": revocation_list(ROOT, 7), "both.CRL": pem(revocation_list(OTHER, 8)).replace(*LABELS)}
    read = read_loose_files(write(tmp_path, lists))
    assert [one.revoked for one in read.revocation_lists] == [{8}, {7}]
    assert sorted(read.names.values()) == ["both.CRL", "vn.crl"]
    assert load_trust(tmp_path).revocation_lists_of(parsed(ROOT)) == read.revocation_lists[1:]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        pytest.param("bad.cer", b"no certificate", "bad.cer", id="no certificate"),
        pytest.param("empty.der", b"", "empty.der", id="empty"),
        pytest.param("cut.der", ROOT.der[:-1], "cut.der", id="cut off"),
        pytest.param("half.pem", pem(ROOT.der) + pem(b"\x30\x00"), "half.pem", id="one good, one bad"),
        pytest.param(
            "key.pem", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "key.pem", id="a key"
        ),
        pytest.param("cut.crl", revocation_list(ROOT)[:-1], "cut.crl", id="CRL cut off"),
        pytest.param("root.crl", ROOT.der, "root.crl", id="a certificate for a CRL"),
        pytest.param("huge.der", bytes(MAX_FILE_SIZE + 1), "huge.der", id="much too large"),
        pytest.param(PINNED_SIGNERS, b"# ok\n12:34\n", "pinned-signers.txt, line 2", id="short fingerprint"),
        pytest.param(PINNED_SIGNERS, b"\xff\xfe", "pinned-signers.txt, line 1", id="binary list"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    with pytest.raises(Fault) as caught:
        load_trust(write(tmp_path, {"good.cer": OTHER.der, name: data}))
    assert caught.value.code is FaultCode.TRUST_ANCHOR_MALFORMED
    assert caught.value.technical.startswith(told)
    assert str(tmp_path) not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        load_trust(files=[tmp_path / "gone.cer"])
    assert caught.value.code is FaultCode.TRUST_ANCHOR_MALFORMED
    assert caught.value.technical.startswith("gone.cer")

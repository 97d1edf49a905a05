from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from kiosk.simulator.card.profiles import PROFILES
from kiosk.simulator.card.signature_scheme import SIGNATURE_SCHEMES
from kiosk.simulator.issuing.authority import AuthorityError, TestAuthority
from tests.fakes.virtual_cards import authority, authority_for, verify_signature

UTOPIA = PROFILES["passport-bac"].country

KINDS = [
    pytest.param(name, explicit, id=f"{name} {'explicit' if explicit else 'named'}")
    for name, scheme in SIGNATURE_SCHEMES.items()
    for explicit in ((False, True) if scheme.curve is not None else (False,))
]


@pytest.mark.parametrize(("scheme", "explicit"), KINDS)
def test_root_and_signer_are_signed_by_the_root(scheme: str, explicit: bool) -> None:
    made = authority(scheme, UTOPIA, explicit_parameters=explicit)
    for certificate in (made.csca, made.signer):
        parsed = asn1.Certificate.load(certificate)
        body = parsed["tbs_certificate"]
        assert body["signature"].dump() == parsed["signature_algorithm"].dump()
        verify_signature(made.scheme, made.csca, parsed["signature_value"].native, body.dump())
        parameters = body["subject_public_key_info"]["algorithm"]["parameters"]
        if made.scheme.curve is not None:
            assert parameters.name == ("specified" if explicit else "named")
    verify_signature(made.scheme, made.signer, made.sign(b"anything"), b"anything")


CRITICAL = {ExtensionOID.KEY_USAGE, ExtensionOID.BASIC_CONSTRAINTS}
COMMON = {
    ExtensionOID.SUBJECT_KEY_IDENTIFIER,
    ExtensionOID.AUTHORITY_KEY_IDENTIFIER,
    ExtensionOID.KEY_USAGE,
    ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
    ExtensionOID.ISSUER_ALTERNATIVE_NAME,
    ExtensionOID.CRL_DISTRIBUTION_POINTS,
    ExtensionOID.PRIVATE_KEY_USAGE_PERIOD,
}


@pytest.mark.parametrize("which", ["csca", "signer"])
def test_certificates_keep_the_profile(which: str) -> None:
    certificate = x509.load_der_x509_certificate(getattr(authority(), which))
    own = {ExtensionOID.BASIC_CONSTRAINTS} if which == "csca" else {x509.ObjectIdentifier("2.23.136.1.1.6.2")}
    assert {extension.oid for extension in certificate.extensions} == COMMON | own
    assert {extension.oid for extension in certificate.extensions if extension.critical} == CRITICAL & (COMMON | own)
    assert certificate.subject.rfc4514_string().endswith("C=VN")
    assert certificate.serial_number.bit_length() <= 159
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.key_cert_sign, usage.crl_sign, usage.digital_signature) == (
        (True, True, False) if which == "csca" else (False, False, True)
    )


def test_the_signer_points_to_its_root() -> None:
    root, signer = (x509.load_der_x509_certificate(der) for der in (authority().csca, authority().signer))
    assert signer.issuer == root.subject
    own = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    for certificate in (root, signer):
        pointed = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
        assert pointed == own


def test_an_expired_signer_was_good_on_the_day_of_signing_only() -> None:
    expired = authority().with_expired_signer(date(2021, 5, 10))
    certificate = x509.load_der_x509_certificate(expired.signer)
    assert expired.csca == authority().csca
    assert certificate.not_valid_before_utc < datetime(2021, 5, 10, tzinfo=UTC) < certificate.not_valid_after_utc
    assert certificate.not_valid_after_utc == datetime(2021, 5, 11, 23, 59, 59, tzinfo=UTC)


def test_a_saved_authority_comes_back(tmp_path: Path) -> None:
    made = TestAuthority.create(explicit_parameters=True)
    made.save(tmp_path / "authority")
    assert TestAuthority.load(tmp_path / "authority") == made
    assert (tmp_path / "authority" / "csca.pk8").stat().st_mode & 0o077 == 0


def test_open_makes_an_authority_once(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert TestAuthority.open(folder) == TestAuthority.open(folder)


def test_certificates_name_the_country() -> None:
    utopian = authority_for(PROFILES["passport-bac"])
    for der in (utopian.csca, utopian.signer):
        certificate = x509.load_der_x509_certificate(der)
        assert certificate.subject.rfc4514_string().endswith("C=UT")
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        (locality,) = (name.value for name in names if isinstance(name, x509.DirectoryName))
        assert locality.rfc4514_string() == "L=UTO"
    types = asn1.Certificate.load(utopian.signer).native["tbs_certificate"]["extensions"][-1]["extn_value"]
    assert types == bytes.fromhex("300B" + "020100" + "3106" + "130150" + "130149")


@pytest.mark.parametrize(
    ("names", "folders"),
    [
        (["cccd-2021", "can-cuoc-2024", "cccd-128"], {"."}),
        (["cccd-2021", "passport-bac"], {".", "UTO-rsa-2048-sha256"}),
        (["passport-bac", "passport-im", "passport-bac"], {".", "UTO-ecdsa-p521-sha512-explicit"}),
        (["passport-bac", "cccd-2021"], {".", "VNM-ecdsa-brainpoolP384r1-sha384"}),
        (["cccd-2021", "cccd-many-keys"], {".", "VNM-ecdsa-brainpoolP512r1-sha512-explicit"}),
    ],
    ids=["one for all", "two countries", "two schemes", "the other way round", "one scheme for one profile"],
)
def test_every_profile_finds_its_authority(tmp_path: Path, names: list[str], folders: set[str]) -> None:
    for name in names:
        profile = PROFILES[name]
        opened = TestAuthority.open_for(profile, tmp_path)
        assert opened.country == profile.country
        assert profile.signature.scheme in (None, opened.scheme.name)
        assert TestAuthority.open_for(profile, tmp_path) == opened
    assert {path.parent.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("csca.der")} == folders


def test_an_authority_of_the_first_issue_is_vietnams(tmp_path: Path) -> None:
    authority().save(tmp_path)
    settings = json.loads((tmp_path / "authority.json").read_text())
    del settings["country"]
    (tmp_path / "authority.json").write_text(json.dumps(settings))
    assert TestAuthority.load(tmp_path) == authority()


def test_an_unknown_scheme_is_named() -> None:
    with pytest.raises(ValueError, match="rot13"):
        TestAuthority.create("rot13")


OF_NOWHERE = {"scheme": "ecdsa-brainpoolP384r1-sha384", "explicit_parameters": False}


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("csca.der", None),
        ("csca.der", b"junk"),
        ("dsc.pk8", b"junk"),
        ("dsc.pk8", bytes(70_000)),
        ("authority.json", b"{}"),
        ("authority.json", b"[]"),
        ("authority.json", b"\xff"),
        ("authority.json", json.dumps({"scheme": "rsa-3072-sha256", "explicit_parameters": False}).encode()),
        ("authority.json", json.dumps({"scheme": "ecdsa-p256-sha256", "explicit_parameters": "no"}).encode()),
        ("authority.json", json.dumps(OF_NOWHERE | {"country": "VNM"}).encode()),
        ("authority.json", json.dumps(OF_NOWHERE | {"country": ["vnm", "VN"]}).encode()),
        ("authority.json", json.dumps(OF_NOWHERE | {"country": [1, 2]}).encode()),
    ],
    ids=[
        "absent",
        "no certificate",
        "no key",
        "huge",
        "no scheme",
        "no object",
        "no text",
        "other scheme",
        "no flag",
        "no pair",
        "no country",
        "numbers",
    ],
)
def test_a_damaged_folder_is_refused(tmp_path: Path, name: str, contents: bytes | None) -> None:
    authority().save(tmp_path)
    if contents is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(contents)
    with pytest.raises(AuthorityError):
        TestAuthority.load(tmp_path)


def test_a_key_of_another_authority_is_refused(tmp_path: Path) -> None:
    authority().save(tmp_path)
    (tmp_path / "dsc.pk8").write_bytes(authority().csca_key)
    with pytest.raises(AuthorityError, match=r"dsc\.pk8 is not the key of dsc\.der"):
        TestAuthority.load(tmp_path)


def test_keys_do_not_show_in_a_repr() -> None:
    assert authority().signer_key.hex() not in repr(authority())
    assert "csca_key" not in repr(authority())

"""The training authority that issues virtual cards: a test CSCA and a test document signer, kept in a folder."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from kiosk.simulator.card.card_profile import CardProfile
from kiosk.simulator.card.country import VIETNAM, Country
from kiosk.simulator.card.signature_scheme import SIGNATURE_SCHEMES, SignatureScheme, SigningKey
from kiosk.simulator.issuing.certificates import Validity, csca_certificate, signer_certificate

DEFAULT_SCHEME = "ecdsa-brainpoolP384r1-sha384"

CSCA_VALIDITY = Validity(date(2020, 1, 1), date(2069, 12, 31), signs_until=date(2044, 12, 31))
SIGNER_VALIDITY = Validity(date(2020, 6, 1), date(2064, 12, 31), signs_until=date(2039, 12, 31))
"""Long enough for every card of a fictitious citizen; real signers sign for months only."""

MAX_FILE = 64 * 1024

_CSCA, _CSCA_KEY, _SIGNER, _SIGNER_KEY, _SETTINGS = "csca.der", "csca.pk8", "dsc.der", "dsc.pk8", "authority.json"


class AuthorityError(ValueError):
    """The folder holds no authority that can be used; the text names the file."""


@dataclass(frozen=True, slots=True)
class TestAuthority:
    """Certificates in DER and their unencrypted PKCS#8 keys; ``signer`` stands under ``csca``."""

    # The name is right for what it is, but pytest must not take it for a class of tests.
    __test__: ClassVar[bool] = False

    scheme: SignatureScheme
    csca: bytes = field(repr=False)
    csca_key: bytes = field(repr=False)
    signer: bytes = field(repr=False)
    signer_key: bytes = field(repr=False)
    explicit_parameters: bool = False
    country: Country = VIETNAM

    @classmethod
    def create(
        cls, scheme: str = DEFAULT_SCHEME, *, explicit_parameters: bool = False, country: Country = VIETNAM
    ) -> TestAuthority:
        """A new root and a new signer; raises ``ValueError`` for an unknown scheme."""
        if scheme not in SIGNATURE_SCHEMES:
            raise ValueError(f"{scheme!r} is no signature scheme; known are {', '.join(SIGNATURE_SCHEMES)}")
        chosen = SIGNATURE_SCHEMES[scheme]
        root = chosen.new_key()
        csca = csca_certificate(chosen, country, root, CSCA_VALIDITY, explicit=explicit_parameters)
        bare = cls(chosen, csca, _pkcs8(root), b"", b"", explicit_parameters, country)
        return bare.with_new_signer(SIGNER_VALIDITY)

    def with_new_signer(self, validity: Validity) -> TestAuthority:
        """The same root with another document signer."""
        key = self.scheme.new_key()
        signer = signer_certificate(
            self.scheme,
            self.country,
            self.csca,
            _load(self.csca_key),
            key,
            validity,
            explicit=self.explicit_parameters,
        )
        return replace(self, signer=signer, signer_key=_pkcs8(key))

    def renewed(self) -> TestAuthority:
        """Another authority of the same kind, under a root of its own."""
        return TestAuthority.create(
            self.scheme.name, explicit_parameters=self.explicit_parameters, country=self.country
        )

    def with_expired_signer(self, signed_on: date) -> TestAuthority:
        """The same root with a signer that was valid on that day and ended the day after it."""
        end = signed_on + timedelta(days=1)
        return self.with_new_signer(Validity(signed_on - timedelta(days=60), end, signs_until=end))

    def sign(self, data: bytes) -> bytes:
        """The document signer's signature."""
        return self.scheme.sign(_load(self.signer_key), data)

    def save(self, folder: Path) -> None:
        """Write the folder; private keys are readable by their owner only."""
        folder.mkdir(parents=True, exist_ok=True)
        settings = {
            "scheme": self.scheme.name,
            "explicit_parameters": self.explicit_parameters,
            "country": [self.country.state, self.country.code],
        }
        (folder / _SETTINGS).write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
        (folder / _CSCA).write_bytes(self.csca)
        (folder / _SIGNER).write_bytes(self.signer)
        for name, key in ((_CSCA_KEY, self.csca_key), (_SIGNER_KEY, self.signer_key)):
            path = folder / name
            path.touch(mode=0o600)
            path.write_bytes(key)

    @classmethod
    def load(cls, folder: Path) -> TestAuthority:
        """The authority of a folder; raises ``AuthorityError`` when a file is missing or does not fit."""
        try:
            settings = json.loads(_read(folder / _SETTINGS))
            scheme = SIGNATURE_SCHEMES[settings["scheme"]]
            explicit = settings["explicit_parameters"]
            state, code = settings.get("country", (VIETNAM.state, VIETNAM.code))
            country = Country(state, code)
        except (ValueError, KeyError, TypeError) as error:
            raise AuthorityError(f"{_SETTINGS} does not name a signature scheme and a country") from error
        if not isinstance(explicit, bool):
            raise AuthorityError(f"{_SETTINGS}: explicit_parameters is neither true nor false")
        contents = {name: _read(folder / name) for name in (_CSCA, _CSCA_KEY, _SIGNER, _SIGNER_KEY)}
        for certificate, key in ((_CSCA, _CSCA_KEY), (_SIGNER, _SIGNER_KEY)):
            _require_pair(certificate, contents[certificate], key, contents[key], scheme)
        csca, csca_key, signer, signer_key = contents.values()
        return cls(scheme, csca, csca_key, signer, signer_key, explicit, country)

    @classmethod
    def open(
        cls,
        folder: Path,
        scheme: str = DEFAULT_SCHEME,
        *,
        explicit_parameters: bool = False,
        country: Country = VIETNAM,
    ) -> TestAuthority:
        """The authority of a folder, whatever it is; made there first where the folder holds none."""
        if not (folder / _SETTINGS).exists():
            cls.create(scheme, explicit_parameters=explicit_parameters, country=country).save(folder)
        return cls.load(folder)

    @classmethod
    def open_for(cls, profile: CardProfile, folder: Path) -> TestAuthority:
        """The authority for documents of a profile: the one of the folder, if it is of the profile's state and signs
        as the profile asks, else one of a subfolder that is named after both; either is made where it is missing."""
        wanted = profile.signature
        scheme, explicit = wanted.scheme or DEFAULT_SCHEME, bool(wanted.explicit)
        own = cls.open(folder, scheme, explicit_parameters=explicit, country=profile.country)
        fits = own.country == profile.country and wanted.scheme in (None, own.scheme.name)
        if fits and wanted.explicit in (None, own.explicit_parameters):
            return own
        name = f"{profile.country.state}-{scheme}{'-explicit' if explicit else ''}"
        return cls.open(folder / name, scheme, explicit_parameters=explicit, country=profile.country)


def _require_pair(
    certificate_name: str, certificate: bytes, key_name: str, key: bytes, scheme: SignatureScheme
) -> None:
    """The key is the certificate's (by subject key identifier, which works with explicit parameters too)."""
    try:
        loaded = _load(key)
        stated = x509.load_der_x509_certificate(certificate).extensions.get_extension_for_class(
            x509.SubjectKeyIdentifier
        )
    except (ValueError, TypeError, x509.ExtensionNotFound) as error:
        raise AuthorityError(f"{certificate_name} or {key_name} does not load") from error
    if isinstance(loaded, rsa.RSAPrivateKey) is not (scheme.curve is None):
        raise AuthorityError(f"{key_name} does not fit the scheme {scheme.name}")
    if x509.SubjectKeyIdentifier.from_public_key(loaded.public_key()) != stated.value:
        raise AuthorityError(f"{key_name} is not the key of {certificate_name}")


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise AuthorityError(f"{path.name} cannot be read") from error
    if len(data) > MAX_FILE:
        raise AuthorityError(f"{path.name} is too large")
    return data


def _load(pkcs8: bytes) -> SigningKey:
    key = load_der_private_key(pkcs8, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise ValueError("the key is neither RSA nor on an elliptic curve")
    return key


def _pkcs8(key: SigningKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

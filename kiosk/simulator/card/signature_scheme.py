"""What an issuer signs with, by the names that profile files use."""

from __future__ import annotations

from dataclasses import dataclass

from asn1crypto import algos
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

SigningKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

SIGNABLE: dict[str, hashes.SHA224 | hashes.SHA256 | hashes.SHA384 | hashes.SHA512] = {
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - documents of the first years are signed with it
    **SIGNABLE,
}


@dataclass(frozen=True, slots=True)
class SignatureScheme:
    """What an authority signs with: ``curve`` for ECDSA, else RSA with or without PSS. ``digest`` is a hash's name."""

    name: str
    digest: str
    curve: ec.EllipticCurve | None = None
    rsa_bits: int = 0
    pss: bool = False

    @property
    def hash(self) -> hashes.HashAlgorithm:
        return _HASHES[self.digest]

    def new_key(self) -> SigningKey:
        if self.curve is None:
            return rsa.generate_private_key(65537, self.rsa_bits)
        return ec.generate_private_key(self.curve)

    def sign(self, key: SigningKey, data: bytes) -> bytes:
        """A signature as certificates and CMS carry it: ECDSA in DER, RSA at the size of its modulus."""
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(data, ec.ECDSA(self.hash))
        return key.sign(data, self.padding or padding.PKCS1v15(), self.hash)

    @property
    def padding(self) -> padding.PSS | None:
        return padding.PSS(padding.MGF1(self.hash), self.hash.digest_size) if self.pss else None

    @property
    def algorithm(self) -> algos.SignedDigestAlgorithm:
        """The AlgorithmIdentifier for certificates and SignerInfos (RFC 5754, RFC 4055)."""
        if not self.pss:
            family = "rsa" if self.curve is None else "ecdsa"
            return algos.SignedDigestAlgorithm({"algorithm": f"{self.digest}_{family}"})
        mgf = {"algorithm": "mgf1", "parameters": {"algorithm": self.digest}}
        parameters = {
            "hash_algorithm": {"algorithm": self.digest},
            "mask_gen_algorithm": mgf,
            "salt_length": self.hash.digest_size,
        }
        return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": parameters})


SIGNATURE_SCHEMES: dict[str, SignatureScheme] = {
    scheme.name: scheme
    for scheme in (
        SignatureScheme("ecdsa-brainpoolP384r1-sha384", "sha384", ec.BrainpoolP384R1()),
        SignatureScheme("ecdsa-brainpoolP256r1-sha256", "sha256", ec.BrainpoolP256R1()),
        SignatureScheme("ecdsa-brainpoolP512r1-sha512", "sha512", ec.BrainpoolP512R1()),
        SignatureScheme("ecdsa-p224-sha224", "sha224", ec.SECP224R1()),
        SignatureScheme("ecdsa-p256-sha1", "sha1", ec.SECP256R1()),
        SignatureScheme("ecdsa-p256-sha256", "sha256", ec.SECP256R1()),
        SignatureScheme("ecdsa-p384-sha384", "sha384", ec.SECP384R1()),
        SignatureScheme("ecdsa-p521-sha512", "sha512", ec.SECP521R1()),
        SignatureScheme("rsa-2048-sha1", "sha1", rsa_bits=2048),
        SignatureScheme("rsa-2048-sha256", "sha256", rsa_bits=2048),
        SignatureScheme("rsa-3072-sha256", "sha256", rsa_bits=3072),
        SignatureScheme("rsa-4096-sha512", "sha512", rsa_bits=4096),
        SignatureScheme("rsa-pss-2048-sha256", "sha256", rsa_bits=2048, pss=True),
        SignatureScheme("rsa-pss-3072-sha256", "sha256", rsa_bits=3072, pss=True),
        SignatureScheme("rsa-pss-4096-sha512", "sha512", rsa_bits=4096, pss=True),
    )
}

"""The OpenSSL command line as an issuer: keys, certificates and signed data that no library of ours has written."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not installed")

ROOT_EXTENSIONS = (
    "basicConstraints=critical,CA:true,pathlen:0",
    "keyUsage=critical,keyCertSign,cRLSign",
    "subjectKeyIdentifier=hash",
    "authorityKeyIdentifier=keyid",
)
SIGNER_EXTENSIONS = (
    "keyUsage=critical,digitalSignature",
    "subjectKeyIdentifier=hash",
    "authorityKeyIdentifier=keyid",
)


@dataclass(frozen=True)
class Named:
    """A key and its certificate, as the files ``NAME.key`` and ``NAME.pem`` of a folder."""

    name: str
    der: bytes


def _run(*arguments: str, folder: Path | None = None) -> bytes:
    finished = subprocess.run(["openssl", *arguments], cwd=folder, check=False, capture_output=True, timeout=60)
    assert finished.returncode == 0, finished.stderr.decode(errors="replace")
    return finished.stdout


@cache
def _new_key(_name: str, algorithm: str, *options: str) -> bytes:
    chosen = [part for option in options for part in ("-pkeyopt", option)]
    return _run("genpkey", "-algorithm", algorithm, *chosen)


class Openssl:
    """Everything happens in one folder; a command that fails fails the test, with what the program said."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(self, *arguments: str) -> bytes:
        return _run(*arguments, folder=self._folder)

    def key(self, name: str, algorithm: str, *options: str) -> None:
        """The same one whenever the same is asked for: primes take their time."""
        (self._folder / f"{name}.key").write_bytes(_new_key(name, algorithm, *options))

    def root(self, name: str, subject: str, *options: str, extensions: Sequence[str] = ROOT_EXTENSIONS) -> Named:
        """A self-signed certificate over ``NAME.key``, good for ten years from now."""
        self._config("root.cnf", ["[req]", "distinguished_name=dn", "x509_extensions=own", "[dn]", "[own]"], extensions)
        self.run(
            *("req", "-new", "-x509", "-utf8", "-days", "3650", "-subj", subject, "-config", "root.cnf"),
            *("-key", f"{name}.key", "-out", f"{name}.pem", *options),
        )
        return self._named(name)

    def certificate(
        self, name: str, subject: str, issuer: str, *options: str, extensions: Sequence[str] = SIGNER_EXTENSIONS
    ) -> Named:
        """A certificate over ``NAME.key`` that ``ISSUER.key`` signs."""
        self._config("request.cnf", ["[req]", "distinguished_name=dn", "[dn]"], ())
        self._config("extensions.cnf", ["[own]"], extensions)
        self.run(
            *("req", "-new", "-utf8", "-subj", subject, "-config", "request.cnf"),
            *("-key", f"{name}.key", "-out", f"{name}.csr"),
        )
        self.run(
            *("x509", "-req", "-in", f"{name}.csr", "-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key"),
            *("-CAcreateserial", "-days", "3650", "-extfile", "extensions.cnf", "-extensions", "own"),
            *("-out", f"{name}.pem", *options),
        )
        return self._named(name)

    def security_object(self, digest: str, hashes: Mapping[int, bytes], *, version: int) -> bytes:
        """An LDSSecurityObject in DER, written by OpenSSL's own compiler of ASN.1."""
        lines = ["asn1=SEQUENCE:object", "[object]", f"version=INTEGER:{version}"]
        lines += ["algorithm=SEQUENCE:algorithm", "hashes=SEQUENCE:hashes"]
        if version:
            lines += ["version_info=SEQUENCE:version_info"]
        lines += ["[algorithm]", f"name=OID:{digest}", "parameters=NULL", "[hashes]"]
        lines += [f"group{number}=SEQUENCE:group{number}" for number in hashes]
        for number, value in hashes.items():
            lines += [f"[group{number}]", f"number=INTEGER:{number}", f"hash=FORMAT:HEX,OCTETSTRING:{value.hex()}"]
        if version:
            lines += ["[version_info]", "lds=PRINTABLESTRING:0108", "unicode=PRINTABLESTRING:040000"]
        self._config("object.cnf", lines, ())
        self.run("asn1parse", "-genconf", "object.cnf", "-noout", "-out", "object.der")
        return (self._folder / "object.der").read_bytes()

    def signed(self, content: bytes, *options: str) -> bytes:
        """A CMS SignedData around the content, in DER or BER as the options say."""
        (self._folder / "content").write_bytes(content)
        self.run(
            *("cms", "-sign", "-binary", "-nodetach", "-in", "content", "-outform", "DER", "-out", "signed", *options)
        )
        return (self._folder / "signed").read_bytes()

    def _config(self, name: str, lines: Sequence[str], extensions: Sequence[str]) -> None:
        (self._folder / name).write_text("\n".join((*lines, *extensions)) + "\n", encoding="utf-8")

    def _named(self, name: str) -> Named:
        self.run("x509", "-in", f"{name}.pem", "-outform", "DER", "-out", f"{name}.der")
        return Named(name, (self._folder / f"{name}.der").read_bytes())

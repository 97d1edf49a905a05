"""Where an outside service listens, and the TLS context that its certificate is held against."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.domain.faults import Fault, FaultCode

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_HOST = re.compile(r"[A-Za-z0-9.:-]{1,253}")
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]*)*")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service listens. Without TLS (``secure`` false) only on this machine itself."""

    host: str
    port: int
    path: str
    secure: bool

    @classmethod
    def parse(cls, url: str, key: str) -> Address:
        """``https://host[:port][/path]``; raises ``Fault(SETTINGS_MALFORMED)`` naming the settings' ``key``.

        ``http`` is for loopback alone.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise Fault(FaultCode.SETTINGS_MALFORMED, f"{key}: no address") from None
        if parts.scheme not in ("https", "http") or not _HOST.fullmatch(host) or port == 0:
            raise Fault(FaultCode.SETTINGS_MALFORMED, f"{key}: https://host[:port][/path]")
        if parts.username or parts.password or parts.query or parts.fragment or not _PATH.fullmatch(parts.path):
            raise Fault(FaultCode.SETTINGS_MALFORMED, f"{key}: host and path only, no name, password or query")
        if parts.scheme == "http" and host not in _LOOPBACK:
            raise Fault(FaultCode.SETTINGS_MALFORMED, f"{key}: personal data leave this machine by https only")
        secure = parts.scheme == "https"
        return cls(host, port or (443 if secure else 80), parts.path.rstrip("/"), secure)


def tls_context(authorities: Path | None, client_certificate: Path | None, table: str) -> ssl.SSLContext:
    """Certificate and name are always verified; made by hand, so that no variable of the environment logs its keys.

    ``authorities`` is a PEM file of the only certificate authorities that count, ``None`` for those of the system;
    ``client_certificate`` one with certificate and private key. Raises ``Fault(SETTINGS_MALFORMED)`` naming the key
    in this ``table`` of the settings.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    key = "ca_file"
    try:
        if authorities is None:
            context.load_default_certs()
        else:
            context.load_verify_locations(cafile=authorities)
        key = "client_certificate"
        if client_certificate is not None:
            # An empty password: a protected key is an error, not a question on the terminal.
            context.load_cert_chain(client_certificate, password="")
    except OSError:
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"{table}.{key}: not a PEM file that can be used") from None
    return context

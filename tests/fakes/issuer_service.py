"""A verification service on loopback that answers, or misbehaves, exactly as the test says; with TLS if asked."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

Behaviour = Callable[[socket.socket, "Asked"], None]

TLS_HANDSHAKE = b"\x16"
PATIENCE = 10.0
"""Seconds after which a connection that nobody ends is given up, so that no test hangs."""


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def target(self) -> str:
        return self.line.split()[1]


@dataclass
class IssuerService:
    """Listens on ``port``; ``behave`` decides what each connection gets, ``asked`` keeps what came."""

    port: int
    behave: Behaviour
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    left: threading.Event = field(default_factory=threading.Event)
    """Set when a client has gone before its answer was complete."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def secure_url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def serve(self, listener: socket.socket, tls: ssl.SSLContext | None) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            client.settimeout(PATIENCE)
            with client, contextlib.suppress(OSError):
                if tls is None:
                    self._converse(client)
                else:
                    with tls.wrap_socket(client, server_side=True) as wrapped:
                        self._converse(wrapped)

    def _converse(self, client: socket.socket) -> None:
        request = _read_request(client)
        if request is None:
            return
        self.asked.append(request)
        try:
            self.behave(client, request)
        except OSError:
            self.left.set()


@contextmanager
def issuer_service(behave: Behaviour, tls: ssl.SSLContext | None = None) -> Iterator[IssuerService]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        service = IssuerService(listener.getsockname()[1], behave)
        thread = threading.Thread(target=service.serve, args=(listener, tls), daemon=True)
        thread.start()
        try:
            yield service
        finally:
            # Closing alone would leave accept() waiting.
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
            thread.join(PATIENCE)


def _read_request(client: socket.socket) -> Asked | None:
    with client.makefile("rb") as stream:
        if stream.peek(1)[:1] == TLS_HANDSHAKE:
            return None
        line = stream.readline().decode("latin-1").strip()
        if not line:
            return None
        headers = {}
        while (header := stream.readline().decode("latin-1").strip()) != "":
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        return Asked(line, headers, stream.read(int(headers.get("content-length", 0))))


# What a service may do


def saying(answer: object, status: str = "200 OK", *headers: str) -> Behaviour:
    """Answer with this JSON."""
    return sending(json.dumps(answer).encode(), status, *headers)


def sending(body: bytes, status: str = "200 OK", *headers: str) -> Behaviour:
    """Answer with these bytes and their length."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    return raw("\r\n".join([*lines, "", ""]).encode() + body)


def raw(message: bytes) -> Behaviour:
    """Send these bytes and close."""

    def behave(client: socket.socket, asked: Asked) -> None:
        client.sendall(message)

    return behave


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """The first connection gets the first, and so on."""
    turns = iter(behaviours)

    def behave(client: socket.socket, asked: Asked) -> None:
        next(turns)(client, asked)

    return behave


def silent(then: Callable[[], None]) -> Behaviour:
    """Take the question, do ``then``, and say nothing until the client goes."""

    def behave(client: socket.socket, asked: Asked) -> None:
        then()
        if client.recv(1) == b"":
            raise ConnectionResetError

    return behave


def dripping(then: Callable[[], None]) -> Behaviour:
    """One header after the other without end, each before any time-out of a socket; ``then`` after the first."""

    def behave(client: socket.socket, asked: Asked) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\n")
        then()
        gone = threading.Event()
        while not gone.wait(0.001):
            client.sendall(b"X")

    return behave


# TLS


@dataclass(frozen=True)
class Authority:
    """A certificate authority of the test and its file."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    file: Path


def authority(folder: Path, name: str = "Test TLS CA") -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _issue(name, key, None, None)
    file = folder / f"{name}.pem"
    file.write_bytes(certificate.public_bytes(Encoding.PEM))
    return Authority(certificate, key, file)


def identity(authority: Authority, folder: Path, name: str, address: str = "127.0.0.1", *, days: int = 1) -> Path:
    """A PEM file with certificate and key for this address; negative ``days``: expired."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _issue(name, key, authority, address, days)
    file = folder / f"{name}.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(certificate.public_bytes(Encoding.PEM) + private)
    return file


def server_side(identity: Path, clients: Path | None = None) -> ssl.SSLContext:
    """The server's context; with ``clients`` only clients of that authority are served."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity)
    if clients is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients)
    return context


def _issue(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: Authority | None, address: str | None, days: int = 1
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(issuer is None, None), critical=True)
    )
    if address is not None:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), False)
    return builder.sign(issuer.key if issuer else key, hashes.SHA256())

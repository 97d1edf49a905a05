"""What each byte of an EF.SOD belongs to, by the names of RFC 5652 and RFC 5280: the map for tests that flip bits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.reader import tlv


@dataclass(frozen=True)
class Node:
    """A name, and the names of the children by position; a child that may be absent is found by its tag."""

    name: str
    children: tuple[Node, ...] = ()
    tag: int = 0
    every: bool = False
    """All children are the first of ``children``, as in a SET OF."""


def _leaf(*names: str) -> tuple[Node, ...]:
    return tuple(Node(name) for name in names)


_ALGORITHM = _leaf("algorithm", "parameters")

_TBS = Node(
    "tbsCertificate",
    (
        Node("version", tag=0xA0),
        *_leaf("serialNumber", "signature", "issuer", "validity", "subject", "subjectPublicKeyInfo"),
        Node("extensions", tag=0xA3),
    ),
)
_CERTIFICATE = Node("certificate", (_TBS, Node("signatureAlgorithm", _ALGORITHM), Node("signatureValue")))
_SIGNER = Node(
    "signerInfo",
    (
        Node("version"),
        Node("sid"),
        Node("digestAlgorithm", _ALGORITHM),
        Node("signedAttrs", tag=0xA0),
        Node("signatureAlgorithm", _ALGORITHM),
        Node("signature"),
        Node("unsignedAttrs", tag=0xA1),
    ),
)
_SIGNED_DATA = Node(
    "signedData",
    (
        Node("version"),
        Node("digestAlgorithms", (Node("digestAlgorithm", _ALGORITHM),), every=True),
        Node("encapContentInfo", (Node("eContentType"), Node("[0]", (Node("eContent"),)))),
        Node("certificates", (_CERTIFICATE,), tag=0xA0, every=True),
        Node("crls", tag=0xA1),
        Node("signerInfos", (_SIGNER,), every=True),
    ),
)
_SOD = Node("sod", (Node("contentInfo", (Node("contentType"), Node("[0]", (_SIGNED_DATA,)))),))


def fields(sod: bytes) -> list[str]:
    """For each byte the dotted name of the field that it belongs to; headers end in ``tag and length``."""
    return [name for name, count in _walk(sod, 0, _SOD, "") for _ in range(count)]


def _walk(data: bytes, at: int, node: Node, above: str) -> Iterator[tuple[str, int]]:
    _, length, start = tlv.header(data, at)
    name = f"{above}.{node.name}" if above else node.name
    yield f"{name}: tag and length", start - at
    if not node.children:
        yield name, length
        return
    at, end, position = start, start + length, 0
    while at < end:
        tag, size, value_at = tlv.header(data, at)
        while not node.every and node.children[position].tag not in (0, tag):
            position += 1
        yield from _walk(data, at, node.children[0 if node.every else position], name)
        at = value_at + size
        position += 1

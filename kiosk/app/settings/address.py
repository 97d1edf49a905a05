"""What a report may tell of a service's address."""

from __future__ import annotations

from urllib.parse import urlsplit


def origin(url: str) -> str:
    """Scheme, host and port: a name, a password, a path or a query in an address may be what lets somebody in.

    Of an address that is none, nothing is told.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "an address that is none"
    if not parts.scheme or not host:
        return "an address that is none"
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}" + (f":{port}" if port is not None else "")

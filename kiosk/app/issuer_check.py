"""The issuer's service as settings and site want it: without the word of both, nothing of it exists."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.app.settings.address import origin
from kiosk.app.settings.secret_files import secret_of
from kiosk.app.settings.values import IssuerCheck
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.clock import Clock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.issuer_answer import RELEASABLE

if TYPE_CHECKING:
    from kiosk.services.issuer.verification import HttpIssuerVerification

TOKEN_VARIABLE = "KIOSK_ISSUER_TOKEN"  # noqa: S105 - the name of a variable
SECRET_VARIABLE = "KIOSK_ISSUER_SECRET"  # noqa: S105


def issuer_verification(
    settings: IssuerCheck | None, released: Collection[ElementaryFile] | None, clock: Clock
) -> HttpIssuerVerification | None:
    """The service that the settings name, where the site's profile releases cards to one; else ``None``.

    Opens no socket. Raises ``Fault(SETTINGS_MALFORMED)`` when profile, settings and site do not fit together.
    """
    if settings is None or released is None:
        return None
    from kiosk.services.issuer.profile import load_profile
    from kiosk.services.issuer.verification import Access, HttpIssuerVerification

    profile = load_profile(settings.service)
    access = Access(
        url=settings.url,
        seconds=settings.seconds,
        account=settings.account,
        token=secret_of(TOKEN_VARIABLE, "issuer_check.token_file", settings.token_file),
        secret=secret_of(SECRET_VARIABLE, "issuer_check.secret_file", settings.secret_file).encode(),
        authorities=settings.ca_file,
        client_certificate=settings.client_certificate,
    )
    verification = HttpIssuerVerification(profile, access, clock)
    withheld = [file for file in RELEASABLE if file in verification.needs - set(released)]
    if withheld:
        needed = f"{profile.form.name} needs {', '.join(withheld)}"
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"issuer_check: {needed}, which the site does not release")
    return verification


def describe(settings: IssuerCheck | None, released: Collection[ElementaryFile] | None, clock: Clock) -> str:
    """Whether, where (``origin``) and with what of a card a service is asked; raises like ``issuer_verification``."""
    if settings is None:
        return "off: no service is set"
    if released is None:
        return "off: the site releases nothing"
    issuer_verification(settings, released, clock)
    leaves = ", ".join(["EF.SOD", "its signer", *(file for file in RELEASABLE if file in released)])
    return f"{Path(settings.service).stem} at {origin(settings.url)} is given {leaves}"

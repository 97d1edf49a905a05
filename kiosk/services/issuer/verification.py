"""The port ``IssuerVerification`` over HTTPS: one service, as its profile and the settings describe it."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.clock import Clock, Deadline
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.issuer_answer import IssuerAnswer, IssuerFinding, IssuerQuestion, IssuerTrouble
from kiosk.services.address import Address, tls_context
from kiosk.services.exchange import HttpExchange, Response, ServiceError
from kiosk.services.issuer.answer import read_answer
from kiosk.services.issuer.form import MissingError, Occasion, Source, files_of
from kiosk.services.issuer.profile import Asking, ServiceProfile, header_value
from kiosk.services.issuer.request import compose

_log = logging.getLogger(__name__)

_AGAIN = frozenset({IssuerTrouble.UNREACHABLE, IssuerTrouble.BROKEN})
"""What a second try can mend, where asking twice does no harm."""


@dataclass(frozen=True, slots=True)
class Access:
    """How this kiosk reaches its service: an account there, its secrets, and whom it trusts by TLS.

    ``authorities`` is a PEM file of the only certificate authorities that count, ``None`` for those of the system.
    ``client_certificate`` is a PEM file with certificate and private key.
    """

    url: str
    seconds: float
    account: str = ""
    token: str = field(default="", repr=False)
    secret: bytes = field(default=b"", repr=False)
    authorities: Path | None = None
    client_certificate: Path | None = None


class HttpIssuerVerification:
    """Asks one service. Opens no socket before ``ask``; safe for any thread."""

    def __init__(self, profile: ServiceProfile, access: Access, clock: Clock) -> None:
        """Raises ``Fault(SETTINGS_MALFORMED)`` when profile and settings do not fit, naming the key."""
        if profile.asking is None:
            raise Fault(
                FaultCode.SETTINGS_MALFORMED, f"issuer_check.service: {profile.form.name} serves for exports only"
            )
        _require(profile, profile.asking, access)
        address = Address.parse(access.url, "issuer_check.url")
        self._profile = profile
        self._asking = profile.asking
        self._access = access
        self._clock = clock
        self._address = address
        tls = tls_context(access.authorities, access.client_certificate, "issuer_check") if address.secure else None
        self._exchange = HttpExchange(address, tls)

    @property
    def needs(self) -> frozenset[ElementaryFile]:
        """The files that must be released to this service, besides EF.SOD and the signer's certificate."""
        return frozenset(files_of(self._profile.needed()))

    def ask(self, question: IssuerQuestion, deadline: Deadline) -> IssuerAnswer:
        """As the port says; ``seconds`` of the settings is the service's own limit."""
        occasion = Occasion(
            transaction=secrets.token_hex(16),
            at=self._clock.now(),
            account=self._access.account,
            token=self._access.token,
            secret=self._access.secret,
            signing=self._asking.signing,
        )
        try:
            return self._ask(question, occasion, deadline.within(self._access.seconds))
        except MissingError:
            return self._no_answer(IssuerTrouble.DATA_MISSING, IssuerFinding.NOT_ASKED)
        except ServiceError as error:
            return self._no_answer(error.trouble)

    def _ask(self, question: IssuerQuestion, occasion: Occasion, deadline: Deadline) -> IssuerAnswer:
        request = compose(self._address, self._profile, self._asking, question, occasion)
        try:
            response = self._answered(self._exchange.send(request, deadline))
        except ServiceError as error:
            if not self._asking.idempotent or error.trouble not in _AGAIN:
                raise
            response = self._answered(self._exchange.send(request, deadline))
        return read_answer(
            response.body, self._asking.answering, self._profile.form.name, occasion.transaction, self._clock.now()
        )

    def _answered(self, response: Response) -> Response:
        if response.status in self._asking.statuses:
            return response
        if response.status in (401, 403):
            raise ServiceError(IssuerTrouble.NOT_AUTHORISED)
        raise ServiceError(IssuerTrouble.BROKEN if response.status >= 500 else IssuerTrouble.REFUSED)

    def _no_answer(self, trouble: IssuerTrouble, finding: IssuerFinding = IssuerFinding.SERVICE_FAILED) -> IssuerAnswer:
        _log.warning("%s gave no answer: %s", self._profile.form.name, trouble)
        return IssuerAnswer(finding, self._profile.form.name, self._clock.now(), trouble)


def _require(profile: ServiceProfile, asking: Asking, access: Access) -> None:
    """Raise ``Fault(SETTINGS_MALFORMED)`` for a setting that this service needs and that is not there or no good."""
    needed = profile.needed()
    given = {
        "account": (bool(access.account), {Source.ACCOUNT}),
        "token_file": (header_value(access.token), {Source.TOKEN, Source.BEARER}),
        "secret_file": (bool(access.secret) and asking.signing is not None, {Source.HMAC}),
    }
    for key, (there, sources) in given.items():
        if needed & sources and not there:
            raise Fault(FaultCode.SETTINGS_MALFORMED, f"issuer_check.{key}: {profile.form.name} needs it")

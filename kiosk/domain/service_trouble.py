"""Why an outside service gave no answer: one vocabulary for all of them."""

from __future__ import annotations

from enum import StrEnum


class ServiceTrouble(StrEnum):
    """Stable codes; a service that fails is an answer, never an exception beyond its adapter."""

    DATA_MISSING = "data-missing"
    """The question lacks what the service must have; nothing was sent."""
    CANCELLED = "cancelled"
    TOO_LATE = "too-late"
    UNREACHABLE = "unreachable"
    CERTIFICATE_REFUSED = "certificate-refused"
    """The service did not show a TLS certificate that this kiosk trusts for its name."""
    NOT_AUTHORISED = "not-authorised"
    REDIRECTED = "redirected"
    """The service sent us elsewhere; a person's data go nowhere that the settings do not name."""
    REFUSED = "refused"
    """The service took no question of this kind (HTTP 4xx, or its own word for it)."""
    BROKEN = "broken"
    """The service failed (HTTP 5xx), or spoke no HTTP."""
    ANSWER_TOO_LARGE = "answer-too-large"
    ANSWER_MALFORMED = "answer-malformed"
    ANSWER_OF_ANOTHER = "answer-of-another"
    """The answer names another question, or another person, than ours."""
    UNEXPECTED = "unexpected"

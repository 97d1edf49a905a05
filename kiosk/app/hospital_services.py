"""The insurance service as settings and site want it: without the word of both, nothing of it exists."""

from __future__ import annotations

from kiosk.app.hospital_settings import InsuranceService
from kiosk.app.secret_files import secret_of
from kiosk.domain.clock import Clock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.insurance import InsuranceField, InsuranceLookup, InsuranceRules

PASSWORD_VARIABLE = "KIOSK_INSURANCE_PASSWORD"  # noqa: S105 - the name of a variable


def insurance_lookup(
    settings: InsuranceService | None, rules: InsuranceRules | None, clock: Clock
) -> InsuranceLookup | None:
    """The service that the settings name, where the site's profile releases patients' data to one; else ``None``.

    Opens no socket. Raises ``Fault(SETTINGS_MALFORMED)`` when settings and site do not fit together.
    """
    if settings is None or rules is None:
        return None
    password = secret_of(PASSWORD_VARIABLE, "insurance.password_file", settings.password_file)
    lookup = _lookup(settings, password, clock)
    withheld = [name for name in InsuranceField if name in lookup.needs - rules.release]
    if withheld:
        needed = f"{settings.service} needs {', '.join(withheld)}"
        raise Fault(FaultCode.SETTINGS_MALFORMED, f"insurance: {needed}, which the site does not release")
    return lookup


def describe_insurance(settings: InsuranceService | None, rules: InsuranceRules | None, clock: Clock) -> str:
    """Whether, where and with what of a patient a service is asked; raises like ``insurance_lookup``."""
    if settings is None:
        return "off: no service is set"
    if rules is None:
        return "off: the site releases nothing"
    insurance_lookup(settings, rules, clock)
    return f"{settings.service} at {settings.url} is given {', '.join(n for n in InsuranceField if n in rules.release)}"


def _lookup(settings: InsuranceService, password: str, clock: Clock) -> InsuranceLookup:
    from kiosk.services.hospital.gateway import GatewayAccess, InsuranceGateway

    access = GatewayAccess(
        url=settings.url,
        seconds=settings.seconds,
        account=settings.account,
        password=password,
        staff_name=settings.staff_name,
        staff_number=settings.staff_number,
        birth_format=settings.birth_format,
        authorities=settings.ca_file,
        client_certificate=settings.client_certificate,
    )
    return InsuranceGateway(access, clock)

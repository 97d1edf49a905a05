"""A hospital's outside services as settings and site want them: without the word of both, nothing of them exists."""

from __future__ import annotations

from kiosk.app.hospital.settings import InsuranceService, RegistrationService
from kiosk.app.settings.address import origin
from kiosk.app.settings.secret_files import secret_of
from kiosk.domain.clock import Clock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.insurance import InsuranceField, InsuranceLookup, InsuranceRules
from kiosk.domain.hospital.registration import PatientRegistration

PASSWORD_VARIABLE = "KIOSK_INSURANCE_PASSWORD"  # noqa: S105 - the name of a variable
SECRET_VARIABLE = "KIOSK_REGISTRATION_SECRET"  # noqa: S105


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
    """Whether, where (``origin``) and with what of a patient a service is asked; raises like ``insurance_lookup``."""
    if settings is None:
        return "off: no service is set"
    if rules is None:
        return "off: the site releases nothing"
    insurance_lookup(settings, rules, clock)
    given = ", ".join(name for name in InsuranceField if name in rules.release)
    return f"{settings.service} at {origin(settings.url)} is given {given}"


def _lookup(settings: InsuranceService, password: str, clock: Clock) -> InsuranceLookup:
    if settings.service == "medipay":
        from kiosk.services.hospital.medipay import MediPayAccess
        from kiosk.services.hospital.medipay_insurance import MediPayInsurance

        way = MediPayAccess(
            url=settings.url,
            seconds=settings.seconds,
            merchant=settings.account,
            secret=password,
            authorities=settings.ca_file,
            client_certificate=settings.client_certificate,
            table="insurance",
            keys=("account", "password_file"),
            signed=settings.signed,
        )
        return MediPayInsurance(way, clock)
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


def patient_registration(settings: RegistrationService | None, clock: Clock) -> PatientRegistration | None:
    """The hospital's own system where the settings name it; else ``None``.

    Opens no socket. Raises ``Fault(SETTINGS_MALFORMED)``.
    """
    if settings is None:
        return None
    from kiosk.services.hospital.medipay import MediPayAccess
    from kiosk.services.hospital.medipay_registration import MediPayRegistration

    access = MediPayAccess(
        url=settings.url,
        seconds=settings.seconds,
        merchant=settings.merchant,
        secret=secret_of(SECRET_VARIABLE, "registration.secret_file", settings.secret_file),
        authorities=settings.ca_file,
        client_certificate=settings.client_certificate,
        signed=settings.signed,
        order_form=settings.order_form,
    )
    return MediPayRegistration(access, clock)

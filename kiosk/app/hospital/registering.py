"""The desk of registration of a running kiosk, as settings and site want it."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.app.hospital.arrived import ArrivedPatients
from kiosk.app.hospital.clinics import Clinics, NoClinics, QueueClinics, ServiceClinics
from kiosk.app.hospital.registration_desk import NUMBER_WORDS, KioskRegistrationDesk
from kiosk.app.hospital.services import patient_registration
from kiosk.app.lists.site_list import list_folder, queue_numbers
from kiosk.app.settings.values import Settings
from kiosk.check import events as ev
from kiosk.check.runner import CheckRunner
from kiosk.check.told_numbers import has_room_for
from kiosk.domain.clock import Clock
from kiosk.domain.desks.registration import RegistrationLack
from kiosk.domain.hospital.insurance import InsuranceLookup
from kiosk.domain.hospital.registration import RegistrationField
from kiosk.domain.record import CheckId
from kiosk.domain.site import Listing, SiteProfile
from kiosk.domain.staff import StaffJournal
from kiosk.domain.text import Text
from kiosk.site.profile import Site


def arrived_patients(profile: SiteProfile, clock: Clock) -> ArrivedPatients | None:
    """Who may be registered, at a site that registers, numbers or receives patients, or asks about their insurance."""
    release = profile.registration
    if release is None and profile.queue is None and profile.insurance is None and not profile.manual_cases:
        return None
    return ArrivedPatients(clock, with_photo=RegistrationField.PHOTO in (release or ()))


def registration_desk(
    settings: Settings,
    site: Site,
    patients: ArrivedPatients,
    runner: CheckRunner,
    journal: StaffJournal,
    clock: Clock,
    lookup: InsuranceLookup | None,
) -> KioskRegistrationDesk:
    """Opens no socket and reads no list. Raises ``Fault(SETTINGS_MALFORMED)`` like ``patient_registration``."""

    def tell(about: CheckId | None, place: Text) -> bool:
        room = has_room_for(runner.kiosk, about)
        runner.post(ev.NumberGiven(about, place))
        return room

    profile = runner.kiosk.profile
    return KioskRegistrationDesk(
        patients,
        clinics_of(settings, site, clock),
        journal,
        clock,
        tell,
        lookup=lookup,
        rules=profile.insurance,
        words=profile.queue.words if settings.registration is None and profile.queue else NUMBER_WORDS,
    )


def clinics_of(settings: Settings, site: Site, clock: Clock) -> Clinics:
    """The hospital's own system where the settings name one, else the kiosk's own queues where the site has them."""
    profile = site.profile
    system = patient_registration(settings.registration, clock)
    if system is not None:
        if profile.registration is None:
            return NoClinics(RegistrationLack.NOT_RELEASED)
        return ServiceClinics(system, profile.registration, clock, _to_jpeg)
    queue = queue_numbers(settings, profile.queue)
    if queue is None or profile.queue is None:
        return NoClinics(RegistrationLack.NOT_CONFIGURED)
    return QueueClinics(queue, profile.queue, lambda: _listings(settings, site), clock)


def _listings(settings: Settings, site: Site) -> Sequence[Listing]:
    """The list in force, or the one that only this run was given."""
    from kiosk.site.roster import load_roster
    from kiosk.site.store.installed import open_current

    for_this_run = settings.roster if settings.roster_for_this_run else None
    if for_this_run is not None:
        roster = load_roster(for_this_run, site.columns)
    else:
        roster = open_current(list_folder(settings), site.columns)
    try:
        return roster.listings()
    finally:
        roster.close()


def _to_jpeg(image: bytes) -> bytes | None:
    from kiosk.app.outputs.sending import as_jpeg

    return as_jpeg(image)

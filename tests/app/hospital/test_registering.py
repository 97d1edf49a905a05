"""Which sites have a desk of registration, and where its patients are registered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.hospital.clinics import NoClinics, QueueClinics, ServiceClinics
from kiosk.app.hospital.registering import arrived_patients, clinics_of
from kiosk.app.hospital.settings import RegistrationService
from kiosk.app.settings.values import Settings
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.desks.registration import RegistrationLack
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.insurance import InsuranceRules
from kiosk.domain.hospital.queue import QueueRules
from kiosk.domain.hospital.reception import ManualCase
from kiosk.domain.hospital.registration import Catalogue, RegistrationField
from kiosk.domain.site import SiteProfile
from kiosk.domain.text import Text
from kiosk.site.profile import load_site
from tests.fakes.findings import PROFILE

ROOT = Path(__file__).parents[3]
QUEUE = QueueRules(Text("Số {value}", "Number {value}"))
BARE = replace(PROFILE, registration=None, queue=None, insurance=None, manual_cases=frozenset())
RELEASING = replace(BARE, registration=frozenset({RegistrationField.NAME}))


@pytest.mark.parametrize(
    ("profile", "has_desk"),
    [
        (BARE, False),
        (RELEASING, True),
        (replace(BARE, registration=frozenset()), True),
        (replace(BARE, queue=QUEUE), True),
        (replace(BARE, insurance=InsuranceRules()), True),
        (replace(BARE, manual_cases=frozenset({ManualCase.NO_CARD})), True),
    ],
    ids=["an exam hall", "registers", "by the number alone", "numbers", "asks about insurance", "receives by hand"],
)
def test_who_has_such_a_desk(profile: SiteProfile, has_desk: bool) -> None:
    assert (arrived_patients(profile, SystemClock()) is not None) is has_desk


@pytest.mark.parametrize("site", ["exam", "airport", "hospital"])
def test_of_the_shipped_sites_only_a_hospital_has_one(site: str) -> None:
    profile = load_site(ROOT / "config" / "sites" / f"{site}.toml").profile
    assert (arrived_patients(profile, SystemClock()) is not None) is (site == "hospital")


def settings(folder: Path, *, system: bool) -> Settings:
    (folder / "secret").write_text("a secret of the hospital")
    own = RegistrationService("https://his.invalid", merchant="kiosk-01", secret_file=folder / "secret")
    return Settings(
        file=folder / "kiosk.toml",
        name="test",
        site=folder / "site.toml",
        roster=ROOT / "config" / "lists" / "hospital-sample.csv",
        trust=folder / "trust",
        data=folder / "data",
        registration=own if system else None,
        roster_for_this_run=True,
    )


@pytest.mark.parametrize(
    ("system", "profile", "way"),
    [
        (True, replace(RELEASING, queue=QUEUE), ServiceClinics),
        (True, replace(BARE, queue=QUEUE), RegistrationLack.NOT_RELEASED),
        (False, replace(BARE, queue=QUEUE), QueueClinics),
        (False, RELEASING, RegistrationLack.NOT_CONFIGURED),
    ],
    ids=["the hospital's system", "which is given nothing", "the kiosk's own queues", "nowhere"],
)
def test_where_patients_are_registered(
    tmp_path: Path, system: bool, profile: SiteProfile, way: type | RegistrationLack
) -> None:
    site = replace(load_site(ROOT / "config" / "sites" / "hospital.toml"), profile=profile)
    clinics = clinics_of(settings(tmp_path, system=system), site, SystemClock())
    assert clinics.lack is way if isinstance(clinics, NoClinics) else type(clinics) is way


def test_a_system_that_cannot_be_asked_is_an_error_at_the_start(tmp_path: Path) -> None:
    asked = settings(tmp_path, system=True)
    assert asked.registration is not None
    asked = replace(asked, registration=replace(asked.registration, merchant=""))
    with pytest.raises(Fault, match=r"registration\.merchant") as raised:
        clinics_of(asked, load_site(ROOT / "config" / "sites" / "hospital.toml"), SystemClock())
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED


@pytest.mark.parametrize("for_this_run", [True, False], ids=["for this run", "installed"])
def test_the_clinics_come_from_the_list_in_force(tmp_path: Path, for_this_run: bool) -> None:
    site = load_site(ROOT / "config" / "sites" / "hospital.toml")
    asked = replace(settings(tmp_path, system=False), roster_for_this_run=for_this_run)
    clinics = clinics_of(asked, site, SystemClock())
    soon = Deadline(SystemClock(), 10.0)
    if for_this_run:
        ((kind, entries),) = clinics.offers(soon).catalogues
        assert (kind, len(entries)) == (Catalogue.DEPARTMENTS, len({entry.code for entry in entries}))
        return
    with pytest.raises(Fault) as raised:
        clinics.offers(soon)
    assert raised.value.code is FaultCode.LIST_MISSING, "nothing was installed yet"

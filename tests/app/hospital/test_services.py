"""Settings, secret and site -> an insurance service that may be asked, none at all, or a fault that names the key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.hospital.services import PASSWORD_VARIABLE, describe_insurance, insurance_lookup, patient_registration
from kiosk.app.hospital.settings import HealthRecordFolder, InsuranceService, RegistrationService
from kiosk.app.settings.file import load_settings
from kiosk.app.settings.values import Settings
from kiosk.domain.clock import Deadline, SystemClock
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.hospital.insurance import InsuranceField, InsuranceQuestion, InsuranceRules
from kiosk.domain.hospital.insurance_results import InsuranceFinding
from kiosk.domain.partial_date import PartialDate
from tests.fakes.insurance_gateway import ACCOUNT, PASSWORD, STAFF_NAME, STAFF_NUMBER, FakeGateway, insurance_gateway

CLOCK = SystemClock()
ALL = InsuranceRules(frozenset(InsuranceField))
SMALL = 'name = "desk-1"\nsite = "sites/hospital.toml"\ntrust = "trust"\ndata = "/var/lib/kiosk"\n'


def read(folder: Path, tables: str) -> Settings:
    path = folder / "kiosk.toml"
    path.write_text(SMALL + tables, "utf-8")
    return load_settings(path)


# What the settings say


@pytest.mark.parametrize(
    "tables",
    [
        "",
        '[insurance]\nservice = ""\nurl = "https://a.invalid"\npassword_file = ""',
        '[registration]\nurl = ""\nsecret_file = ""\n[health_records]\nfolder = ""',
    ],
    ids=["nothing", "no service", "no address, no folder"],
)
def test_everything_is_off_until_it_is_named(tmp_path: Path, tables: str) -> None:
    settings = read(tmp_path, tables)
    assert (settings.insurance, settings.registration, settings.health_records) == (None, None, None)


def test_what_may_be_set(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        """
[insurance]
service = "bhyt"
url = "https://egw.invalid"
account = "01001_BV"
password_file = "secrets/bhyt"
staff_name = "Trần Thị Bình"
staff_number = "001185000123"
birth_format = "ddMMyyyy"
ca_file = "/etc/ca.pem"
[registration]
url = "https://his.invalid"
merchant = "kiosk"
secret_file = "secrets/his"
[health_records]
folder = "out"
facility = "01001"
keep_hours = 2
""",
    )
    assert settings.insurance == InsuranceService(
        "bhyt",
        "https://egw.invalid",
        account="01001_BV",
        password_file=tmp_path / "secrets" / "bhyt",
        staff_name="Trần Thị Bình",
        staff_number="001185000123",
        birth_format="ddMMyyyy",
        ca_file=Path("/etc/ca.pem"),
    )
    assert settings.registration == RegistrationService(
        "https://his.invalid", merchant="kiosk", secret_file=tmp_path / "secrets" / "his"
    )
    assert settings.health_records == HealthRecordFolder(tmp_path / "out", "01001", 2.0)


@pytest.mark.parametrize(
    ("tables", "key"),
    [
        ('[insurance]\nservice = "other"', "insurance.service"),
        ('[insurance]\npassword = "p"', "insurance.password"),
        ('[insurance]\nstaff_number = "12345"', "insurance.staff_number"),
        ('[insurance]\nbirth_format = "MM/dd/yyyy"', "insurance.birth_format"),
        ("[insurance]\nseconds = 60", "insurance.seconds"),
        ("[registration]\nseconds = 0", "registration.seconds"),
        ('[health_records]\nfacility = "1"', "health_records.facility"),
        ('[health_records]\nfolder = "a\\u0000b"', "health_records.folder"),
    ],
    ids=str,
)
def test_errors_name_the_key(tmp_path: Path, tables: str, key: str) -> None:
    with pytest.raises(Fault) as raised:
        read(tmp_path, tables)
    assert raised.value.code is FaultCode.SETTINGS_MALFORMED
    assert raised.value.technical.startswith(f"kiosk.toml: {key}: ")


# What becomes of them


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[InsuranceService]:
    """The gateway on loopback, with everything that it needs."""
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    with insurance_gateway(FakeGateway()) as service:
        yield InsuranceService(
            "bhyt",
            service.url,
            account=ACCOUNT,
            password_file=tmp_path / "password",
            staff_name=STAFF_NAME,
            staff_number=STAFF_NUMBER,
        )


def test_a_service_and_a_site_that_releases_what_it_needs(settings: InsuranceService) -> None:
    lookup = insurance_lookup(settings, ALL, CLOCK)
    assert lookup is not None
    question = InsuranceQuestion("001090012345", "Nguyễn Văn An", PartialDate(1990, 3, 15))
    assert lookup.ask(question, Deadline(CLOCK, 30.0)).finding is not InsuranceFinding.SERVICE_FAILED


@pytest.mark.parametrize("rules", [None, ALL], ids=["no site", "no service"])
def test_both_must_want_it(settings: InsuranceService, rules: InsuranceRules | None) -> None:
    assert insurance_lookup(settings if rules is None else None, rules, CLOCK) is None


def test_a_site_that_withholds_what_the_service_needs(settings: InsuranceService) -> None:
    with pytest.raises(Fault, match="bhyt needs name, birth_date, which the site does not release"):
        insurance_lookup(settings, InsuranceRules(frozenset({InsuranceField.NUMBER})), CLOCK)


def test_the_password_by_a_variable(settings: InsuranceService, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Fault, match=r"insurance\.password_file: bhyt needs it"):
        insurance_lookup(replace(settings, password_file=None), ALL, CLOCK)
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    assert insurance_lookup(replace(settings, password_file=None), ALL, CLOCK) is not None


@pytest.mark.parametrize(
    ("changed", "key"), [({"account": ""}, "account"), ({"password_file": None}, "password_file")], ids=str
)
def test_a_hospitals_own_system_needs_an_account_too(
    settings: InsuranceService, changed: dict[str, None], key: str
) -> None:
    own = replace(settings, service="medipay")
    assert insurance_lookup(own, ALL, CLOCK) is not None
    with pytest.raises(Fault, match=rf"insurance\.{key}: medipay needs it"):
        insurance_lookup(replace(own, **changed), ALL, CLOCK)


def test_a_registration_is_there_where_it_is_set(tmp_path: Path) -> None:
    assert patient_registration(None, CLOCK) is None
    (tmp_path / "secret").write_text("s3cret\n")
    set_up = RegistrationService("https://his.invalid", merchant="kiosk", secret_file=tmp_path / "secret")
    assert patient_registration(set_up, CLOCK) is not None
    with pytest.raises(Fault, match=r"registration\.secret_file: medipay needs it"):
        patient_registration(replace(set_up, secret_file=None), CLOCK)


@pytest.mark.parametrize(
    ("service", "rules", "said"),
    [
        (False, ALL, "off: no service is set"),
        (True, None, "off: the site releases nothing"),
        (True, ALL, "bhyt at {url} is given number, name, birth_date"),
    ],
    ids=["no service", "no release", "on"],
)
def test_it_is_described(settings: InsuranceService, service: bool, rules: InsuranceRules | None, said: str) -> None:
    asked = replace(settings, url=f"{settings.url}/T0K3N") if service else None
    assert describe_insurance(asked, rules, CLOCK) == said.format(url=settings.url)

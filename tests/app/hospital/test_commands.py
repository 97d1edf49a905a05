"""``kiosk hospital`` as staff and programs meet it: words, JSON by its schemas, exit codes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kiosk.accounts import accounts
from kiosk.app.exits import Exit
from kiosk.app.main import app
from kiosk.domain.clock import SystemClock
from kiosk.domain.desks.staff import Refused
from kiosk.domain.staff import Role
from kiosk.journal.journal import Journal
from tests.fakes import medipay_service
from tests.fakes.command_line import valid
from tests.fakes.insurance_gateway import ACCOUNT, GOOD, PASSWORD, STAFF_NAME, STAFF_NUMBER, FakeGateway
from tests.fakes.issuer_service import issuer_service
from tests.fakes.medipay_service import FakeHospital
from tests.fakes.staff import HASHER, PASSWORDS
from tests.scenario.house import exam_site

STAFF = {"hoa.admin": Role.ADMINISTRATOR, "binh": Role.OPERATOR, "tam": Role.ATTENDANT}
AN = "001090012345\nNguyễn Văn An\n15/03/1990\n"
TABLES = """
[insurance]
release = ["number", "name", "birth_date"]
show = ["validity"]
[registration]
release = ["name", "birth_date"]
"""
Run = Callable[..., Result]


@pytest.fixture
def gateway() -> FakeGateway:
    return FakeGateway(lambda _: {**GOOD, "gtTheTu": "01/01/2020", "gtTheDen": "31/12/2099"})


@pytest.fixture
def system() -> FakeHospital:
    return FakeHospital()


@pytest.fixture(scope="module")
def staff(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose accounts are the staff's."""
    folder = tmp_path_factory.mktemp("staff")
    with Journal(folder / "journal.sqlite", "exam", SystemClock()) as journal:
        opened = accounts.StaffAccounts(folder / "accounts.sqlite", journal, SystemClock(), HASHER)
        for login, role in STAFF.items():
            added = opened.add(login, role, PASSWORDS[login], by="" if login == "hoa.admin" else "hoa.admin")
            assert not isinstance(added, Refused), added
        opened.close()
    return folder


@pytest.fixture
def hospital(
    tmp_path: Path, staff: Path, gateway: FakeGateway, system: FakeHospital, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Run]:
    """Runs ``kiosk hospital …`` as one of the staff, with both services on loopback."""
    monkeypatch.setattr(accounts, "SecretHasher", lambda: HASHER)
    copytree(staff, tmp_path / "data")
    exam_site(tmp_path, further=TABLES)
    (tmp_path / "password").write_text(PASSWORD)
    (tmp_path / "secret").write_text(medipay_service.SECRET)
    config = tmp_path / "kiosk.toml"
    with issuer_service(gateway) as insurance, issuer_service(system) as own:
        config.write_text(
            f"""
name = "desk-1"
site = "site.toml"
trust = "trust"
data = "data"
[insurance]
service = "bhyt"
url = "{insurance.url}"
account = "{ACCOUNT}"
password_file = "password"
staff_name = "{STAFF_NAME}"
staff_number = "{STAFF_NUMBER}"
[registration]
url = "{own.url}"
merchant = "{medipay_service.MERCHANT}"
secret_file = "secret"
""",
            "utf-8",
        )

        def run(command: str, *arguments: str, typed: str = AN, by: str = "binh", password: str = "") -> Result:
            whose = () if command == "catalogue" else ("--by", by, "--stdin")
            said = f"{password or PASSWORDS[by]}\n{typed}" if whose else ""
            called = ["hospital", command, *arguments, *whose, "--config", str(config)]
            return CliRunner().invoke(app, called, input=said)

        yield run


def acts(folder: Path) -> list[dict[str, str]]:
    """What the journal holds of these commands."""
    with closing(sqlite3.connect(folder / "data" / "journal.sqlite")) as connection:
        bodies = connection.execute("SELECT body FROM entry WHERE kind = 'staff-act' ORDER BY sequence").fetchall()
    told = [json.loads(body) for (body,) in bodies]
    return [one for one in told if one["act"] in {"asked-insurance", "registered-patient"}]


def test_an_insurance_in_force(hospital: Run, gateway: FakeGateway) -> None:
    result = hospital("insurance")
    assert result.exit_code == Exit.OK
    assert "Insurance: The insurance is in force until 31/12/2099" in result.stdout
    assert "DN401" not in result.stdout, "the site does not show the number"
    assert gateway.questions[0]["ngaySinh"] == "15/03/1990"


@pytest.mark.parametrize(
    ("code", "finding", "exit_code"),
    [("000", "in-force", Exit.OK), ("010", "expired", Exit.ATTENTION), ("100", "service-failed", Exit.DEVICE)],
)
def test_an_insurance_as_json(hospital: Run, gateway: FakeGateway, code: str, finding: str, exit_code: Exit) -> None:
    gateway.answer = lambda _: {**GOOD, "gtTheTu": "01/01/2020", "gtTheDen": "31/12/2099", "maKetQua": code}
    result = hospital("insurance", "--json")
    assert result.exit_code == exit_code
    assert valid(result.stdout)["finding"] == finding


@pytest.mark.parametrize("command", ["insurance", "register"])
@pytest.mark.parametrize(
    "typed", ["12345\nNguyễn Văn An\n15/03/1990\n", "001090012345\nNguyễn Văn An\n31/02/1990\n"], ids=["number", "day"]
)
def test_what_cannot_be_is_asked_nobody(
    hospital: Run, gateway: FakeGateway, system: FakeHospital, tmp_path: Path, command: str, typed: str
) -> None:
    result = hospital(command, typed=typed)
    assert result.exit_code == Exit.USAGE
    assert (gateway.questions, system.orders, acts(tmp_path)) == ([], [], [])


@pytest.mark.parametrize(("command", "act"), [("insurance", "asked-insurance"), ("register", "registered-patient")])
def test_who_let_the_data_out_stands_in_the_journal_and_of_whom_does_not(
    hospital: Run, tmp_path: Path, command: str, act: str
) -> None:
    assert hospital(command).exit_code == Exit.OK
    (noted,) = acts(tmp_path)
    assert (noted["act"], noted["by"]) == (act, "binh")
    assert not any(word in json.dumps(noted, ensure_ascii=False) for word in AN.split())


@pytest.mark.parametrize("command", ["insurance", "register"])
@pytest.mark.parametrize(
    ("by", "password", "said"),
    [
        pytest.param("tam", "", "This account may not do that", id="an attendant"),
        pytest.param("binh", "a wrong password", "Login, password or PIN is wrong", id="a wrong password"),
    ],
)
def test_whoever_may_not_sends_nothing(
    hospital: Run,
    gateway: FakeGateway,
    system: FakeHospital,
    tmp_path: Path,
    command: str,
    by: str,
    password: str,
    said: str,
) -> None:
    result = hospital(command, by=by, password=password)
    assert result.exit_code == Exit.USAGE
    assert said in result.output
    assert (gateway.questions, system.orders, acts(tmp_path)) == ([], [], [])


@pytest.mark.parametrize("kind", ["exam-kinds", "departments", "services"])
def test_a_catalogue(hospital: Run, kind: str) -> None:
    told = valid(hospital("catalogue", kind, "--json").stdout)
    assert (told["kind"], told["trouble"]) == (kind, None)
    assert told["entries"]
    first = told["entries"][0]
    assert f"{first['code']}\t{first['name']}" in hospital("catalogue", kind).stdout


def test_a_catalogue_that_does_not_come(hospital: Run, system: FakeHospital) -> None:
    system.code = "999"
    result = hospital("catalogue", "departments", "--json")
    assert result.exit_code == Exit.DEVICE
    assert valid(result.stdout)["trouble"] == "broken"


def test_a_registration(hospital: Run, system: FakeHospital) -> None:
    result = hospital("register", "--department", "K01", "--json")
    assert result.exit_code == Exit.OK
    assert valid(result.stdout)["queue_number"] == "42"
    (order,) = system.orders
    assert order["THONG_TIN_DICH_VU"]["MA_KHOA"] == "K01"
    about = order["THONG_TIN_BN"]
    assert (about["MA_BN"], about["HO_TEN"], about["NGAY_SINH"]) == ("BN000123", "Nguyễn Văn An", "1990-03-15")
    assert "Queue number 42" in hospital("register").stdout


def test_a_new_patient_is_registered_without_a_number_of_the_hospitals(hospital: Run, system: FakeHospital) -> None:
    system.data["/dangky-kcb"] = {"MA_LK": "LK-2", "STT_LK": "7"}
    del system.data["/benhnhan"]
    system.code = "404"
    assert hospital("register", "--json").exit_code == Exit.DEVICE
    assert system.orders[0]["THONG_TIN_BN"]["MA_BN"] == ""


def test_nobody_is_registered_while_the_hospital_does_not_say_whom_it_knows(
    hospital: Run, system: FakeHospital
) -> None:
    system.code = "999"
    result = hospital("register", "--json")
    assert result.exit_code == Exit.DEVICE
    assert valid(result.stdout)["trouble"] == "broken"
    assert system.orders == []


BINH = ("--by", "binh", "--stdin")


@pytest.mark.parametrize(
    "arguments",
    [("insurance", *BINH), ("catalogue", "services"), ("register", *BINH)],
    ids=["insurance", "catalogue", "register"],
)
def test_without_services_it_says_so(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    exam_site(tmp_path)
    config = tmp_path / "kiosk.toml"
    config.write_text('name = "a"\nsite = "site.toml"\ntrust = "trust"\ndata = "data"\n')
    result = CliRunner().invoke(app, ["hospital", *arguments, "--config", str(config)], input=AN)
    assert result.exception is not None
    assert "settings-malformed" in str(result.exception)

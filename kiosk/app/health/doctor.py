"""``kiosk doctor``: the health of every part, with what helps; one report always comes out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from kiosk.app.exits import Exit
from kiosk.app.outputs import probes as output_probes
from kiosk.app.settings.values import ScannerSettings, Settings
from kiosk.devices import probes
from kiosk.devices.probe import Health, Look, Probe, examine, worst
from kiosk.domain.clock import SystemClock
from kiosk.domain.face import Frame
from kiosk.domain.faults import Fault, FaultCode
from kiosk.domain.text import Text

FRAME_SECONDS = 5.0

_MARKS = {Health.OK: "ok  ", Health.WARN: "warn", Health.FAIL: "FAIL"}


def examine_kiosk(settings: Settings, *, but: Collection[str] = ()) -> tuple[Probe, ...]:
    """Look at every part ``but`` these; each look is alone, so that one broken part hides no other."""
    return examine({name: look for name, look in looks_of(settings, datetime.now(UTC)).items() if name not in but})


def looks_of(settings: Settings, now: datetime) -> dict[str, Look]:
    """How each part of this kiosk is looked at, in the order in which they are told."""
    looks: dict[str, Look] = {
        "readers": lambda: probes.readers(lambda: _readers(settings)),
        "camera": lambda: probes.camera(
            lambda: one_frame(settings.camera, settings.camera_rotation), quarters=quarters_wanted
        ),
        "face-models": lambda: probes.face_models(lambda: _engine(settings)),
        "liveness": lambda: probes.liveness(lambda: _liveness(settings)),
        "codes": lambda: probes.code_engine(lambda: _code_engine(settings)),
        "mrz": lambda: probes.mrz_reader(_mrz_reader),
        "list": lambda: probes.site_list(lambda: _list(settings), now),
        "trust": lambda: probes.trust(lambda: _anchors(settings), now),
        "journal": lambda: probes.journal(lambda: _journal(settings)),
        "staff": lambda: probes.staff(lambda: _logins(settings)),
        "insurance": lambda: probes.insurance(lambda: _insurance(settings)),
        "health-records": lambda: probes.health_records(lambda: _health_records(settings)),
        "issuer-check": lambda: probes.issuer_check(lambda: _issuer_check(settings)),
        "touch-keyboard": lambda: probes.touch_keyboard(lambda: _touch_keys(settings)),
        "sound": lambda: probes.sound(_player, settings.citizen.volume),
        "disk": lambda: probes.disk(settings.data),
        "clock": lambda: probes.wall_clock(now),
    }
    if settings.codes.camera:
        looks["document-camera"] = lambda: probes.camera(lambda: one_frame(settings.codes.camera), "document-camera")
    if settings.scanner.port:
        looks["scanner"] = lambda: probes.scanner(lambda: _scanner(settings.scanner))
    if settings.webhook:
        looks["webhook"] = lambda: output_probes.webhook(settings, now)
    if settings.local_api:
        looks["local-api"] = lambda: output_probes.local_api(settings)
    return looks


def report_health(settings: Settings, *, as_json: bool) -> Exit:
    """Print the report; exit 3 when a part fails."""
    found = examine_kiosk(settings)
    if as_json:
        lines = [
            {
                "name": probe.name,
                "status": probe.status.value,
                "detail": probe.detail,
                "remedy": {"vi": probe.remedy.vi, "en": probe.remedy.en},
            }
            for probe in found
        ]
        print(json.dumps({"schema": "kiosk.doctor/1", "probes": lines}, ensure_ascii=False, indent=2))
    else:
        for probe in found:
            print(f"{_MARKS[probe.status]} {probe.name:<12} {probe.detail}")
            if probe.status is not Health.OK and probe.remedy.en:
                print(f"     {'':<12} → {probe.remedy.vi}\n     {'':<12}   {probe.remedy.en}")
    return Exit.DEVICE if worst(found) is Health.FAIL else Exit.OK


def _readers(settings: Settings) -> Sequence[str]:
    try:
        from kiosk.reader.pcsc import ReaderChoice, list_readers
    except ImportError as error:
        raise Fault(FaultCode.CARD_SERVICE_DOWN, "pyscard is not installed") from error
    return list_readers(ReaderChoice(settings.reader))


def one_frame(camera: str, rotation: int = 0) -> Frame:
    """Open this camera, take one picture, close it. Raises ``Fault(CAMERA_MISSING | CAMERA_LOST)``."""
    from kiosk.biometric.camera.capture import Capture
    from kiosk.biometric.camera.sources import open_camera

    feed = Capture(open_camera(camera, rotation))
    feed.start()
    try:
        frame = feed.wait_newer(0, FRAME_SECONDS)
    finally:
        feed.stop()
    if frame is None:
        raise Fault(FaultCode.CAMERA_LOST, "no frame")
    return frame


def quarters_wanted(frame: Frame) -> int:
    """By how many the picture must be turned clockwise for a face in it to stand upright; takes a tenth of a second."""
    from kiosk.biometric.camera import upright
    from kiosk.biometric.camera.pixels import pixels_of
    from kiosk.biometric.networks.detection import FaceDetector
    from kiosk.biometric.networks.engine_choice import built_in_engines

    return upright.quarters_wanted(pixels_of(frame), FaceDetector(*built_in_engines().plan("sface").detector).faces)


def _engine(settings: Settings) -> str:
    from kiosk.app.faces.setup import make_face_engine
    from kiosk.site.profile import load_site

    return make_face_engine(settings, load_site(settings.site).profile.face).name


def _liveness(settings: Settings) -> tuple[str, Text | None]:
    from kiosk.app.faces.liveness_setup import describe_liveness

    return describe_liveness(settings)


def _code_engine(settings: Settings) -> tuple[str, Fault | None]:
    from kiosk.app.codes.kinds import code_kinds
    from kiosk.reader.scan.engines import make_engine
    from kiosk.site.profile import load_site

    travels = load_site(settings.site).profile.travel is not None
    engine = make_engine(settings.codes.engine, code_kinds(settings.codes, boarding_passes=travels))
    return engine.name, engine.lacking


def _mrz_reader() -> None:
    from kiosk.reader.scan.mrz.networks import NetworkMissingError
    from kiosk.reader.scan.mrz.reading import MrzReader

    try:
        MrzReader()
    except NetworkMissingError as error:
        raise Fault(FaultCode.MRZ_READER_BROKEN, str(error)) from error


def _scanner(scanner: ScannerSettings) -> str:
    from kiosk.reader.scanners.sources import SerialLine, SerialSource

    source = SerialSource(SerialLine(scanner.port, scanner.baud, scanner.parity))
    source.open()
    source.close()
    return scanner.port


def _touch_keys(settings: Settings) -> tuple[str, bool]:
    from kiosk.app.settings.touch_keys import describe_touch_keys
    from kiosk.devices.input_devices import read_input_devices

    return describe_touch_keys(settings.displays.touch_keyboard, read_input_devices())


def _player() -> str:
    from kiosk.ui.sound.player import COMMANDS

    return next((command[0] for command in COMMANDS if shutil.which(command[0])), "")


def _list(settings: Settings) -> probes.ListFacts:
    from kiosk.app.lists.site_list import list_facts
    from kiosk.site.profile import load_site

    return probes.ListFacts(*list_facts(settings, load_site(settings.site).columns))


def _anchors(settings: Settings) -> Sequence[datetime]:
    from kiosk.reader.trust.store.trust import open_trust

    return list(open_trust(settings.trust).last_ends().values())


def _issuer_check(settings: Settings) -> str:
    from kiosk.app.issuer_check import describe
    from kiosk.site.profile import load_site

    return describe(settings.issuer_check, load_site(settings.site).profile.issuer_release, SystemClock())


def _insurance(settings: Settings) -> str:
    from kiosk.app.hospital.services import describe_insurance
    from kiosk.site.profile import load_site

    return describe_insurance(settings.insurance, load_site(settings.site).profile.insurance, SystemClock())


def _health_records(settings: Settings) -> str:
    from kiosk.app.hospital.records import describe_records
    from kiosk.site.profile import load_site

    return describe_records(settings.health_records, load_site(settings.site).profile.health_records)


def _logins(settings: Settings) -> Sequence[str]:
    from kiosk.accounts.database import connect, failures
    from kiosk.app.staff.acts import ACCOUNTS

    if not (settings.data / ACCOUNTS).exists():
        return ()
    connection = connect(settings.data / ACCOUNTS)
    try:
        with failures():
            return [login for (login,) in connection.execute("SELECT login FROM staff")]
    finally:
        connection.close()


def _journal(settings: Settings) -> int | None:
    from kiosk.journal.journal import Journal
    from kiosk.site.profile import load_site

    settings.data.mkdir(parents=True, exist_ok=True)
    with Journal(settings.data / "journal.sqlite", load_site(settings.site).profile.name, SystemClock()) as journal:
        return journal.verify()

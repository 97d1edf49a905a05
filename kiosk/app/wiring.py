"""The one composition root: real devices, rooms and threads put together into a kiosk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import __version__
from kiosk.app.codes.frame_looks import Zones, is_ours
from kiosk.app.codes.kinds import code_kinds
from kiosk.app.codes.looked_for import looks_for_codes, looks_for_zones
from kiosk.app.codes.post import CodePost
from kiosk.app.codes.scanners import Scanners
from kiosk.app.codes.watch import SHORTEST_PAUSE, CodeWatch
from kiosk.app.faces.setup import make_face_engine, open_face_camera
from kiosk.app.hospital.reception_desk import KioskReceptionDesk
from kiosk.app.hospital.records import HealthRecords
from kiosk.app.hospital.registering import arrived_patients
from kiosk.app.hospital.services import insurance_lookup
from kiosk.app.issuer_check import issuer_verification
from kiosk.app.late_records import LateRecords
from kiosk.app.lists.site_list import corrections_file, open_list, queue_numbers
from kiosk.app.outputs.local_api import make_local_api
from kiosk.app.outputs.sending import Outputs
from kiosk.app.outputs.undecided import UndecidedPeople
from kiosk.app.records_loader import RecordsLoader
from kiosk.app.running_desks import RunningDesks
from kiosk.app.settings.live_reader import CardsHeldBack
from kiosk.app.settings.running_devices import Devices
from kiosk.app.settings.values import Settings
from kiosk.app.shifts.watch import ShiftWatch
from kiosk.app.staff.hand_desk import RunningHandDesk, RunningTakeOverDesk
from kiosk.app.staff.late_desk import LateStaffDesk
from kiosk.app.trust.late_desk import LateTrustDesk
from kiosk.check import events as ev
from kiosk.check.overrides.runner import OverrideRunner
from kiosk.check.runner import CheckRunner, Ports
from kiosk.domain.chip_reading import ElementaryFile
from kiosk.domain.clock import Clock, SystemClock
from kiosk.domain.desks.list_search import HandDesk
from kiosk.domain.desks.staff import StaffDesk
from kiosk.domain.desks.take_over import TakeOverDesk
from kiosk.domain.desks.trust_import import TrustDesk
from kiosk.domain.face import Frame
from kiosk.domain.faults import Device, Fault, FaultCode
from kiosk.domain.hospital.insurance import InsuranceAnswer
from kiosk.domain.hospital.reception import ManualPatient, ReceptionDesk
from kiosk.domain.ports import CameraSource
from kiosk.domain.presence import CardGone, CardPresence, CardSeen, PresenceEvent, ReadersChanged
from kiosk.domain.site import Need, SiteProfile
from kiosk.reader.channel import CardConnector
from kiosk.reader.emrtd.reading import EmrtdReader, Limits
from kiosk.reader.emrtd.wanted import KIOSK
from kiosk.reader.inspection import ChipInspector
from kiosk.reader.scan.duty import DutyCycle
from kiosk.reader.scan.engines import make_engine
from kiosk.reader.trust.store.trust import KioskTrust, open_trust
from kiosk.site.profile import load_site

if TYPE_CHECKING:
    from kiosk.accounts.accounts import StaffAccounts
    from kiosk.app.supervision.figures_post import FiguresPost

FRAME_SECONDS = 5.0
"""That a camera which is opened for a test has to give a picture."""


class Assembly:
    """A whole kiosk without its windows. ``start`` it, give it events by ``runner.post``, ``stop`` it."""

    def __init__(
        self,
        settings: Settings,
        presence: CardPresence,
        connector: CardConnector,
        *,
        anchors: Sequence[Path] = (),
        limits: Limits = lambda connection: None,
        clock: Clock | None = None,
        camera_reads_codes: bool | None = None,
        camera: CameraSource | None = None,
        asks_consent: bool = False,
        needs_shift: bool = False,
        seat: StaffDesk | None = None,
    ) -> None:
        """Raises ``Fault`` for settings or trust that cannot be used; what a device lacks is told by the runner."""
        from kiosk.biometric.camera.capture import Capture
        from kiosk.biometric.camera.sources import open_camera

        if camera_reads_codes is None:
            camera_reads_codes = settings.codes_by_camera
        self._settings = settings
        self._clock = clock or SystemClock()
        self._site = load_site(settings.site)
        self.trust: KioskTrust = open_trust(settings.trust, anchors)
        self.trust_desk: TrustDesk = LateTrustDesk(self._make_trust_desk)
        self.feed = Capture(camera or open_face_camera(settings))
        self._records = LateRecords()
        self._presence = presence
        self.held_back = CardsHeldBack()
        issuer = issuer_verification(settings.issuer_check, self._site.profile.issuer_release, self._clock)
        # Without a service nothing is released, and the machine asks nobody.
        profile = self._site.profile if issuer else replace(self._site.profile, issuer_release=None)
        insurance = insurance_lookup(settings.insurance, profile.insurance, self._clock)
        profile = profile if insurance else replace(profile, insurance=None)
        if not asks_consent:
            # Nobody touches a screen where invented people come, or where one check runs without a window.
            profile = replace(profile, data=replace(profile.data, consent=None))
        self.outputs = Outputs(settings, profile.data.outputs, self._clock)
        undecided = UndecidedPeople(
            profile.name, self.outputs.rules, self._clock, keeps=self.outputs.hears_of_people_only
        )
        self._records.outgoing_about = undecided.outgoing
        self._records.on_outgoing = self.outputs.wake
        profile = replace(profile, data=replace(profile.data, outputs=self.outputs.rules))
        ports = Ports(
            chip_reader=EmrtdReader(
                connector,
                self._clock,
                wanted=wanted_files(profile),
                allow_bac_fallback=settings.bac_fallback,
                limits=limits,
            ),
            inspector=ChipInspector(self.trust, keeps_details=profile.data.outputs.wants_details),
            feed=self.feed,
            make_engine=lambda: make_face_engine(settings, self._site.profile.face),
            roster=self._records,
            journal=self._records,
            issuer=issuer,
            staff_journal=self._records,
            insurance=insurance,
            queue=queue_numbers(settings, profile.queue),
        )
        codes = settings.codes
        kinds = code_kinds(codes, boarding_passes=profile.travel is not None)
        stays_open = camera_reads_codes and not codes.camera
        self.runner = CheckRunner(profile, ports, self._clock, camera_stays_open=stays_open)
        self.staff_desk: StaffDesk = seat or LateStaffDesk(self._make_staff_desk)
        self._health_records = HealthRecords(settings.health_records, profile.health_records)
        self.overrides = OverrideRunner(
            self._site.profile.overrides,
            self._records,
            self._clock,
            self._staff_decided,
            acts=self._records,
            tell_seen=self.runner.post,
        )
        self.by_hand: HandDesk = RunningHandDesk(self._records, self.runner, self._clock)
        self.take_over: TakeOverDesk = RunningTakeOverDesk(self.runner, self._clock)
        self.runner.subscribe(self.overrides.observe)
        self.overrides.subscribe(self._health_records.keep_undecided)
        self.overrides.subscribe(undecided.keep_undecided)
        self.runner.subscribe(undecided.observe)
        self.runner.subscribe(self._health_records.observe)
        self._arrived = arrived_patients(profile, self._clock)
        if self._arrived:
            self.runner.subscribe(self._arrived.observe)
        self.reception: ReceptionDesk | None = None
        if profile.manual_cases:
            desk = KioskReceptionDesk(
                profile.manual_cases,
                self._records,
                self._clock,
                lookup=insurance,
                rules=profile.insurance,
                keep=self._received,
            )
            self.runner.subscribe(desk.observe)
            self.reception = desk
        self.local_api = make_local_api(
            settings, self.outputs.rules, self.runner.post, self._clock, self.outputs.healths
        )
        if self.local_api:
            self.runner.subscribe(self.local_api.observe)
        self._accounts: StaffAccounts | None = None
        self._code_post = CodePost(self.runner.post, self._clock)
        self.scanners = Scanners(settings.scanner, self._code_post, self._clock)
        self._codes = (
            CodeWatch(
                Capture(open_camera(codes.camera)) if codes.camera else self.feed,
                lambda: make_engine(codes.engine, kinds, is_ours),
                self._code_post.take,
                self.runner.post,
                lambda: looks_for_codes(self.runner.kiosk.phase),
                duty=DutyCycle(codes.share, SHORTEST_PAUSE),
                own_camera=bool(codes.camera),
                make_zones=_make_zones if codes.mrz else None,
                zones_wanted=lambda: looks_for_zones(self.runner.kiosk.phase),
            )
            if camera_reads_codes
            else None
        )
        self._shift_watch = ShiftWatch(self._records, self.runner.post) if needs_shift else None
        self._figures = self._make_figures_post(settings.shared_figures) if settings.shared_figures else None
        loads = {Device.LIST: self._load_list, Device.JOURNAL: self._open_journal}
        self._loader = RecordsLoader(loads, self.runner.post)
        self.runner.subscribe(self._loader.observe)
        self.desks = RunningDesks(
            settings,
            self._site,
            self._records,
            self._clock,
            runner=self.runner,
            overrides=self.overrides,
            trust=self.trust,
            outputs=self.outputs,
            frame=self._one_frame,
            devices=Devices(self.feed, self.held_back),
            arrived=self._arrived,
            insurance=insurance,
        )
        self._had_reader = False

    def _staff_decided(self, decision: ev.StaffDecided) -> None:
        self.runner.post(decision)
        self._health_records.decided(decision)
        if self._arrived:
            self._arrived.decided(decision)

    def _received(self, patient: ManualPatient, answer: InsuranceAnswer | None, at: datetime) -> None:
        self._health_records.received(patient, answer, at)
        if self._arrived:
            self._arrived.received(patient, answer, at)

    def _make_trust_desk(self) -> TrustDesk:
        from kiosk.app.trust.desk import StoreDesk

        return StoreDesk(self._settings, self.trust)

    def _make_figures_post(self, folder: Path) -> FiguresPost:
        from kiosk.app.supervision.figures_post import FiguresPost

        return FiguresPost(folder, self._settings.name, self._site.profile.name, self._records, self._clock)

    def _make_staff_desk(self) -> StaffDesk | None:
        """The accounts, once the journal that every login is written into is open."""
        from kiosk.accounts.accounts import StaffAccounts
        from kiosk.accounts.desk import AccountsDesk
        from kiosk.app.staff.acts import ACCOUNTS

        if self._records.journal is None:
            return None
        self._accounts = StaffAccounts(self._settings.data / ACCOUNTS, self._records, self._clock)
        return AccountsDesk(self._accounts, self._records, self._clock, shift_mark=self._records.shift_mark)

    def _one_frame(self) -> Frame:
        """A frame of the camera that this kiosk holds, opened for it where nobody is in front of it."""
        newest = self.feed.latest()
        if newest is None:
            # A check that begins meanwhile keeps its camera, and one that ends leaves it to us.
            with self.feed.borrowed():
                newest = self.feed.wait_newer(0, FRAME_SECONDS)
        if newest is None:
            raise Fault(FaultCode.CAMERA_LOST, "no frame")
        return newest

    def start(self) -> None:
        self.runner.start()
        self._loader.start()
        if self.local_api:
            self.local_api.start()
        if self._figures:
            self._figures.start()
        if self._shift_watch:
            self._shift_watch.start()
        if self._codes:
            self._codes.start()
        self.scanners.start()
        self._presence.start(self._on_presence)

    def stop(self) -> None:
        """End every thread and close every device; safe to call once."""
        self._presence.stop()
        if self.local_api:
            self.local_api.stop()
        if self._figures:
            self._figures.stop()
        if self._shift_watch:
            self._shift_watch.stop()
        if self._codes:
            self._codes.stop()
        self.scanners.stop()
        self._loader.stop()
        self.runner.stop()
        self.overrides.stop()
        self._health_records.stop()
        if self._arrived:
            self._arrived.forget()
        self.outputs.stop()
        if self._accounts is not None:
            self._accounts.close()
        self._records.close()

    def _on_presence(self, event: PresenceEvent) -> None:
        if self.held_back and isinstance(event, CardSeen):
            return
        for one in presence_events(event, self._had_reader):
            self.runner.post(one)
        if isinstance(event, ReadersChanged):
            self._had_reader = bool(event.readers)

    def _load_list(self) -> None:
        self._records.roster = open_list(self._settings, self._site)
        self._records.corrections = corrections_file(self._settings, self._site)

    def _open_journal(self) -> None:
        """Open it; one that is open and has failed is tried, by writing down that it had."""
        if self._records.journal is not None:
            self._records.journal.note_fault(FaultCode.JOURNAL_FAILED)
            return
        from kiosk.journal.entries import JournalNote, NoteKind
        from kiosk.journal.journal import Journal as JournalFile

        try:
            self._settings.data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Fault(FaultCode.JOURNAL_FAILED, str(error.strerror)) from error
        file = self._settings.data / "journal.sqlite"
        journal = JournalFile(file, self._site.profile.name, self._clock)
        try:
            journal.note(JournalNote(NoteKind.STARTED, __version__))
            self.outputs.open(journal)
        except Fault:
            # It is opened anew in a moment.
            journal.close()
            raise
        self._records.journal = journal


def wanted_files(profile: SiteProfile) -> tuple[ElementaryFile, ...]:
    """What is read of a chip: what document checks take, what the site may hand to a service, and EF.COM if needed."""
    com = () if profile.policy.needs.ef_com is Need.MAY else (ElementaryFile.COM,)
    return (*KIOSK, *com, *(profile.issuer_release or ()))


def presence_events(event: PresenceEvent, had_reader: bool) -> tuple[ev.Event, ...]:
    """What the presence loop's word means to a check."""
    match event:
        case CardSeen(reader=reader):
            return (ev.CardPresented(reader),)
        case CardGone(reader=reader):
            return (ev.CardRemoved(reader),)
        case ReadersChanged(service=False):
            return (ev.DeviceFailed(FaultCode.CARD_SERVICE_DOWN),)
        case ReadersChanged(readers=()):
            gone = FaultCode.READER_LOST if had_reader else FaultCode.NO_READER
            return (ev.DeviceReady(Device.CARD_SERVICE), ev.DeviceFailed(gone))
        case ReadersChanged():
            return (ev.DeviceReady(Device.CARD_SERVICE), ev.DeviceReady(Device.READER))


def _make_zones() -> Zones:
    from kiosk.app.codes.zone_watch import make_zone_watch

    return make_zone_watch()

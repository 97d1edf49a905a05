"""The operator's window: the evidence side by side, the reasons with their remedies, and what staff can do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from kiosk.check import events as ev
from kiosk.check.screens import OperatorScreen, Tone
from kiosk.domain.desks.staff import DeskStatus
from kiosk.domain.face import ChipFace, Frame
from kiosk.domain.record import CheckId
from kiosk.domain.site import ListPhoto
from kiosk.domain.staff import Act, StaffMember, may
from kiosk.ui import captions
from kiosk.ui.drawing.frames import image_of
from kiosk.ui.drawing.measure import letter
from kiosk.ui.drawing.palette import PAPER, colour
from kiosk.ui.operator.board import Board, Sheet
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.evidence_lines import EvidenceLines
from kiosk.ui.operator.further_pages import HEALTH_KEY, FurtherPage, further_pages
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.health.strip import HealthStrip
from kiosk.ui.operator.keys import on_key
from kiosk.ui.operator.login.activity import Activity
from kiosk.ui.operator.login.seat_bar import SeatBar
from kiosk.ui.operator.login.view import LoginView
from kiosk.ui.operator.menu.view import MenuView
from kiosk.ui.operator.override.view import OverrideView
from kiosk.ui.operator.photo import Photo, PhotoRow
from kiosk.ui.operator.portrait_loader import DecodePortrait, PortraitLoader
from kiosk.ui.operator.scanner_setup.view import ScannerSetupView
from kiosk.ui.operator.score_bar import Score, ScoreBar
from kiosk.ui.operator.scrolling import scrolling
from kiosk.ui.operator.shift.view import ShiftView
from kiosk.ui.operator.staff_bar import StaffBar
from kiosk.ui.operator.timeline_bar import TimelineBar
from kiosk.ui.operator.touch_keyboard.keyboard import TouchKeyboard
from kiosk.ui.operator.trust_import.view import TrustImportView


class OperatorWindow(QWidget):
    """Shows one ``OperatorScreen`` at a time; what staff do goes to ``post`` as events.

    The chip's photo is decoded once a face, on a thread beside; when the check is wiped, the next screen has no photo,
    no name and no row, and nothing of them stays in a widget. ``desks`` are what staff can do beside it; a check that
    begins while certificates are imported is shown, and what was agreed to until then is taken back. With
    ``desks.staff``, nothing of a person is shown and nothing can be done before a login; without, there is none (demo).
    """

    def __init__(
        self,
        decode_portrait: DecodePortrait,
        post: Callable[[ev.Event], None],
        desks: StaffDesks | None = None,
    ) -> None:
        super().__init__()
        desks = desks or StaffDesks()
        staff = desks.staff
        self._portraits = PortraitLoader(decode_portrait)
        self._portraits.loaded.connect(self._take_chip_photo)
        self._chip_face: ChipFace | None = None
        self._list_portraits = PortraitLoader(desks.decode_list_photo) if desks.decode_list_photo else None
        if self._list_portraits is not None:
            self._list_portraits.loaded.connect(self._take_list_photo)
        self._list_picture: ListPhoto | None = None
        self._live_frame: Frame | None = None
        self._deciding: CheckId | None = None
        self._checking = False
        self._of_list: bool | None = None
        self.headline = Headline()
        self.chip_photo = Photo(captions.CHIP_PHOTO)
        self.live_photo = Photo(captions.LIVE_PHOTO)
        self.list_photo = Photo(captions.LIST_PHOTO)
        self.list_photo.show_image(None, captions.NO_LIST_PHOTO)
        self.photos = PhotoRow(self.chip_photo, self.live_photo, self.list_photo)
        self.photos.show_only(self.chip_photo, self.live_photo)
        self.score = ScoreBar()
        self.face = EvidenceLines(0.3)
        self.reasons = EvidenceLines(0.0)
        self.trouble = EvidenceLines(0.0)
        self.person = EvidenceLines(0.4)
        self.listing = EvidenceLines(0.4)
        self.document = EvidenceLines(0.6)
        self.timeline = TimelineBar()
        self._guest: QWidget | None = None
        self.trust_import = TrustImportView(desks.trust, self._close) if desks.trust else None
        self.scanner_setup = ScannerSetupView(desks.scanners, self._close) if desks.scanners else None
        self.staff_bar = StaffBar(
            post,
            self._opening(self.trust_import, self.trust_import.begin) if self.trust_import else None,
            self._opening(self.scanner_setup) if self.scanner_setup else None,
            self._see if desks.overrides and staff else None,
        )
        self.seat_bar: SeatBar | None = None
        self.strip: HealthStrip | None = None
        self.login = LoginView(staff, self._take_seat) if staff else None
        self.override = (
            OverrideView(desks.overrides, staff, self._close, self._count_waiting)
            if desks.overrides and staff
            else None
        )
        self.shift = ShiftView(desks.shifts, staff, self._close) if desks.shifts and staff else None
        self.further = further_pages(desks, staff, self._close) if staff else ()
        self.menu = MenuView(self._open_further, self._close) if self.further else None
        self._allowed: frozenset[Act] = frozenset()
        if self.login is not None:
            self.seat_bar = self._make_seat_bar(self.login)
            for key, leave in ((Qt.Key.Key_F11, self.login.log_out), (Qt.Key.Key_F12, self.login.lock)):
                on_key(self, key, partial(self._leave_seat, leave))
        self._activity = Activity(self, self.login.touch) if self.login else None
        self._sheets = {
            "face": Sheet(captions.SECTION_PHOTOS, self.photos, self.score, self.face),
            "reasons": Sheet(captions.SECTION_REASONS, self.reasons),
            "trouble": Sheet(captions.SECTION_TROUBLE, self.trouble),
            "person": Sheet(captions.SECTION_PERSON, self.person),
            "listing": Sheet(captions.SECTION_LISTING, self.listing),
            "document": Sheet(captions.SECTION_DOCUMENT, self.document),
        }
        self._board = Board(self._sheets)
        self.scrolled = scrolling(self._board)
        self._below = QVBoxLayout()
        self._below.addWidget(self.scrolled, 1)
        self._below.addWidget(self.timeline)
        self._below.addWidget(self.staff_bar)
        if self.seat_bar is not None:
            self._below.addWidget(self.seat_bar)
        self._check = QWidget()
        whole = QVBoxLayout(self._check)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.headline)
        whole.addLayout(self._below, 1)
        self._pages = QStackedLayout(self)
        guests = (self.trust_import, self.scanner_setup, self.override, self.shift, self.menu)
        for page in (self._check, *guests, *(further.view for further in self.further), self.login):
            if page is not None:
                self._pages.addWidget(page)
        for further in self.further:
            on_key(self, further.keys, partial(self._open_further, further))
        newest = desks.shifts.newest if desks.shifts else None
        self.strip = HealthStrip(desks.health, self._open_health, self, newest) if desks.health else None
        if self.login is not None:
            self.login.look()
        self.touch_keyboard = TouchKeyboard(self, desks.types_by_touch) if desks.types_by_touch else None
        self.setWindowTitle(captions.OPERATOR_TITLE.vi)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def present(self, screen: OperatorScreen) -> None:
        """Show this screen; parts that did not change cost a comparison."""
        self.headline.show_headline(screen.headline, screen.tone, screen.seconds)
        self._show_chip_photo(screen.chip_photo)
        self._show_live_photo(screen.live_photo)
        self._show_list_photo(screen.list_photo)
        self.score.show_score(_score(screen))
        checking = screen.seconds is not None
        decided = checking and screen.tone is not Tone.NEUTRAL
        lines = (
            (self.face, screen.face),
            (self.trouble, screen.trouble),
            (self.person, screen.person),
            (self.listing, screen.listing),
            (self.document, screen.document),
        )
        changed = [self._show_photos(screen), *(part.show_lines(shown) for part, shown in lines)]
        changed.append(
            self.reasons.show_lines(screen.reasons, captions.NO_REASONS if decided else captions.NOTHING_YET)
        )
        self.timeline.show_timeline(screen.timeline, screen.seconds)
        if self.login is not None:
            self.login.show_trouble(screen.trouble)
        if any(changed) or self._of_list is not screen.of_list:
            self._of_list = screen.of_list
            self._sheets["trouble"].setVisible(bool(screen.trouble))
            for of_card in ("person", "document"):
                self._sheets[of_card].setVisible(not screen.of_list)
            self._set_columns()
            self.scrolled.verticalScrollBar().setValue(0)
        if self._checking and not checking:
            self.staff_bar.forget()
        self._checking = checking
        self.staff_bar.allow_trust(not checking)
        self.staff_bar.offer_looking(screen.challenged)
        self.staff_bar.offer_deciding(screen.by_hand)
        self.staff_bar.offer_seeing(screen.to_see)
        self.staff_bar.offer_more_time(screen.more_time)
        self._turn_to_what_matters()
        self._decide_about(screen.to_decide)

    def _make_seat_bar(self, login: LoginView) -> SeatBar:
        return SeatBar(
            login.new_pin,
            login.lock,
            login.log_out,
            self._opening(self.override, self.override.begin) if self.override else None,
            self._opening(self.shift, self.shift.begin) if self.shift else None,
            self._opening(self.menu, self.menu.begin) if self.menu else None,
        )

    def _count_waiting(self, waiting: int) -> None:
        if self.seat_bar is not None:
            self.seat_bar.count(waiting)
        if self.strip is not None:
            self.strip.count_waiting(waiting)

    def _take_seat(self, status: DeskStatus | None) -> None:
        """Somebody else sits there, or nobody: what they may do, and what is shown."""
        member = status.member if status is not None and not status.locked else None
        self._allow_further(member)
        if self.seat_bar is not None:
            self.seat_bar.seat(member)
            self.seat_bar.offer_waiting(member is not None and may(member.role, Act.OVERRIDE))
            self.seat_bar.offer_shift(member is not None and may(member.role, Act.OPEN_SHIFT))
        self.staff_bar.offer_trust(member is not None and may(member.role, Act.IMPORT_TRUST))
        if member is None:
            self.staff_bar.forget()
            self._guest = None
            if self.override is not None:
                self.override.take_back()
            for further in self.further:
                further.view.take_back()
        self._turn_to_what_matters()

    def _allow_further(self, member: StaffMember | None) -> None:
        self._allowed = frozenset(act for act in Act if member is not None and may(member.role, act))
        if self.menu is not None and self.seat_bar is not None:
            offered = [page for page in self.further if page.act in self._allowed]
            self.menu.offer(offered)
            self.seat_bar.offer_menu(bool(offered))

    def _leave_seat(self, leave: Callable[[], None]) -> None:
        if self._allowed:
            leave()

    def _open_further(self, page: FurtherPage) -> None:
        if page.act in self._allowed:
            self._opening(page.view, page.view.begin)()

    def _open_health(self) -> None:
        for page in self.further:
            if page.key is HEALTH_KEY:
                self._open_further(page)

    def _opening(self, guest: QWidget, begin: Callable[[], None] | None = None) -> Callable[[], None]:
        """What shows this page instead of the check, and has it begin."""

        def opened() -> None:
            self._guest = guest
            self._turn_to_what_matters()
            self.activateWindow()
            if begin is not None:
                begin()

        return opened

    def _close(self) -> None:
        self._guest = None
        self._turn_to_what_matters()

    def _turn_to_what_matters(self) -> None:
        """Nobody sees anything before a login; a check comes before what can wait, which stays open behind it.

        Deciding about somebody goes on while the next person's check runs: that is what a queue is for.
        """
        can_wait = self._guest in (
            self.trust_import,
            self.scanner_setup,
            self.menu,
            *(further.view for further in self.further if further.can_wait),
        )
        shown = self._check if self._guest is None or (self._checking and can_wait) else self._guest
        if self.login is not None and self.login.wanted:
            shown = self.login
        if shown is self._pages.currentWidget():
            return
        if self.trust_import is not None and shown is not self.trust_import:
            self.trust_import.take_back()
        self._pages.setCurrentWidget(shown)

    def _show_chip_photo(self, face: ChipFace | None) -> None:
        if face is self._chip_face:
            return
        self._chip_face = face
        self.chip_photo.show_image(None)
        if face is not None:
            self._portraits.load(face)

    def _show_photos(self, screen: OperatorScreen) -> bool:
        """The list's photo stands beside the others, or in the place of a chip's that is not there."""
        listed = screen.of_list or (screen.list_photo is not None and self._list_portraits is not None)
        chip = (self.chip_photo,) if screen.chip_photo is not None or not listed else ()
        return self.photos.show_only(*chip, self.live_photo, *((self.list_photo,) if listed else ()))

    def _show_list_photo(self, photo: ListPhoto | None) -> None:
        if photo is self._list_picture:
            return
        self._list_picture = photo
        self.list_photo.show_image(None, captions.NO_PHOTO_YET if photo else captions.NO_LIST_PHOTO)
        if photo is not None and self._list_portraits is not None:
            self._list_portraits.load(photo)

    def _take_list_photo(self, photo: ListPhoto, image: QImage | None) -> None:
        if photo is self._list_picture:
            self.list_photo.show_image(image, captions.NO_PHOTO_YET if image else captions.LIST_PHOTO_UNREADABLE)

    def _see(self, check_id: CheckId) -> None:
        if self.override is not None:
            self.override.see(check_id)

    def _decide_about(self, check_id: CheckId | None) -> None:
        """Whoever was looked after by hand is decided about at once, by whoever may; then the page goes as it came."""
        if check_id == self._deciding or self.override is None:
            return
        self._deciding = check_id
        if check_id is not None and Act.OVERRIDE in self._allowed:
            self._opening(self.override, partial(self.override.begin_about, check_id))()
        elif check_id is None and self._guest is self.override and self.override.rests:
            self._close()

    def _take_chip_photo(self, face: ChipFace, image: QImage | None) -> None:
        """The photo of a face that is no longer shown came too late: whoever it was is gone."""
        if face is self._chip_face:
            self.chip_photo.show_image(image, captions.NO_PHOTO_YET if image else captions.CHIP_PHOTO_UNREADABLE)

    def settle(self) -> None:
        """Wait until everything that is decoded beside is there, and show it."""
        self._portraits.settle()
        if self._list_portraits is not None:
            self._list_portraits.settle()
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def _show_live_photo(self, frame: Frame | None) -> None:
        if frame is self._live_frame:
            return
        self._live_frame = frame
        self.live_photo.show_image(image_of(frame) if frame else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        gap = round(0.7 * letter(self))
        if self.strip is not None:
            height = self.strip.height_for(self.width())
            self.setContentsMargins(0, self.contentsMargins().top(), 0, height)
            self.strip.setGeometry(0, self.height() - height, self.width(), height)
        self.headline.rescale()
        self.staff_bar.rescale()
        if self.seat_bar is not None:
            self.seat_bar.rescale()
        self.timeline.setFixedHeight(self.timeline.sizeHint().height())
        self._below.setSpacing(gap)
        self._below.setContentsMargins(gap, gap, gap, gap)
        self._set_columns()

    def _set_columns(self) -> None:
        """Where nothing is of a card, its sheets leave no hole."""
        wide = self.width() / max(1, self.height())
        most = 4 if wide >= _FOUR_COLUMNS else 3 if wide > 1.0 else 2
        self._board.set_columns(_OF_LIST_COLUMNS[min(most, 3)] if self._of_list else _COLUMNS[most])

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), colour(PAPER))


_FOUR_COLUMNS = 1.55
"""Width to height: 16:10 and wider."""

_COLUMNS: dict[int, tuple[tuple[str, ...], ...]] = {
    4: (("face",), ("person",), ("document",), ("trouble", "reasons", "listing")),
    3: (("face",), ("trouble", "reasons", "person"), ("listing", "document")),
    2: (("face", "document"), ("trouble", "reasons", "person", "listing")),
}

_OF_LIST_COLUMNS: dict[int, tuple[tuple[str, ...], ...]] = {
    3: (("face",), ("listing",), ("trouble", "reasons")),
    2: (("face",), ("trouble", "reasons", "listing")),
}


def _score(screen: OperatorScreen) -> Score | None:
    if screen.score is None or screen.review_at is None or screen.accept_at is None:
        return None
    return Score(screen.score, screen.review_at, screen.accept_at)

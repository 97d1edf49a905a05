"""Every screen as a picture: window × situation × site × language × size, drawn from the program's own screen models.

``make screens`` writes them into ``build/screens/`` with an index page; ``test_gallery.py`` holds what they say to the
models without comparing a pixel.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from itertools import product
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from kiosk.check.screens import CitizenScreen, Line, OperatorScreen, citizen_screen, operator_screen
from kiosk.check.states import (
    AwaitingConsent,
    AwaitingKey,
    CheckingByHand,
    Completing,
    Kiosk,
    Reading,
    Recording,
    Repositioning,
    ShowingResult,
)
from kiosk.domain.face import Frame, LiveFace
from kiosk.domain.site import ListingAnswer, SiteProfile
from kiosk.domain.text import Text
from kiosk.site.profile import load_site
from kiosk.ui.citizen.consent_panel import in_parts
from kiosk.ui.citizen_window import CitizenWindow
from kiosk.ui.drawing.language import ENGLISH, VIETNAMESE
from kiosk.ui.operator.desks import StaffDesks
from kiosk.ui.operator.headline import Headline
from kiosk.ui.operator.health.strip import HealthStrip
from kiosk.ui.operator.login.seat_bar import SeatBar
from kiosk.ui.operator.staff_bar import StaffBar
from kiosk.ui.operator_window import OperatorWindow
from kiosk.ui.training_mark import TrainingMark
from tests.fakes.trust_desk import PREVIEWS, FakeTrustDesk
from tests.ui import desk_pages
from tests.ui.lettered import clipped, overlapping, words
from tests.ui.situations import NOW, PLACE, SITUATIONS, StillPreview, frame, plain_frame
from tests.ui.staff_pages import PAGES, make_window, open_page

SITES = Path(__file__).parent.parent.parent / "config" / "sites"
LANGUAGES = {language.code: language for language in (VIETNAMESE, ENGLISH)}
CITIZEN_SIZES = ((1280, 800), (1080, 1920))
STAFF_SIZES = ((1366, 768), (1920, 1080))
SMALL_AND_TALL = ((1024, 600), (1080, 1920))
PAGE_SIZES = (*STAFF_SIZES, *SMALL_AND_TALL)
DESK_SIZES = ((1366, 768), *SMALL_AND_TALL)
STAFF_SITE = "exam"
"""Whose checks the staff's screen shows at every size; at the other sites other words stand in the same places."""

_PLACES = {
    "exam": PLACE,
    "airport": Text("Chuyến VN 213 – Cửa 17 – Ghế 24A", "Flight VN 213 – Gate 17 – Seat 24A"),
    "hospital": Text("Phòng khám 12 – Số thứ tự 045", "Clinic 12 – Queue number 045"),
}


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture. ``window`` is «citizen», «staff», «page», «desk» or «certificates»."""

    window: str
    situation: str
    site: str
    language: str
    size: tuple[int, int]

    @property
    def name(self) -> str:
        width, height = self.size
        situation = re.sub("[^A-Za-z0-9]+", "-", self.situation).strip("-")
        return f"{self.window}-{situation}-{self.site}-{self.language}-{width}x{height}"


def site_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in SITES.glob("*.toml")))


def shots() -> Iterator[Shot]:
    """All of them: the staff's screen speaks one language, and importing certificates is the same at every site."""
    for situation, site, language, size in product(SITUATIONS, site_names(), LANGUAGES, CITIZEN_SIZES):
        yield Shot("citizen", situation, site, language, size)
    for situation, site, size in product(SITUATIONS, site_names(), PAGE_SIZES):
        if site == STAFF_SITE or size in STAFF_SIZES:
            yield Shot("staff", situation, site, VIETNAMESE.code, size)
    for page, size in product(PAGES, PAGE_SIZES):
        yield Shot("page", page, site_names()[0], VIETNAMESE.code, size)
    for page, size in product(desk_pages.PAGES, DESK_SIZES):
        yield Shot("desk", page, site_names()[0], VIETNAMESE.code, size)
    for preview, size in product(PREVIEWS, PAGE_SIZES):
        yield Shot("certificates", preview, site_names()[0], VIETNAMESE.code, size)


@cache
def profile_of(site: str) -> SiteProfile:
    return load_site(SITES / f"{site}.toml").profile


def at_site(state: Kiosk, site: str) -> Kiosk:
    """The same situation with the site's words, and a place as its list would name it.

    What the situation shows of insurance stays where the site, as it is shipped, asks for none.
    """
    profile = profile_of(site)
    state = replace(state, profile=replace(profile, insurance=profile.insurance or state.profile.insurance))
    phase = state.phase
    if not isinstance(
        phase,
        AwaitingConsent
        | AwaitingKey
        | Reading
        | Repositioning
        | CheckingByHand
        | Completing
        | Recording
        | ShowingResult,
    ):
        return state
    check = replace(phase.check, live=_seen(phase.check.live), compared=_seen(phase.check.compared))
    answer = check.evidence.listing
    if answer is not None and answer.listing is not None:
        there = ListingAnswer(answer.admission, replace(answer.listing, place=_PLACES.get(site, PLACE)))
        check = replace(check, evidence=replace(check.evidence, listing=there))
    return replace(state, phase=replace(phase, check=check))


@cache
def _picture() -> Frame:
    return frame()


def _seen(live: LiveFace | None) -> LiveFace | None:
    """The same face with a photograph in the place of plain colour."""
    return replace(live, frame=_picture()) if live else None


class Stage:
    """The windows that are photographed, each made once."""

    def __init__(self) -> None:
        self.citizen = CitizenWindow(StillPreview(_picture()), lambda _event: None, on_listen=lambda: None)
        photo = frame("obama_2010_frame.jpg")
        list_photo = StaffDesks(decode_list_photo=lambda _photo: photo)
        self.staff = OperatorWindow(lambda _face: photo, lambda _event: None, list_photo)
        self.desk = FakeTrustDesk()
        self.certificates = OperatorWindow(
            lambda _face: plain_frame(), lambda _event: None, StaffDesks(trust=self.desk)
        )
        self.pages = make_window()
        self.desks = desk_pages.DeskWindows()
        others = (self.citizen, self.staff, self.certificates, self.pages)
        self._windows: tuple[QWidget, ...] = (*others, *self.desks.windows)

    def show(self, shot: Shot) -> tuple[QWidget, tuple[Text, ...]]:
        """The window as it looks then, and everything that its model has to say."""
        window: QWidget
        match shot.window:
            case "citizen":
                window, said = self.citizen, self._citizen(shot)
            case "staff":
                window, said = self.staff, self._staff(shot)
            case "page":
                window, said = self.pages, self._page(shot)
            case "desk":
                page = desk_pages.PAGES[shot.situation]
                window, said = self.desks.window_of(page), self._desk(page, shot.size)
            case _:
                window, said = self.certificates, self._certificates(shot)
        QApplication.processEvents()
        return window, said

    def _open(self, window: QWidget, size: tuple[int, int]) -> None:
        """One at a time: function keys work in every window of a program.

        Only what is shown: a widget that a layout has yet to take in would stay hidden in it for good.
        """
        for other in QApplication.topLevelWidgets():
            if other is not window and other.isVisible():
                other.hide()
        window.resize(*size)
        window.show()
        QApplication.processEvents()

    def _citizen(self, shot: Shot) -> tuple[Text, ...]:
        state = at_site(SITUATIONS[shot.situation](), shot.site)
        self._open(self.citizen, shot.size)
        screen = citizen_screen(state, NOW + 6)
        self.citizen.show_site(state.profile.words.site)
        self.citizen.present(screen)
        self.citizen.speak(LANGUAGES[shot.language])
        return (state.profile.words.site, *_said_by_citizen(screen))

    def _staff(self, shot: Shot) -> tuple[Text, ...]:
        state = at_site(SITUATIONS[shot.situation](), shot.site)
        self._open(self.staff, shot.size)
        screen = operator_screen(state, NOW + 6)
        self.staff.present(screen)
        self.staff.settle()
        return tuple(_said_by_staff(screen))

    def _certificates(self, shot: Shot) -> tuple[Text, ...]:
        self._open(self.certificates, shot.size)
        self.certificates.present(operator_screen(SITUATIONS["idle"](), NOW))
        self.certificates.activateWindow()
        QApplication.processEvents()
        self.desk.preview = PREVIEWS[shot.situation]
        view = self.certificates.trust_import
        assert view is not None
        for key in (Qt.Key.Key_Escape, Qt.Key.Key_F6, Qt.Key.Key_F3, Qt.Key.Key_Down, Qt.Key.Key_F3):
            QTest.keyClick(self.certificates, key)
            view.settle()
        return (self.desk.preview.headline,)

    def _page(self, shot: Shot) -> tuple[Text, ...]:
        self._open(self.pages, shot.size)
        open_page(self.pages, PAGES[shot.situation])
        return PAGES[shot.situation].said

    def _desk(self, page: desk_pages.DeskPage, size: tuple[int, int]) -> tuple[Text, ...]:
        self._open(self.desks.window_of(page), size)
        self.desks.lead_to(page)
        return page.said

    def close(self) -> None:
        self.desks.close()
        for window in self._windows:
            window.close()


def _said_by_citizen(screen: CitizenScreen) -> tuple[Text, ...]:
    notice = in_parts(screen.consent) if screen.consent else ()
    return tuple(text for text in (screen.title, screen.detail, screen.hint, screen.place, *notice) if text)


def _said_by_staff(screen: OperatorScreen) -> Iterator[Text]:
    yield screen.headline
    for line in _lines(screen):
        yield from (text for text in (line.label, line.value, line.detail) if text and text.vi)


def _lines(screen: OperatorScreen) -> Iterable[Line]:
    return (*screen.reasons, *screen.document, *screen.face, *screen.person, *screen.listing, *screen.trouble)


def wrong(window: QWidget, said: Iterable[Text]) -> list[str]:
    """What is missing, clipped or covered on the window. What is scrolled away is there, but covers nothing."""
    painted = _bare(words(window))
    missing = [f"missing: «{part}»" for text in said for part in (text.vi, text.en) if _bare(part) not in painted]
    boards = list(_parts(window)) if isinstance(window, OperatorWindow) else [window]
    return missing + clipped(window) + [pair for part in boards for pair in overlapping(part)]


def _parts(window: OperatorWindow) -> Iterator[QWidget]:
    """What is shown of a staff screen, each page's scrolled contents on their own."""
    for area in window.findChildren(QScrollArea):
        if area.isVisible():
            yield area.widget()
    for kind in (Headline, StaffBar, SeatBar, HealthStrip, TrainingMark):
        yield from (part for part in window.findChildren(kind) if part.isVisible())


def _bare(text: str) -> str:
    """Letters and digits only: lines may end anywhere, and a clause of its own begins with a capital."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def write(folder: Path) -> list[str]:
    """All pictures and the index page; says what is wrong with any of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    stage, found, rows = Stage(), [], {}
    for shot in shots():
        window, said = stage.show(shot)
        found += [f"{shot.name}: {problem}" for problem in wrong(window, said)]
        if not window.grab().save(str(folder / f"{shot.name}.png")):
            raise OSError(f"cannot write {shot.name}.png")
        rows.setdefault((shot.window, shot.situation), []).append(shot)
    stage.close()
    (folder / "index.html").write_text(_page(rows, found), "utf-8")
    return found


_STYLE = """body{font-family:sans-serif;margin:2rem;background:#eef2f7;color:#10243e}h2{margin-top:2.5rem}
figure{display:inline-block;margin:.4rem;vertical-align:top}img{height:210px;border:1px solid #9fb0c3;background:#fff}
figcaption{font-size:.75rem;text-align:center}nav a{margin-right:.8rem}.wrong{color:#a3191f}"""


def _page(rows: dict[tuple[str, str], list[Shot]], found: list[str]) -> str:
    parts = [f"<!doctype html><meta charset=utf-8><title>Screens</title><style>{_STYLE}</style><h1>Screens</h1>"]
    parts.append("<p>Invented people; the photographs are public-domain test pictures.</p><nav>")
    parts += [f'<a href="#{window}-{name}">{window}: {escape(name)}</a>' for window, name in rows]
    parts.append(f"</nav><p class=wrong>{'<br>'.join(map(escape, found))}</p>")
    for (window, name), taken in rows.items():
        parts.append(f'<h2 id="{window}-{name}">{window}: {escape(name)}</h2>')
        for shot in taken:
            caption = f"{shot.site} · {shot.language} · {shot.size[0]} × {shot.size[1]}"
            picture = f'<img src="{shot.name}.png" alt="{escape(caption)}" loading=lazy>'
            parts.append(f'<figure><a href="{shot.name}.png">{picture}</a><figcaption>{escape(caption)}</figcaption>')
            parts.append("</figure>")
    return "\n".join(parts)


def main() -> int:
    """Draw all screens into the folder named on the command line; 1 if any of them is wrong."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kiosk.ui.app import make_application

    make_application()
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/screens")
    found = write(folder)
    print(f"{len(list(folder.glob('*.png')))} screens: {folder / 'index.html'}")
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

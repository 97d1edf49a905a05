"""The staff screen while somebody is looked for in the list; whoever is chosen is shown on the check's own page."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.desks.by_hand import HINDRANCES, Hindrance
from kiosk.domain.desks.list_search import FoundPeople, FoundPerson, HandDesk
from kiosk.domain.desks.staff import StaffDesk
from kiosk.domain.faults import Fault
from kiosk.ui.operator.by_hand import captions
from kiosk.ui.operator.by_hand.search_page import SearchPage
from kiosk.ui.operator.desk_thread import DeskThread
from kiosk.ui.operator.headed_view import HeadedView


class ByHandView(HeadedView):
    """``on_leave`` closes it; it closes itself when the check by hand has begun."""

    def __init__(self, desk: HandDesk, staff: StaffDesk, on_leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._staff = staff
        self._on_leave = on_leave
        self._thread = DeskThread()
        self.page = SearchPage(self._search, self._choose, self._leave)
        self.put_in(self.page)
        self.turn_to(self.page, captions.PAGE)

    def begin(self) -> None:
        self.take_back()
        why = self._desk.hindrance()
        if why is not None:
            self.page.say(HINDRANCES[why], wrong=True)
        self.page.begin_typing()

    def take_back(self) -> None:
        self._thread.drop()
        self.page.forget()

    def settle(self) -> None:
        """Wait until the list has answered, and show it."""
        self._thread.settle()

    def _leave(self) -> None:
        self.take_back()
        self._on_leave()

    def _search(self, typed: str) -> None:
        self.page.work(True)
        self._thread.ask(lambda: self._desk.find(typed), self._take, self._fail)

    def _take(self, found: FoundPeople) -> None:
        self.page.work(False)
        self.page.show_found(found)

    def _choose(self, person: FoundPerson) -> None:
        status = self._staff.status()
        if status.member is None or status.locked:
            return
        by = status.member.login
        self.page.work(True)
        self._thread.ask(lambda: self._desk.begin(person, by), self._begun, self._fail)

    def _begun(self, why: Hindrance | None) -> None:
        self.page.work(False)
        if why is not None:
            self.page.say(HINDRANCES[why], wrong=True)
        else:
            self._leave()

    def _fail(self, fault: Fault) -> None:
        self.page.work(False)
        self.page.say(fault.entry.sentence, wrong=True)

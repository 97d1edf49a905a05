"""Whatever happens at a staff screen, in whatever order: what no sequence of events can bring about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as strategy

from kiosk.check.overrides import steps as st
from kiosk.check.overrides.overriding import advance
from kiosk.check.referrals import MOST_WAITING, Referred
from kiosk.check.states import Instant
from kiosk.domain.faults import FaultCode
from kiosk.domain.override import Outcome, OverrideRules
from kiosk.domain.record import CheckId
from kiosk.domain.staff import Act, Role, StaffMember, may
from kiosk.domain.verdict import Reason, Verdict

WALL = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
RULES = OverrideRules()
STAFF = {
    login: StaffMember(login, role)
    for login, role in {
        "binh": Role.OPERATOR,
        "cuc": Role.OPERATOR,
        "lan": Role.SUPERVISOR,
        "tam": Role.ATTENDANT,
        "hoa.admin": Role.ADMINISTRATOR,
    }.items()
}
VERDICTS = {CheckId(f"c-{number}"): verdict for number, verdict in enumerate(Verdict)}

checks = strategy.sampled_from(sorted(VERDICTS))
people = strategy.sampled_from(list(STAFF.values()))
reasons = strategy.sampled_from([*(reason.code for reason in RULES.reasons), "because"])
undo_reasons = strategy.sampled_from([*(reason.code for reason in RULES.undo_reasons), "because"])
decided = checks.map(lambda check: st.Decided(Referred(check, VERDICTS[check], (Reason.FACE_UNSURE,), 0.0)))
events: strategy.SearchStrategy[st.Event] = strategy.one_of(
    decided,
    strategy.builds(st.Begun, checks, people),
    strategy.builds(st.Chosen, reasons),
    strategy.builds(st.Confirmed),
    strategy.builds(st.SecondConfirmed, people),
    strategy.builds(st.UndoWanted, checks, people, undo_reasons),
    strategy.builds(st.Written, checks, strategy.integers(1, 9)),
    strategy.builds(st.NotWritten, checks, strategy.just(FaultCode.JOURNAL_FAILED)),
    strategy.builds(st.Gone, checks),
    strategy.builds(st.Cancelled),
    strategy.builds(st.Wiped),
    strategy.builds(st.Ticked),
)


def is_allowed(effect: st.Effect) -> bool:
    """Whether whoever is named in it may do that, and there are as many as the rules want."""
    if isinstance(effect, st.WriteUndo):
        return may(STAFF[effect.undo.by].role, Act.UNDO_OVERRIDE)
    override, verdict = effect.override, VERDICTS[effect.override.check_id]
    (reason,) = [one for one in RULES.reasons_for(verdict) if one.code == override.reason]
    second = STAFF.get(override.confirmed_by)
    confirmed = second is not None and second.login != override.by and may(second.role, Act.CONFIRM_OVERRIDE)
    return (
        may(STAFF[override.by].role, Act.OVERRIDE)
        and override.outcome is reason.outcome
        and (confirmed or not RULES.takes_two(verdict, reason))
        and not (verdict is Verdict.ADMIT and override.outcome is Outcome.ADMITTED)
    )


@settings(max_examples=300)
@given(strategy.lists(strategy.tuples(events, strategy.floats(0.0, 200.0)), max_size=40))
def test_no_sequence_of_events_writes_what_the_rules_forbid(walk: list[tuple[st.Event, float]]) -> None:
    desk, now = st.Overriding(RULES), 0.0
    for event, passed in walk:
        now += passed
        was_writing = isinstance(desk.step, st.Writing | st.Undoing)
        before = desk.done
        desk, effects = advance(desk, event, Instant(now, WALL + timedelta(seconds=now)))

        assert all(is_allowed(effect) for effect in effects)
        assert not (effects and was_writing), "one entry at a time"
        assert bool(effects) <= isinstance(desk.step, st.Writing | st.Undoing)
        if len(desk.done) > len(before):
            assert isinstance(event, st.Written), "nothing is done before it is written"
        assert len(desk.queue) <= MOST_WAITING
        assert len({person.check_id for person in desk.queue}) == len(desk.queue)

"""How long each phase may last and how often a thing is tried; the 20-second budget itself is the site's."""

from __future__ import annotations

KEY_WAIT_SECONDS = 30.0
"""For a person to find and show the QR code or type six digits, with the card already there."""

CONSENT_WAIT_SECONDS = 60.0
"""For a person to read what they are asked, and to answer."""

KEY_WAIT_LONGEST_SECONDS = 180.0
"""However often somebody asks for more time; a screen that presses itself must not keep a card, or a code, for ever."""

WARNING_SECONDS = 10.0
"""A person is warned, and can ask for more time, so long before a wait for them ends."""

CARD_WAIT_SECONDS = 20.0
"""For a person to place the card after its code was read; a dead chip is never seen, so the QR goes on alone then."""

HAND_SECONDS = 180.0
"""For staff to look at somebody; whoever asks for more time has as much again."""

HAND_LONGEST_SECONDS = 900.0
"""However often they ask: the picture of whoever stands there is live all that time."""

HAND_RESULT_SECONDS = 150.0
"""For staff to choose a reason and to confirm it, somewhat more than an override's own steps last."""

TAKE_OVER_SECONDS = 600.0
"""A citizen's screen that was forgotten comes back by itself."""

TAKE_OVER_WARNING_SECONDS = 60.0

CODE_ONLY_SECONDS = 5.0
"""A check by QR code alone asks only the list."""

REPOSITION_SECONDS = 6.0

RECORD_SECONDS = 15.0
"""For a verdict to be on the disk; SQLite waits up to 5 s for another program. A disk that hangs longer has failed."""

RESULT_SECONDS = 10.0
STAFF_RESULT_SECONDS = 25.0
"""A result that staff must see stays longer."""

RESULT_LONGEST_SECONDS = 60.0
"""However often a result is held by touching it: it is about a person."""

RESULT_AFTER_CARD_SECONDS = 4.0
"""A result stays readable for this long after the card was taken."""

BOUNCE_SECONDS = 1.0
"""A card that is lifted slowly leaves the field and comes again: only one that stays so long is the next one."""

NOTICE_SECONDS = 5.0
MAX_WRONG_KEYS = 3
"""Cards slow down after wrong keys; the third one goes to staff."""

MAX_CHIP_ATTEMPTS = 3
MAX_COMPARISONS = 5
"""Each further comparison is one more chance for an impostor, so there are few."""

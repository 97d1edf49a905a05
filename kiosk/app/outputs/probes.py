"""What ``kiosk doctor`` says of the outputs: whether settings and site fit together, and what waits. Sends nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.app.outputs.local_api import describe_local_api
from kiosk.app.outputs.sending import describe_webhook
from kiosk.app.settings.values import Settings
from kiosk.app.staff.acts import JOURNAL
from kiosk.check.outgoing import WEBHOOK
from kiosk.devices.probe import Health, Probe
from kiosk.domain.clock import SystemClock
from kiosk.domain.delivery import trouble_words
from kiosk.domain.outbox import OutboxCount
from kiosk.domain.text import Text
from kiosk.site.profile import load_site

LATE = timedelta(hours=1)
_WAITS = Text(
    "Kiểm tra mạng và nơi nhận; dữ liệu được gửi lại tự động",
    "Look at the network and at the receiver; messages are sent again by themselves",
)
_RELEASE = Text("sau khi sửa, chạy «kiosk outputs retry»", "when it is mended, run «kiosk outputs retry»")
_NOT_NAMED = Text(
    "Thêm «webhook» hoặc «api» vào [outputs] trong hồ sơ của điểm kiểm tra, hoặc tắt trong cấu hình",
    "Name «webhook» or «api» under [outputs] in the site's profile, or switch it off in the settings",
)


def webhook(settings: Settings, now: datetime) -> Probe:
    """Raises ``Fault(SETTINGS_MALFORMED | JOURNAL_FAILED)``."""
    site = load_site(settings.site).profile
    told = describe_webhook(settings.webhook, settings.name, site.data.outputs, SystemClock())
    if site.data.outputs.webhook is None:
        return Probe("webhook", Health.WARN, told, _NOT_NAMED)
    count = _count(settings, site.name)
    detail = f"{told}; {count.waiting} waiting, {count.parked} parked"
    if count.parked:
        words = trouble_words(count.trouble)
        return Probe("webhook", Health.WARN, detail, Text(f"{words.vi}; {_RELEASE.vi}", f"{words.en}; {_RELEASE.en}"))
    if count.oldest_at is not None and now - count.oldest_at > LATE:
        return Probe("webhook", Health.WARN, detail, _WAITS)
    return Probe("webhook", Health.OK, detail)


def local_api(settings: Settings) -> Probe:
    """Raises ``Fault(SETTINGS_MALFORMED)``."""
    rules = load_site(settings.site).profile.data.outputs
    told = describe_local_api(settings, rules)
    return (
        Probe("local-api", Health.OK, told)
        if rules.api is not None
        else Probe("local-api", Health.WARN, told, _NOT_NAMED)
    )


def _count(settings: Settings, site: str) -> OutboxCount:
    """How full the outbox is; a kiosk without a journal has an empty one."""
    from kiosk.journal.journal import Journal

    file = settings.data / JOURNAL
    if not file.is_file():
        return OutboxCount()
    with Journal(file, site, SystemClock()) as journal:
        outbox = journal.open_outbox()
        try:
            return outbox.count(WEBHOOK)
        finally:
            outbox.close()

"""What a profile lets out, in sentences: by which way, which fields, for how long, and what consent has to say."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.domain.data_rules import DataRules
from kiosk.domain.outputs import SENSITIVE, WORDS, Fields, OutputField
from kiosk.domain.text import Text

_WAYS = (
    ("webhook", Text("Gửi (webhook) mỗi lượt", "Sent by webhook for every check")),
    ("export", Text("Giữ để xuất tệp", "Kept to be exported as a file")),
    ("api", Text("Chương trình trên máy này được hỏi", "A program on this machine may ask for")),
)
_VERDICTS = Text("chỉ kết quả, không kèm dữ liệu cá nhân", "the verdict alone, no personal data")


def outputs_explained(data: DataRules) -> Iterator[Text]:
    """The sentences; one where nothing goes out at all."""
    rules = data.outputs
    named = [(words, getattr(rules, way)) for way, words in _WAYS if getattr(rules, way) is not None]
    if not named:
        yield Text("Không dữ liệu nào của lượt kiểm tra ra khỏi máy", "Nothing about a check leaves the kiosk")
        return
    for words, fields in named:
        told = _listed(fields)
        yield Text(f"{words.vi}: {told.vi}", f"{words.en}: {told.en}")
    yield Text(
        f"Dữ liệu chờ gửi hoặc chờ xuất được xóa sau {rules.keep_days} ngày",
        f"What waits to be sent or exported is wiped after {rules.keep_days} days",
    )
    every = frozenset[OutputField]().union(*(fields for _, fields in named))
    if every & SENSITIVE:
        told = _listed(every & SENSITIVE)
        yield Text(
            f"Lời đồng ý phải nêu rõ dữ liệu nhạy cảm được gửi ra: {told.vi}",
            f"The consent text has to name the sensitive data that go out: {told.en}",
        )
    if every and data.consent is None:
        yield Text(
            "Dữ liệu ra khỏi máy mà máy không hỏi đồng ý: điểm kiểm tra phải tự xin đồng ý",
            "Data go out and the kiosk asks for no consent: the site has to ask for it itself",
        )


def _listed(fields: Fields) -> Text:
    words = [WORDS[one] for one in OutputField if one in fields]
    return Text(", ".join(one.vi for one in words), ", ".join(one.en for one in words)) if words else _VERDICTS

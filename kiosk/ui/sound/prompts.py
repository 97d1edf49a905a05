"""The spoken prompts: a fixed sentence a screen, without anything personal, as files made at build time."""

from __future__ import annotations

import wave
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from kiosk.domain.text import Text
from kiosk.ui.sound.cues import RATE

FOLDER = Path(__file__).parent / "spoken"
"""``<language>/<prompt>.wav``; ``packaging/speak_prompts.py`` makes them, and says how."""

MAX_BYTES = 2 * RATE * 15
"""Fifteen seconds: nobody listens longer."""


class Prompt(StrEnum):
    """What can be said aloud."""

    IDLE = "idle"
    CONSENT = "consent"
    CARD_WANTED = "card_wanted"
    KEY_WANTED = "key_wanted"
    READING = "reading"
    REPOSITION = "reposition"
    LOOK = "look"
    SUCCESS = "success"
    ATTENTION = "attention"
    REFER = "refer"
    REFUSE = "refuse"
    WAIT_FOR_STAFF = "wait_for_staff"
    TAKE_CARD = "take_card"
    OUT_OF_SERVICE = "out_of_service"
    MORE_TIME = "more_time"


SENTENCES: Mapping[Prompt, Text] = MappingProxyType(
    {
        Prompt.IDLE: Text(
            "Mời đặt thẻ căn cước lên đầu đọc, rồi nhìn vào camera.",
            "Please place your ID card on the reader, then look at the camera.",
        ),
        Prompt.CONSENT: Text(
            "Trước khi bắt đầu, máy cần sự đồng ý của bạn. Mời đọc màn hình, hoặc đến quầy nhân viên.",
            "Before we begin, the kiosk needs your consent. Please read the screen, or go to the staff desk.",
        ),
        Prompt.CARD_WANTED: Text(
            "Đã đọc mã. Mời đặt thẻ lên đầu đọc.", "Code read. Now place your card on the reader."
        ),
        Prompt.KEY_WANTED: Text(
            "Đưa mã QR trên thẻ vào camera, hoặc nhập sáu số cuối của số định danh.",
            "Show the card's QR code to the camera, or type the last six digits of the number.",
        ),
        Prompt.READING: Text(
            "Đang đọc thẻ. Giữ yên thẻ và nhìn vào camera.", "Reading the card. Keep it still and look at the camera."
        ),
        Prompt.REPOSITION: Text(
            "Thẻ bị lệch. Vui lòng đặt lại thẻ vào giữa đầu đọc.",
            "The card has moved. Please put it back in the middle of the reader.",
        ),
        Prompt.LOOK: Text(
            "Nhìn vào camera, đưa khuôn mặt vào khung.", "Look at the camera, with your face in the frame."
        ),
        Prompt.SUCCESS: Text(
            "Hợp lệ. Vị trí của bạn hiện trên màn hình. Vui lòng lấy lại thẻ.",
            "Verified. Where to go is on the screen. Please take your card.",
        ),
        Prompt.ATTENTION: Text(
            "Đã kiểm tra. Nhân viên sẽ xem thêm. Vui lòng lấy lại thẻ.",
            "Checked. Staff will take a look. Please take your card.",
        ),
        Prompt.REFER: Text("Vui lòng gặp nhân viên để được hỗ trợ.", "Please see the staff, who will help you."),
        Prompt.REFUSE: Text(
            "Chưa thể xác nhận. Vui lòng gặp nhân viên.", "This could not be confirmed. Please see the staff."
        ),
        Prompt.WAIT_FOR_STAFF: Text(
            "Vui lòng chờ một chút, nhân viên đang hỗ trợ.", "One moment please; the staff are looking after you."
        ),
        Prompt.TAKE_CARD: Text("Vui lòng lấy lại thẻ.", "Please take your card."),
        Prompt.OUT_OF_SERVICE: Text(
            "Máy tạm ngừng phục vụ. Mời sang quầy bên cạnh.", "Out of service. Please go to the next desk."
        ),
        Prompt.MORE_TIME: Text(
            "Sắp hết thời gian chờ. Chạm nút thêm thời gian nếu cần.",
            "The time is almost over. Touch «more time» if you need it.",
        ),
    }
)


def spoken_samples(prompt: Prompt, language: str, folder: Path = FOLDER) -> bytes:
    """The prompt's samples (``RATE``, 16-bit, one channel); empty where this language has none.

    A site may record its own files in their place; one that is not of this form is as good as none.
    """
    try:
        with wave.open(str(folder / language / f"{prompt}.wav"), "rb") as file:
            if (file.getnchannels(), file.getsampwidth(), file.getframerate()) != (1, 2, RATE):
                return b""
            return file.readframes(MAX_BYTES // 2)
    except (OSError, wave.Error, EOFError):
        return b""

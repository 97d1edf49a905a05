"""The words of the training page; scenes have their own."""

from __future__ import annotations

from kiosk.domain.text import Text

PAGE = Text("Huấn luyện", "Training")
AT_WORK = Text("Máy đang phục vụ", "The kiosk is at work")
TRAINING = Text("Đang huấn luyện – chọn người đến", "Training – choose who comes")
COMING = Text("Người này đang đến…", "They are coming…")
BEGIN_SURE = Text("Ngừng phục vụ để huấn luyện? Nhấn F3 lần nữa", "Stop serving to train? Press F3 once more")
FAILED = Text("Chưa diễn được tình huống này", "This scene could not be played")

SECTION_ABOUT = Text("Huấn luyện là gì", "What training is")
ABOUT = (
    Text(
        "Thẻ và khuôn mặt là ảo; danh sách và sổ nhật ký riêng",
        "Virtual cards and faces, a list and journal of its own",
    ),
    Text("Không có gì được gửi ra ngoài", "Nothing leaves the kiosk"),
    Text("Mọi tài khoản và mã PIN đều được chấp nhận", "Every login and PIN is accepted"),
    Text("Cả hai màn hình mang dòng chữ huấn luyện", "Both windows carry the mark of training"),
)
COST = Text("Trong lúc đó máy không phục vụ ai", "Meanwhile nobody is served here")

BUTTON_BEGIN = Text("Bắt đầu huấn luyện", "Begin training")
BUTTON_PRESENT = Text("Mời người này đến", "Let them come")
BUTTON_TAKE_CARD = Text("Người đó đi", "They go")
BUTTON_LEAVE = Text("Kết thúc huấn luyện", "End training")
BUTTON_BACK = Text("Quay lại", "Back")

"""The words of the login pages; refusals are said by the desk."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.domain.staff import Role
from kiosk.domain.text import Text

FIRST_START = Text("Tạo tài khoản quản trị viên đầu tiên", "Make the first administrator's account")
LOG_IN = Text("Nhân viên đăng nhập", "Staff login")
LOCKED = Text("Màn hình đang khóa: {login}", "The screen is locked: {login}")
WORKING = Text("Đang kiểm tra…", "Checking…")
UNUSABLE = Text("Chưa đăng nhập được", "Nobody can log in")

FIELD_LOGIN = Text("F2 · Tên đăng nhập", "Login")
FIELD_PASSWORD = Text("Mật khẩu", "Password")
FIELD_AGAIN = Text("Nhập lại mật khẩu", "The password again")
FIELD_PIN = Text("F2 · Mã PIN", "PIN")
FIELD_PASSWORD_ALONE = Text("F2 · Mật khẩu", "Password")
FIELD_NEW_PIN = Text("F2 · Mã PIN mới, 6 đến 8 chữ số", "New PIN, 6 to 8 digits")
FIELD_PIN_AGAIN = Text("Nhập lại mã PIN", "The PIN again")

NOTE_FIRST_START = Text(
    "Chưa có tài khoản nào. Quản trị viên tạo các tài khoản khác, đổi cài đặt và không quyết định thay ai",
    "There is no account yet. The administrator makes the others, changes settings and decides about nobody",
)
NOTE_LOG_IN = Text(
    "Người dân vẫn dùng máy bình thường; thông tin của họ chỉ hiện sau khi đăng nhập",
    "Citizens use the kiosk as always; what it knows of them is shown after a login",
)
NOTE_PIN = Text("Mở khóa nhanh bằng mã PIN", "Quick unlock by PIN")
NOTE_PASSWORD = Text("Cần mật khẩu để mở khóa", "The password is needed to unlock")
NOTE_NEW_PIN = Text("Mã PIN chỉ mở lại màn hình này trong ca", "The PIN only reopens this screen during the shift")
NOT_ALIKE = Text("Hai lần nhập không giống nhau", "The two entries differ")

BUTTON_MAKE = Text("Tạo tài khoản", "Make the account")
BUTTON_LOG_IN = Text("Đăng nhập", "Log in")
BUTTON_UNLOCK = Text("Mở khóa", "Unlock")
BUTTON_OTHER = Text("Người khác", "Somebody else")
BUTTON_BACK = Text("Quay lại", "Back")
BUTTON_SET_PIN = Text("Đặt mã PIN", "Set the PIN")
BUTTON_LOCK = Text("Khóa màn hình", "Lock the screen")
BUTTON_LOG_OUT = Text("Đăng xuất", "Log out")
BUTTON_PIN = Text("Mã PIN", "PIN")

SEATED = Text("{login} · {role}", "{login} · {role}")
ROLES: Mapping[Role, Text] = MappingProxyType(
    {
        Role.ATTENDANT: Text("hướng dẫn", "attendant"),
        Role.OPERATOR: Text("kiểm soát viên", "operator"),
        Role.SUPERVISOR: Text("trưởng ca", "supervisor"),
        Role.ADMINISTRATOR: Text("quản trị viên", "administrator"),
    }
)

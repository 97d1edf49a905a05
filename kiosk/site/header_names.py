"""Header names of personal data as Vietnamese offices write them; accents, capitals and brackets do not count.

They hold at every site, beside the names that its profile adds.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COMMON: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "number": (
            "Số CCCD", "CCCD", "Số căn cước", "Căn cước", "Số thẻ căn cước", "Số căn cước công dân",
            "Căn cước công dân", "Số định danh", "Số định danh cá nhân", "Mã định danh", "Mã định danh cá nhân", "ĐDCN",
            "Số ĐDCN", "Số CMND/CCCD", "CMND/CCCD", "Số CCCD/CMND", "CCCD/CMND", "Số CMT/CCCD", "CMT/CCCD",
            "Số CCCD/ĐDCN", "CCCD/ĐDCN", "Số CCCD/Mã định danh", "Số CCCD/Hộ chiếu", "Số giấy tờ",
            "Số giấy tờ tùy thân", "ID number", "Citizen ID", "Personal number",
        ),
        "old_number": ("Số CMND", "CMND", "Số CMND cũ", "CMND cũ", "Số CMT", "CMT", "Số CMND 9 số", "Old ID number"),
        "name": (
            "Họ và tên", "Họ tên", "Họ & tên", "Họ, chữ đệm và tên", "Họ và tên khai sinh", "Tên đầy đủ", "Full name",
            "Name",
        ),
        "family_name": (
            "Họ", "Họ đệm", "Họ và đệm", "Họ và tên đệm", "Họ tên đệm", "Họ và chữ đệm", "Họ chữ đệm", "Họ lót",
            "Họ và chữ lót", "Họ và tên lót", "Last name", "Family name", "Surname",
        ),
        "given_name": ("Tên", "Tên gọi", "First name", "Given name", "Given names"),
        "birth_date": (
            "Ngày sinh", "Ngày, tháng, năm sinh", "Ngày tháng năm sinh", "Ngày/tháng/năm sinh", "NTNS", "Sinh ngày",
            "Năm sinh", "Date of birth", "Birth date", "Birthday", "DOB",
        ),
        "sex": ("Giới tính", "Giới", "Phái", "Nam/Nữ", "Nữ", "Sex", "Gender"),
    }
)  # fmt: skip

"""What is wrong with a row of a list, in sentences for the office that wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.domain.text import Text
from kiosk.site.entries import Problem

PROBLEMS: Mapping[Problem, Text] = MappingProxyType(
    {
        Problem.NO_KEY: Text("thiếu mã (số báo danh, mã đặt chỗ…)", "no key (candidate number, booking…)"),
        Problem.KEY_TWICE: Text("mã trùng với một dòng ở trên", "the key stands in a row above too"),
        Problem.KEY_IS_NUMBER: Text(
            "mã chính là số định danh hoặc số CMND", "the key is a personal number, which may not be one"
        ),
        Problem.NUMBER_TWICE: Text("số định danh trùng với một dòng ở trên", "the number stands in a row above too"),
        Problem.TOO_MANY_CELLS: Text("dòng có nhiều ô hơn tiêu đề", "more cells than the header has"),
        Problem.NOBODY: Text(
            "không có số định danh, cũng không đủ họ tên và ngày sinh", "neither a number nor a name with a birth date"
        ),
        Problem.NO_NUMBER: Text("thiếu số định danh", "no number"),
        Problem.NUMBER_UNCLEAR: Text(
            "số định danh không đủ 12 số, không phục hồi chắc chắn được", "the number has not 12 digits"
        ),
        Problem.OLD_NUMBER_UNCLEAR: Text("số CMND không đủ 9 số", "the old number has not 9 digits"),
        Problem.BIRTH_DATE_UNCLEAR: Text("không hiểu ngày sinh", "the birth date is not understood"),
        Problem.SEX_UNCLEAR: Text("không hiểu giới tính", "the sex is not understood"),
        Problem.REMARK: Text("dòng ghi chú cuối danh sách, không phải người", "a remark below the list, no person"),
    }
)

"""The report of a shift as a PDF of A4 pages, with a page to sign."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace, TTFFont

from kiosk.domain.shift import ShiftReport
from kiosk.domain.text import Text
from kiosk.journal.report.content import (
    NOT_CLOSED,
    NOTHING,
    SIGNERS,
    STATEMENT,
    TITLE,
    Cell,
    Named,
    Table,
    closing_lines,
    tables,
)

FAMILY = "report"
LONGEST_CELL = 300
MISSING = "?"
_GREY = (90, 90, 90)
_SHADE = FontFace(emphasis="BOLD", fill_color=(232, 236, 240))
_SIGNATURE_MM = 32.0
_BLOCK_MM = 36.0
"""Room for a table's title, its head and a row or two: less, and it begins on the next page."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Files of a typeface with every Vietnamese letter."""

    regular: Path
    bold: Path


class Sheets(FPDF):
    """A4 with a line at the foot of every page."""

    def __init__(self, title: str, foot: str, made_at: datetime, fonts: Fonts, *, wide: bool = False) -> None:
        super().__init__(orientation="landscape" if wide else "portrait", unit="mm", format="A4")
        self.add_font(FAMILY, "", fonts.regular)
        self.add_font(FAMILY, "B", fonts.bold)
        self.set_font(FAMILY, "", 9)
        self.set_margins(18, 16, 18)
        self.set_auto_page_break(True, margin=18)
        self.set_creation_date(made_at)
        self.set_title(title)
        self.set_creator("kiosk")
        self._foot = foot
        regular = self.fonts[FAMILY]
        assert isinstance(regular, TTFFont)
        self._letters = frozenset(regular.cmap)

    def close_fonts(self) -> None:
        """Close the font files, which the library leaves open."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def footer(self) -> None:
        self.set_y(-13)
        self.set_font(FAMILY, "", 7)
        self.set_text_color(*_GREY)
        self.cell(0, 4, self.shown(self._foot), align="L")
        self.cell(0, 4, f"{self.page_no()}/{{nb}}", align="R")
        self.set_text_color(0, 0, 0)

    def shown(self, value: Cell) -> str:
        """One line of letters that the typeface has; nothing that turns the direction of writing or breaks the line."""
        text = f"{value.vi} / {value.en}" if isinstance(value, Text) else str(value)
        text = unicodedata.normalize("NFC", " ".join(text[: 4 * LONGEST_CELL].split()))
        letters = (
            letter if ord(letter) in self._letters else MISSING if unicodedata.category(letter)[0] in "LNPS" else ""
            for letter in text
        )
        return "".join(letters)[:LONGEST_CELL]

    def write_line(self, text: str, size: float, *, bold: bool = False, height: float = 5.0) -> None:
        self.set_font(FAMILY, "B" if bold else "", size)
        self.multi_cell(0, height, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")


class Paper(Sheets):
    """The pages of one shift."""

    def __init__(self, report: ShiftReport, fonts: Fonts) -> None:
        title = f"{TITLE.vi} {report.shift.number}"
        super().__init__(title, f"{report.site} · {report.kiosk} · {title}", report.made_at, fonts)


def document(report: ShiftReport, named: Named, fonts: Fonts) -> bytes:
    """The PDF file. Raises ``FileNotFoundError`` when a font file is missing."""
    paper = Paper(report, fonts)
    try:
        paper.add_page()
        paper.write_line(TITLE.vi, 18, bold=True, height=9)
        paper.write_line(TITLE.en, 10)
        if report.closing is None:
            paper.write_line(paper.shown(NOT_CLOSED), 10, bold=True)
        for table in tables(report, named):
            draw(paper, table)
        _signatures(paper, report)
        return bytes(paper.output())
    finally:
        paper.close_fonts()


def draw(paper: Sheets, table: Table) -> None:
    """The table with its title, over as many pages as it takes."""
    if paper.will_page_break(_BLOCK_MM):
        paper.add_page()
    paper.ln(5)
    if table.title != TITLE:
        paper.write_line(paper.shown(table.title), 11, bold=True, height=7)
    paper.set_font(FAMILY, "", 8)
    if not table.rows:
        paper.write_line(paper.shown(NOTHING), 8)
        return
    aligned = tuple("RIGHT" if column.is_number else "LEFT" for column in table.columns)
    with paper.table(
        col_widths=tuple(column.width for column in table.columns),
        text_align=aligned,
        headings_style=_SHADE,
        borders_layout="HORIZONTAL_LINES",
        line_height=4.2,
        padding=(0.8, 1.2),
    ) as drawn:
        drawn.row([paper.shown(column.title) for column in table.columns])
        for row in table.rows:
            drawn.row([paper.shown(cell) for cell in row])


def _signatures(paper: Paper, report: ShiftReport) -> None:
    paper.add_page()
    paper.write_line(paper.shown(Text("Xác nhận và ký tên", "Confirmation and signatures")), 13, bold=True, height=8)
    paper.ln(2)
    paper.write_line(STATEMENT.vi, 10)
    paper.write_line(STATEMENT.en, 8)
    paper.ln(3)
    for label, value in closing_lines(report):
        paper.write_line(paper.shown(label), 8)
        paper.write_line(paper.shown(value), 11, bold=True, height=6)
        paper.ln(1)
    paper.ln(6)
    width = paper.epw / len(SIGNERS)
    top = paper.get_y()
    for number, signer in enumerate(SIGNERS):
        left = paper.l_margin + number * width
        paper.set_xy(left, top)
        paper.set_font(FAMILY, "B", 10)
        paper.cell(width, 5, signer.vi, align="C", new_x=XPos.LEFT, new_y=YPos.NEXT)
        paper.set_font(FAMILY, "", 8)
        paper.cell(width, 4, signer.en, align="C", new_x=XPos.LEFT, new_y=YPos.NEXT)
        paper.cell(width, 4, "Ký, ghi rõ họ tên / signature, full name", align="C")
        paper.line(left + 4, top + _SIGNATURE_MM, left + width - 4, top + _SIGNATURE_MM)

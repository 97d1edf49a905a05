"""Codes that are not an ID card's, of fictitious people: insurance cards, boarding passes, and what else is shown."""

from __future__ import annotations

INSURANCE_CARD = (
    "DN4010123456789|4e677579e1bb856e2056c4836e20416e|15/03/1990|1|-|01 - 001|01/01/2026|31/12/2026|05/01/2026"
    "|01010012345678|-|4|01/01/2031|0123456789abcdef-0000|$"
)
INSURANCE_NEWER = (
    "0123456789|4cc3aa20486fc3a06e672042e1baa36f|2012|1|5468c3b46e20c490c3b46e67|34 - 007|01/01/2026|-|05/01/2026"
    "|-|4cc3aa2056c4836e2042c3a36f|4|-|0123456789abcdef-7102|4|5468c3a1692042c3ac6e68|$"
)

_SIGNATURE = "GIWVC5EH7JNT684FVNJ91W2QA4DVN5J8K4F0L0GEQ3DF5TGBN8709HKT5D3DW3GBHFCVHMY7J5T6HFR41W2QA4DVN5J8K4F0L0GE"
BOARDING_PASSES = {
    "one leg, mandatory fields only": "M1DESMARAIS/LUC       EABC123 YULFRAAC 0834 326J001A0025 100",
    "one leg, mandatory fields and security data": (
        f"M1DESMARAIS/LUC       EABC123 YULFRAAC 0834 326J001A0025 100^164{_SIGNATURE}"
    ),
    "one leg, all fields": (
        "M1DESMARAIS/LUC       EAB12C3 YULFRAAC 0834 326J003A0027 167>5321WW1325BAC 00141234560020014123467001"
        "00141234789012A0141234567890 1AC AC 1234567890123    4PCYLX58Z^108ABCDEFGH"
    ),
    "one leg, some fields": (
        "M1GRANDMAIRE/MELANIE  EABC123 GVACDGAF 0123 339C002F0025 130>5002A0571234567890  AF AF 1234567890123456    Y"
        "^108ABCDEFGH"
    ),
    "two legs, all fields": (
        "M2DESMARAIS/LUC       EABC123 YULFRAAC 0834 226F001A0025 14D>6181WW6225BAC 00141234560032A0141234567890 1AC"
        " AC 1234567890123    20KYLX58ZDEF456 FRAGVALH 3664 227C012C0002 12E2A0140987654321 1AC AC 1234567890123    2PC"
        f"NWQ^164{_SIGNATURE}"
    ),
    "two legs, some fields": (
        "M2GRANDMAIRE/MELANIE  EABC123 GVACDGAF 0123 339C002F0025 130>5002A0571234567890  AF AF 1234567890123456    Y"
        "DEF456 CDGDTWNW 0049 339F001A0002 12C2A012098765432101                       2PC ^108ABCDEFGH"
    ),
}
"""The examples of IATA Resolution 792, attachment B; the security data of some cut to eight characters."""

VIETNAMESE_PASS = "M1NGUYEN/VAN AN MR    EKZ7XQ2 SGNHANVN 0240 326Y012C0087 100"

OTHERS = {
    "vneid": [
        "https://vneid.gov.vn/?q=1",
        "HTTPS://app.VNeID.gov.vn",
        "vneid://share?x=1",
        "dichvucong.dancuquocgia.gov.vn/x",
    ],
    "link": [
        "https://example.org",
        "http://example.org/vneid.gov.vn",
        "WWW.EXAMPLE.ORG",
        "https://vneid.gov.vn.example.org/",
    ],
    "contact": [
        "BEGIN:VCARD\nVERSION:3.0\nN:An\nEND:VCARD",
        "MECARD:N:An;;",
        "mailto:an@example.org",
        "tel:+84123456789",
    ],
    "wifi": ["WIFI:T:WPA;S:hall;P:secret;;"],
    "payment": [
        "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F",
        "000201010212540510000530370463041234",
    ],
    "product": ["8934563138165", "96385074"],
    "unknown": [
        "",
        "   ",
        "001090012345",
        "8934563138160",
        "000201 and so on",
        "001090012345|Nguyễn Văn An|15/03/1990|1|Q123|",
        "xin chào",
        "|" * 4000,
        "\u202e\u0000\u0007",
        "'; DROP TABLE journal; --",
        "{0.__class__} %s %n",
        "<img src=x onerror=alert(1)>",
    ],
}
"""By their kinds: what people hold in front of a kiosk beside their card."""

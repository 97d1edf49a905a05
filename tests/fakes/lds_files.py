"""Builds the files of a chip, byte by byte, for the fictitious people of the reference vectors."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.reader import tlv

QR_A = "001090012345|012345678|Nguyễn Văn An|15031990|Nam|Số 1, Tổ 2, Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh|10052021"
QR_B = (
    "079185006789||Trần Thị Bích Ngọc|20081985|Nữ"
    "|131/9/2 Đường Hùng Vương, Tổ 5, Phường Trần Hưng Đạo, TP. Quảng Ngãi, Quảng Ngãi|15082024||||"
)
QR_D = "001212003456||Lê Hoàng Bảo|10062012|Nam|Thôn Đông, Xã Đông Quý, Tiền Hải, Thái Bình|15082024||||"

MRZ_A = "IDVNM0900123450001090012345<<19003152M3003150VNM<<<<<<<<<<<2NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<"
MRZ_B_2021 = "IDVNM1850067894079185006789<<48508203F2508201VNM<<<<<<<<<<<4TRAN<<THI<BICH<NGOC<<<<<<<<<<<"
MRZ_B_2024 = "IDVNM1850067894079185006789<<48508203F4508205VNM<<<<<<<<<<<0TRAN<<THI<BICH<NGOC<<<<<<<<<<<"
MRZ_C = "IDVNM0600001234036060000123<<96002017M9912315VNM<<<<<<<<<<<0DO<<MINH<DUC<<<<<<<<<<<<<<<<<<"
MRZ_D = "IDVNM2120034561001212003456<<21206108M3706107VNM<<<<<<<<<<<0LE<<HOANG<BAO<<<<<<<<<<<<<<<<<"

DG13_A = bytes.fromhex(
    "6D82019A30820196020101060628D316010008318201873011020101130C30303130393030313233343530150201020C104E677579E1BB85"
    "6E2056C4836E20416E300F020103130A31352F30332F3139393030080201040C034E616D300F0201050C0A5669E1BB8774204E616D300902"
    "01060C044B696E68300B0201070C064B68C3B46E67302B0201080C26C490C3B46E67205175C3BD2C205469E1BB816E2048E1BAA3692C2054"
    "68C3A1692042C3AC6E68303E0201090C3953E1BB9120312C2054E1BB9520322C2042E1BABF6E204E6768C3A92C205175E1BAAD6E20312C20"
    "54502E2048E1BB93204368C3AD204D696E68302C02010A0C274EE1BB9174207275E1BB936920433A31636D207472C3AA6E20736175206DC3"
    "A970207472C3A169300F02010B130A31302F30352F32303231300F02010C0C0A31352F30332F32303330302E02010D30150C134E677579E1"
    "BB856E2056C4836E2042C3AC6E6830120C105472E1BAA76E205468E1BB8B204C616E300302010E300E02010F130930313233343536373830"
    "15020110131030313233343536373839414243444546"
)

JPEG = b"\xff\xd8\xff\xe0 no real picture \xff\xd9"
JP2 = b"\x00\x00\x00\x0cjP  \r\n\x87\n no real picture"
J2K = b"\xff\x4f\xff\x51 no real picture"

TEXT, PRINTABLE = 0x0C, 0x13


def com(*tags: int) -> bytes:
    listed = tlv.encode(0x5C, bytes(tags))
    return tlv.encode(0x60, tlv.encode(0x5F01, b"0107") + tlv.encode(0x5F36, b"040000") + listed)


def dg1(mrz: str) -> bytes:
    return tlv.encode(0x61, tlv.encode(0x5F1F, mrz.encode()))


def facial_record(*images: bytes, feature_points: int = 0, length: int | None = None) -> bytes:
    """ISO/IEC 19794-5: one record with a block for each image, 240 × 320 pixels claimed."""
    blocks = b""
    for image in images:
        size = 20 + 8 * feature_points + 12 + len(image)
        header = size.to_bytes(4, "big") + feature_points.to_bytes(2, "big") + bytes(14)
        picture = bytes((1, 0)) + (240).to_bytes(2, "big") + (320).to_bytes(2, "big") + bytes(6)
        blocks += header + bytes(8 * feature_points) + picture + image
    total = 14 + len(blocks) if length is None else length
    return b"FAC\x00010\x00" + total.to_bytes(4, "big") + len(images).to_bytes(2, "big") + blocks


def dg2(*records: bytes, block_tag: int = 0x5F2E) -> bytes:
    """One CBEFF template for each record."""
    header = tlv.encode(0xA1, bytes.fromhex("80020101 810102 87020101 88020008"))
    templates = b"".join(tlv.encode(0x7F60, header + tlv.encode(block_tag, record)) for record in records)
    return tlv.encode(0x75, tlv.encode(0x7F61, tlv.encode(0x02, bytes((len(records),))) + templates))


def portrait(image: bytes = JPEG) -> bytes:
    """A DG2 with one image."""
    return dg2(facial_record(image))


def dg13_field(number: int, *values: bytes) -> bytes:
    return tlv.encode(0x30, tlv.encode(0x02, bytes((number,))) + b"".join(values))


def text(value: str, tag: int = TEXT) -> bytes:
    return tlv.encode(tag, value.encode("utf-16-be" if tag == 0x1E else "utf-8"))


def dg13(*fields: bytes, oid: str = "28D316010008", behind: bytes = b"") -> bytes:
    body = tlv.encode(0x02, b"\x01") + tlv.encode(0x06, bytes.fromhex(oid)) + tlv.encode(0x31, b"".join(fields))
    return tlv.encode(0x6D, tlv.encode(0x30, body)) + behind


def dg13_of(texts: dict[int, str]) -> bytes:
    """A DG13 with these fields as UTF-8 strings."""
    return dg13(*(dg13_field(number, text(value)) for number, value in texts.items()))


def security_object(
    hashes: Sequence[tuple[int, bytes]], algorithm: str = "608648016503040201", version: int = 0
) -> bytes:
    """LDSSecurityObject; ``algorithm`` is the object identifier's contents in hexadecimal, SHA-256 by default."""
    identifier = tlv.encode(0x30, tlv.encode(0x06, bytes.fromhex(algorithm)) + tlv.encode(0x05, b""))
    listed = b"".join(
        tlv.encode(0x30, tlv.encode(0x02, bytes((number,))) + tlv.encode(0x04, value)) for number, value in hashes
    )
    body = tlv.encode(0x02, bytes((version,))) + identifier + tlv.encode(0x30, listed)
    if version:
        body += tlv.encode(0x30, tlv.encode(0x13, b"0107") + tlv.encode(0x13, b"040000"))
    return tlv.encode(0x30, body)

"""Elliptic curves as the chip's protocols need them: point arithmetic, point encoding, the standardized parameters.

`cryptography` neither adds points nor takes a generator of the caller's choice, and PACE's generic mapping needs both.
The arithmetic is not constant in time: every scalar that passes here is ephemeral, and the passwords are no secrets
that a stopwatch at this kiosk could learn.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.reader.domain_parameters import ElementError


class PointError(ElementError):
    """The point is malformed, not on the curve, or the point at infinity, with which no protocol may go on."""


@dataclass(frozen=True, slots=True)
class Point:
    """An affine point; infinity has no representation, operations that reach it raise ``PointError``."""

    x: int = field(repr=False)
    y: int = field(repr=False)


_Jacobian = tuple[int, int, int]
_INFINITY: _Jacobian = (1, 1, 0)


@dataclass(frozen=True, slots=True)
class Curve:
    """``y² = x³ + ax + b`` over the prime field ``p``, with generator ``g`` of prime order ``n`` and cofactor ``h``.

    All curves of this program have ``h = 1``, so a point on the curve is in the group.
    """

    name: str
    oid: str
    p: int = field(repr=False)
    a: int = field(repr=False)
    b: int = field(repr=False)
    g: Point = field(repr=False)
    n: int = field(repr=False)
    h: int = field(default=1, repr=False)

    @property
    def size(self) -> int:
        """Bytes of one coordinate."""
        return (self.p.bit_length() + 7) // 8

    def contains(self, point: Point) -> bool:
        x, y, p = point.x, point.y, self.p
        return 0 <= x < p and 0 <= y < p and (y * y - (x * x + self.a) * x - self.b) % p == 0

    def add(self, left: Point, right: Point) -> Point:
        """The sum; raises ``PointError`` when it is infinity."""
        return self._affine(self._add_affine((left.x, left.y, 1), right))

    def multiply(self, k: int, point: Point) -> Point:
        """``k · point``; raises ``PointError`` when it is infinity."""
        result = _INFINITY
        for bit in bin(k % self.n)[2:]:
            result = self._double(result)
            if bit == "1":
                result = self._add_affine(result, point)
        return self._affine(result)

    def encode_point(self, point: Point) -> bytes:
        """Uncompressed: ``04 ‖ x ‖ y`` (BSI TR-03111 §3.2.1)."""
        return b"\x04" + point.x.to_bytes(self.size, "big") + point.y.to_bytes(self.size, "big")

    def decode_point(self, encoded: bytes) -> Point:
        """An uncompressed point that lies on the curve; anything else raises ``PointError``."""
        if len(encoded) != 1 + 2 * self.size or encoded[0] != 4:
            raise PointError(f"no uncompressed point of {self.name}")
        point = Point(
            int.from_bytes(encoded[1 : 1 + self.size], "big"),
            int.from_bytes(encoded[1 + self.size :], "big"),
        )
        if not self.contains(point):
            raise PointError(f"the point is not on {self.name}")
        return point

    @property
    def embeds(self) -> bool:
        """Whether ``embed`` works: not on secp224r1 (ICAO Doc 9303-11 §9.5.1), whose p is 1 modulo 4."""
        return self.p % 4 == 3

    def embed(self, x: int) -> Point:
        """The point that a field element becomes in the integrated mapping (ICAO Doc 9303-11 appendix B.2).

        The simplified Shallue-van de Woestijne-Ulas map: one of two candidates for x always has a square root, and a
        single power tells which and gives the root. Raises ``PointError`` where the map does not work.
        """
        if not self.embeds:
            raise PointError(f"the integrated mapping does not work on {self.name}")
        p = self.p
        alpha = -x * x % p
        inverse = pow(alpha + alpha * alpha, p - 2, p)
        x2 = -self.b * pow(self.a, -1, p) * (1 + inverse) % p
        h2 = (x2 * x2 * x2 + self.a * x2 + self.b) % p
        root = pow(h2, p - 1 - (p + 1) // 4, p)
        if root * root * h2 % p == 1:
            point = Point(x2, root * h2 % p)
        else:
            point = Point(alpha * x2 % p, root * pow(x, 3, p) * h2 % p)
        if not self.contains(point):
            raise PointError("the field element has no image")
        return point

    def encode_x(self, point: Point) -> bytes:
        """The x-coordinate at full length: the shared secret of a key agreement (BSI TR-03111 §4.3.1)."""
        return point.x.to_bytes(self.size, "big")

    def _double(self, point: _Jacobian) -> _Jacobian:
        x, y, z = point
        if z == 0 or y == 0:
            return _INFINITY
        p = self.p
        yy = y * y % p
        s = 4 * x * yy % p
        m = (3 * x * x + self.a * pow(z, 4, p)) % p
        x3 = (m * m - 2 * s) % p
        return x3, (m * (s - x3) - 8 * yy * yy) % p, 2 * y * z % p

    def _add_affine(self, left: _Jacobian, right: Point) -> _Jacobian:
        x1, y1, z1 = left
        if z1 == 0:
            return right.x, right.y, 1
        p = self.p
        zz = z1 * z1 % p
        h = (right.x * zz - x1) % p
        r = (right.y * zz * z1 - y1) % p
        if h == 0:
            return self._double(left) if r == 0 else _INFINITY
        hh = h * h % p
        hhh = h * hh % p
        v = x1 * hh % p
        x3 = (r * r - hhh - 2 * v) % p
        return x3, (r * (v - x3) - y1 * hhh) % p, z1 * h % p

    def _affine(self, point: _Jacobian) -> Point:
        x, y, z = point
        if z == 0:
            raise PointError("the point at infinity")
        inverse = pow(z, -1, self.p)
        square = inverse * inverse % self.p
        return Point(x * square % self.p, y * square * inverse % self.p)


def verify_ecdsa(curve: Curve, public: Point, digest: bytes, r: int, s: int) -> bool:
    """Whether ``(r, s)`` signs the digest (BSI TR-03111 §4.2.1.2), on any curve of ours; a long digest is cut."""
    if not (0 < r < curve.n and 0 < s < curve.n and curve.contains(public)):
        return False
    e = int.from_bytes(digest, "big") >> max(0, 8 * len(digest) - curve.n.bit_length())
    inverse = pow(s, -1, curve.n)
    try:
        by_key = curve.multiply(r * inverse, public)
        # The sum's first term vanishes for a digest of zero; the group has no other way to infinity here.
        point = curve.add(curve.multiply(e * inverse, curve.g), by_key) if e % curve.n else by_key
    except PointError:
        return False
    return point.x % curve.n == r


def match_curve(p: int, a: int, b: int, g: Point, n: int) -> Curve | None:
    """The named curve that has exactly these explicit parameters, or ``None``."""
    for curve in STANDARDIZED_DOMAIN_PARAMETERS.values():
        if (curve.p, curve.a, curve.b, curve.g, curve.n) == (p, a, b, g, n):
            return curve
    return None


def named_curve(oid: str) -> Curve | None:
    """The curve with this dotted object identifier, or ``None``."""
    return next((curve for curve in STANDARDIZED_DOMAIN_PARAMETERS.values() if curve.oid == oid), None)


def _curve(name: str, oid: str, *, p: str, a: str, b: str, gx: str, gy: str, n: str) -> Curve:
    return Curve(name, oid, int(p, 16), int(a, 16), int(b, 16), Point(int(gx, 16), int(gy, 16)), int(n, 16))


STANDARDIZED_DOMAIN_PARAMETERS: dict[int, Curve] = {
    8: _curve(
        "secp192r1",
        "1.2.840.10045.3.1.1",
        p="FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFFFFFFFFFF",
        a="FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFFFFFFFFFC",
        b="64210519E59C80E70FA7E9AB72243049FEB8DEECC146B9B1",
        gx="188DA80EB03090F67CBF20EB43A18800F4FF0AFD82FF1012",
        gy="07192B95FFC8DA78631011ED6B24CDD573F977A11E794811",
        n="FFFFFFFFFFFFFFFFFFFFFFFF99DEF836146BC9B1B4D22831",
    ),
    9: _curve(
        "brainpoolP192r1",
        "1.3.36.3.3.2.8.1.1.3",
        p="C302F41D932A36CDA7A3463093D18DB78FCE476DE1A86297",
        a="6A91174076B1E0E19C39C031FE8685C1CAE040E5C69A28EF",
        b="469A28EF7C28CCA3DC721D044F4496BCCA7EF4146FBF25C9",
        gx="C0A0647EAAB6A48753B033C56CB0F0900A2F5C4853375FD6",
        gy="14B690866ABD5BB88B5F4828C1490002E6773FA2FA299B8F",
        n="C302F41D932A36CDA7A3462F9E9E916B5BE8F1029AC4ACC1",
    ),
    10: _curve(
        "secp224r1",
        "1.3.132.0.33",
        p="FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF000000000000000000000001",
        a="FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFE",
        b="B4050A850C04B3ABF54132565044B0B7D7BFD8BA270B39432355FFB4",
        gx="B70E0CBD6BB4BF7F321390B94A03C1D356C21122343280D6115C1D21",
        gy="BD376388B5F723FB4C22DFE6CD4375A05A07476444D5819985007E34",
        n="FFFFFFFFFFFFFFFFFFFFFFFFFFFF16A2E0B8F03E13DD29455C5C2A3D",
    ),
    11: _curve(
        "brainpoolP224r1",
        "1.3.36.3.3.2.8.1.1.5",
        p="D7C134AA264366862A18302575D1D787B09F075797DA89F57EC8C0FF",
        a="68A5E62CA9CE6C1C299803A6C1530B514E182AD8B0042A59CAD29F43",
        b="2580F63CCFE44138870713B1A92369E33E2135D266DBB372386C400B",
        gx="0D9029AD2C7E5CF4340823B2A87DC68C9E4CE3174C1E6EFDEE12C07D",
        gy="58AA56F772C0726F24C6B89E4ECDAC24354B9E99CAA3F6D3761402CD",
        n="D7C134AA264366862A18302575D0FB98D116BC4B6DDEBCA3A5A7939F",
    ),
    12: _curve(
        "secp256r1",
        "1.2.840.10045.3.1.7",
        p="FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF",
        a="FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC",
        b="5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B",
        gx="6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296",
        gy="4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5",
        n="FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
    ),
    13: _curve(
        "brainpoolP256r1",
        "1.3.36.3.3.2.8.1.1.7",
        p="A9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377",
        a="7D5A0975FC2C3057EEF67530417AFFE7FB8055C126DC5C6CE94A4B44F330B5D9",
        b="26DC5C6CE94A4B44F330B5D9BBD77CBF958416295CF7E1CE6BCCDC18FF8C07B6",
        gx="8BD2AEB9CB7E57CB2C4B482FFC81B7AFB9DE27E1E3BD23C23A4453BD9ACE3262",
        gy="547EF835C3DAC4FD97F8461A14611DC9C27745132DED8E545C1D54C72F046997",
        n="A9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7",
    ),
    14: _curve(
        "brainpoolP320r1",
        "1.3.36.3.3.2.8.1.1.9",
        p="D35E472036BC4FB7E13C785ED201E065F98FCFA6F6F40DEF4F92B9EC7893EC28FCD412B1F1B32E27",
        a="3EE30B568FBAB0F883CCEBD46D3F3BB8A2A73513F5EB79DA66190EB085FFA9F492F375A97D860EB4",
        b="520883949DFDBC42D3AD198640688A6FE13F41349554B49ACC31DCCD884539816F5EB4AC8FB1F1A6",
        gx="43BD7E9AFB53D8B85289BCC48EE5BFE6F20137D10A087EB6E7871E2A10A599C710AF8D0D39E20611",
        gy="14FDD05545EC1CC8AB4093247F77275E0743FFED117182EAA9C77877AAAC6AC7D35245D1692E8EE1",
        n="D35E472036BC4FB7E13C785ED201E065F98FCFA5B68F12A32D482EC7EE8658E98691555B44C59311",
    ),
    15: _curve(
        "secp384r1",
        "1.3.132.0.34",
        p="FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF",
        a="FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFC",
        b="B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF",
        gx="AA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7",
        gy="3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F",
        n="FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973",
    ),
    16: _curve(
        "brainpoolP384r1",
        "1.3.36.3.3.2.8.1.1.11",
        p="8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B412B1DA197FB71123ACD3A729901D1A71874700133107EC53",
        a="7BC382C63D8C150C3C72080ACE05AFA0C2BEA28E4FB22787139165EFBA91F90F8AA5814A503AD4EB04A8C7DD22CE2826",
        b="04A8C7DD22CE28268B39B55416F0447C2FB77DE107DCD2A62E880EA53EEB62D57CB4390295DBC9943AB78696FA504C11",
        gx="1D1C64F068CF45FFA2A63A81B7C13F6B8847A3E77EF14FE3DB7FCAFE0CBD10E8E826E03436D646AAEF87B2E247D4AF1E",
        gy="8ABE1D7520F9C2A45CB1EB8E95CFD55262B70B29FEEC5864E19C054FF99129280E4646217791811142820341263C5315",
        n="8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B31F166E6CAC0425A7CF3AB6AF6B7FC3103B883202E9046565",
    ),
    17: _curve(
        "brainpoolP512r1",
        "1.3.36.3.3.2.8.1.1.13",
        p="AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA703308717D4D9B009BC66842AECDA12AE6A380E6"
        "2881FF2F2D82C68528AA6056583A48F3",
        a="7830A3318B603B89E2327145AC234CC594CBDD8D3DF91610A83441CAEA9863BC2DED5D5AA8253AA10A2EF1C98B9AC8B5"
        "7F1117A72BF2C7B9E7C1AC4D77FC94CA",
        b="3DF91610A83441CAEA9863BC2DED5D5AA8253AA10A2EF1C98B9AC8B57F1117A72BF2C7B9E7C1AC4D77FC94CADC083E67"
        "984050B75EBAE5DD2809BD638016F723",
        gx="81AEE4BDD82ED9645A21322E9C4C6A9385ED9F70B5D916C1B43B62EEF4D0098EFF3B1F78E2D0D48D50D1687B93B97D5F"
        "7C6D5047406A5E688B352209BCB9F822",
        gy="7DDE385D566332ECC0EABFA9CF7822FDF209F70024A57B1AA000C55B881F8111B2DCDE494A5F485E5BCA4BD88A2763AE"
        "D1CA2B2FA8F0540678CD1E0F3AD80892",
        n="AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA70330870553E5C414CA92619418661197FAC1047"
        "1DB1D381085DDADDB58796829CA90069",
    ),
    18: _curve(
        "secp521r1",
        "1.3.132.0.35",
        p="01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
        a="01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC",
        b="0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1"
        "BF073573DF883D2C34F1EF451FD46B503F00",
        gx="00C6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBAA14B5E77EFE75928FE1DC127A2FF"
        "A8DE3348B3C1856A429BF97E7E31C2E5BD66",
        gy="011839296A789A3BC0045C8A5FB42C7D1BD998F54449579B446817AFBD17273E662C97EE72995EF42640C550B9013FAD"
        "0761353C7086A272C24088BE94769FD16650",
        n="01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709"
        "A5D03BB5C9B8899C47AEBB6FB71E91386409",
    ),
}
"""By parameter id (BSI TR-03110-3 table 4; ICAO Doc 9303-11 §9.5.1); curves from FIPS 186-4 and RFC 5639.

Ids 0 to 2 are groups modulo a prime, ``dh_groups.DH_GROUPS``.
"""

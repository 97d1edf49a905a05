"""A form and a card -> fields of text; what is not there -> a named hole, or a field less."""

from __future__ import annotations

import base64
import hmac
from dataclasses import replace

import pytest

from kiosk.domain.chip_reading import ActiveAuthentication, ElementaryFile
from kiosk.services.issuer.form import (
    OF_THE_CARD,
    STANDS_IN,
    Constant,
    Encoding,
    Form,
    MissingError,
    Occasion,
    Signing,
    Source,
    fill,
    pem,
    text_of,
)
from tests.fakes.issuer_questions import EC_KEY, FILES, NOW, NUMBER, OCCASION, READING, SIGNER, WHOLE, question


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


TEXTS = {
    Source.SOD: b64(FILES[ElementaryFile.SOD]),
    Source.SIGNER: b64(SIGNER),
    Source.SIGNER_PEM: pem(SIGNER),
    Source.COM: b64(FILES[ElementaryFile.COM]),
    Source.DG1: b64(FILES[ElementaryFile.DG1]),
    Source.DG2: b64(FILES[ElementaryFile.DG2]),
    Source.DG13: b64(FILES[ElementaryFile.DG13]),
    Source.DG14: b64(FILES[ElementaryFile.DG14]),
    Source.DG15: b64(FILES[ElementaryFile.DG15]),
    Source.NUMBER: NUMBER,
    Source.AA_CHALLENGE: b64(b"challenge"),
    Source.AA_SIGNATURE: b64(b"signature"),
    Source.AA_PUBLIC_KEY: b64(EC_KEY),
    Source.AA_ALGORITHM: "EC",
    Source.TRANSACTION: "transaction-1",
    Source.MILLISECONDS: "1795316400000",
    Source.ACCOUNT: "kiosk-account",
    Source.TOKEN: "t0ken",
    Source.BEARER: "Bearer t0ken",
    Source.HMAC: hmac.new(b"secret", f"kiosk-account|{b64(FILES[ElementaryFile.DG1])}".encode(), "sha512").hexdigest(),
}
FULL = Occasion(
    "transaction-1",
    NOW,
    account="kiosk-account",
    token="t0ken",
    secret=b"secret",
    signing=Signing("sha512", (Source.ACCOUNT, Source.DG1), "|"),
)


@pytest.mark.parametrize("source", Source)
def test_every_source(source: Source) -> None:
    assert text_of(source, Encoding.BASE64, WHOLE, FULL) == TEXTS[source]


def test_bytes_in_hexadecimal() -> None:
    assert text_of(Source.SOD, Encoding.HEX, WHOLE, OCCASION) == FILES[ElementaryFile.SOD].hex()


def test_constants_are_what_they_are() -> None:
    assert text_of(Constant("C06"), Encoding.BASE64, WHOLE, OCCASION) == "C06"


@pytest.mark.parametrize("source", sorted(STANDS_IN))
def test_what_was_not_released_is_missing(source: Source) -> None:
    with pytest.raises(MissingError) as raised:
        text_of(source, Encoding.BASE64, question(), FULL)
    assert raised.value.source is source


@pytest.mark.parametrize(
    "source", [Source.ACCOUNT, Source.TOKEN, Source.BEARER, Source.HMAC], ids=lambda source: source.value
)
def test_what_the_settings_do_not_have_is_missing(source: Source) -> None:
    with pytest.raises(MissingError):
        text_of(source, Encoding.BASE64, WHOLE, OCCASION)


def test_a_card_without_a_signer_and_one_that_refused_active_authentication() -> None:
    refused = replace(READING, active_authentication=ActiveAuthentication(b"challenge", b"", 0x6982))
    bare = question(*STANDS_IN.values(), reading=refused, signer=b"")
    for source in (Source.SIGNER, Source.SIGNER_PEM, Source.AA_CHALLENGE, Source.AA_SIGNATURE):
        with pytest.raises(MissingError):
            text_of(source, Encoding.BASE64, bare, OCCASION)


FORM = Form("test", {"sod": Source.SOD, "kind": Constant("C06")}, {"face": Source.DG2, "keyAlg": Source.AA_ALGORITHM})


@pytest.mark.parametrize(
    ("released", "also"),
    [
        ((), {}),
        ((ElementaryFile.DG2,), {"face": TEXTS[Source.DG2]}),
        ((ElementaryFile.DG2, ElementaryFile.DG15), {"face": TEXTS[Source.DG2], "keyAlg": "EC"}),
    ],
    ids=["nothing", "the photograph", "photograph and key"],
)
def test_fields_that_are_there_when_they_are_released(
    released: tuple[ElementaryFile, ...], also: dict[str, str]
) -> None:
    assert fill(FORM, question(*released), OCCASION) == {"sod": TEXTS[Source.SOD], "kind": "C06", **also}


def test_what_a_form_requires_to_be_released() -> None:
    form = Form("test", {"id": Source.NUMBER, "sod": Source.SOD, "key": Source.AA_PUBLIC_KEY}, {"face": Source.DG2})
    assert form.required() == {ElementaryFile.DG1, ElementaryFile.DG15}


def test_a_required_field_that_is_missing() -> None:
    with pytest.raises(MissingError):
        fill(Form("test", {"face": Source.DG2}), question(), OCCASION)


def test_every_source_of_the_card_but_the_security_object_needs_a_release() -> None:
    assert OF_THE_CARD - set(STANDS_IN) == {Source.SOD, Source.SIGNER, Source.SIGNER_PEM}


def test_the_certificate_in_pem() -> None:
    lines = pem(SIGNER).splitlines()
    assert (lines[0], lines[-1]) == ("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----")
    assert all(len(line) <= 64 for line in lines)
    assert base64.b64decode("".join(lines[1:-1])) == SIGNER


def test_secrets_are_not_shown() -> None:
    assert "t0ken" not in repr(FULL)
    assert "secret" not in repr(FULL)

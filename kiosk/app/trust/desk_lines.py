"""What the staff screen says about a file before it is imported and after: lines made of the preview and of the act."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from kiosk.app.trust.desk_words import ENTRIES, KINDS, REASONS, STANDING_WEIGHTS
from kiosk.app.trust.report import LINES_SHOWN, grouped
from kiosk.check.wording.reason_words import reason_text
from kiosk.domain.desks.trust_import import ConsentAsked, Fact, FilePreview, ImportResult, Weight
from kiosk.domain.numerals import whole
from kiosk.domain.text import Text
from kiosk.reader.trust.store.installation import Act, ActKind, Obstacle, Refusal
from kiosk.reader.trust.store.preview import (
    Consent,
    ListFacts,
    Preview,
    PreviewedCertificate,
    PreviewedRevocationList,
    Rejected,
    Remark,
    Role,
    SignerStanding,
)
from kiosk.reader.trust.store.words import CONSENTS, OBSTACLES, REMARKS, ROLES, STANDINGS

MAX_LISTS = 20
MAX_COUNTRIES = 260
MAX_REJECTED = 300
"""Rows that anybody would read; JSON of the command line has them all."""

NOBODY_SIGNED = Text("không có ai ký", "nobody signed it")
PARTLY_UNSIGNED = Text("một phần không có ai ký", "nobody signed part of it")
NEEDS_NOBODY = Text("không cần ai bảo đảm thêm", "needs nobody's word")
SIGNED_BY = Text("Người ký", "Signed by")
SIGNER_CLAIMED = Text("Tên ghi trong chứng thư ký", "The signer's certificate says")
NOT_NAMED = Text("người ký không nêu tên", "signer not named")
AGREED = Text("Tôi đồng ý, dù {what}", "I agree, although {what}")
WITH = Text("{kind} – {standing}", "{kind} – {standing}")


def told_preview(number: int, preview: Preview, obstacle: Text | None, barred: Text | None) -> FilePreview:
    """The preview for the screen.

    ``obstacle`` is why nothing of this file can be installed, ``barred`` why this kiosk cannot install any.
    """
    needs = frozenset() if obstacle or barred else preview.needs
    asked = tuple(sorted(needs - {Consent.PINS}))
    pins = Consent.PINS in needs
    headline, weight = _headline(preview, obstacle)
    return FilePreview(
        number=number,
        file=preview.file,
        headline=headline,
        weight=weight,
        facts=tuple(_facts(preview)),
        incoming=() if preview.wrongly_signed else tuple(_incoming(preview)),
        rejected=tuple(_rejected(preview)),
        consents=tuple(ConsentAsked(one.value, _filled(AGREED, what=CONSENTS[one])) for one in asked),
        asks_fingerprint=pins or bool({Consent.SIGNER, Consent.UNSIGNED} & set(asked)),
        asks_two=pins,
        obstacle=obstacle or barred,
    )


def told_act(file: str, act: Act, entry: int) -> ImportResult:
    """What was installed, and where the journal has it."""
    done = (
        Text("Đã ghim chứng thư ký", "The signer is pinned")
        if act.kind is ActKind.PINNED
        else Text("Đã cài {n} mục", "Installed: {n}").filled(n=act.added)
    )
    facts = [
        Fact(Text("Tệp", "File"), Text(file, file)),
        Fact(Text("Mục mới", "New items"), whole(act.added), Weight.GOOD),
        *([Fact(Text("Mục cũ được thay", "Replaced"), whole(act.removed))] if act.removed else ()),
        Fact(Text("Người thực hiện", "Done by"), _same(", ".join(act.people))),
        Fact(Text("Nhật ký, dòng số", "Journal entry"), whole(entry)),
        Fact(Text("Vân tay của tệp", "The file's fingerprint"), _same("SHA-256"), detail=_read_out(act.sha256)),
        Fact(
            Text(
                "Có hiệu lực ngay từ thẻ kế tiếp, không cần khởi động lại",
                "It counts from the next card on, without a restart",
            )
        ),
    ]
    return ImportResult(done, Weight.GOOD, tuple(facts))


def told_refusal(refusal: Refusal, *others: Text) -> ImportResult:
    """Why nothing has changed."""
    reasons = [*(CONSENTS[one] for one in sorted(refusal.missing)), *others]
    if refusal.obstacle is not None:
        reasons.insert(0, OBSTACLES[refusal.obstacle])
    headline = Text("Chưa cài – không có gì thay đổi", "Not installed – nothing has changed")
    return ImportResult(headline, Weight.CAUTION, tuple(Fact(_sentence(one), weight=Weight.CAUTION) for one in reasons))


def told_obstacle(preview: Preview, obstacle: Obstacle) -> Text:
    """A file of which nothing can be used holds «nothing new» too, but that would say too little."""
    if obstacle is Obstacle.NOTHING_NEW and not _installed(preview):
        return Text("Không dùng được mục nào trong tệp", "No entry of the file can be used")
    return _sentence(OBSTACLES[obstacle])


def _headline(preview: Preview, obstacle: Text | None) -> tuple[Text, Weight]:
    """The kind, and how much the signature says: no stronger than the weakest list in the file."""
    standing, weight = _standing(preview)
    if obstacle is not None and weight is not Weight.BAD:
        standing, weight = _clause(obstacle), Weight.CAUTION
    return _sentence(_filled(WITH, kind=KINDS[preview.kind], standing=standing)), weight


def _standing(preview: Preview) -> tuple[Text, Weight]:
    signer = preview.signer
    if preview.wrongly_signed:
        return STANDINGS[SignerStanding.WRONG], Weight.BAD
    if Consent.UNSIGNED in preview.needs:
        return CONSENTS[Consent.UNSIGNED] if signer is None else PARTLY_UNSIGNED, Weight.CAUTION
    if Consent.PINS in preview.needs:
        return CONSENTS[Consent.PINS], Weight.CAUTION
    weight = Weight.CAUTION if preview.needs else Weight.GOOD
    if signer is None:
        # Links and CRLs bear the signatures of those who vouch for them.
        return CONSENTS[Consent.PARTIAL] if preview.needs else NEEDS_NOBODY, weight
    signed = STANDING_WEIGHTS[signer.standing]
    return STANDINGS[signer.standing], weight if signed is Weight.GOOD else signed


def _facts(preview: Preview) -> Iterator[Fact]:
    yield Fact(Text("Tệp", "File"), _same(preview.file))
    yield Fact(Text("Loại", "Kind"), _sentence(KINDS[preview.kind]))
    yield Fact(Text("Vân tay của tệp", "The file's fingerprint"), _same("SHA-256"), detail=_read_out(preview.sha256))
    signed = [facts for facts in preview.lists if facts.signer is not None]
    for facts in signed[:MAX_LISTS]:
        yield _signed(facts)
    if len(signed) > MAX_LISTS:
        yield _more(len(signed) - MAX_LISTS)
    if not signed and Consent.UNSIGNED in preview.unvouched:
        yield Fact(Text("Người ký tệp", "Signed by"), _sentence(NOBODY_SIGNED), Weight.CAUTION)
    if preview.entries:
        found = Text("{n} mục, đọc được {loaded}", "{n} found, {loaded} load")
        yield Fact(Text("Chứng thư trong tệp", "Certificates"), found.filled(n=preview.entries, loaded=preview.loaded))
        held = Text("{own} tự ký, {linked} do chứng thư khác ký", "{own} self-signed, {linked} signed by another")
        yield Fact(
            Text("Chữ ký đúng", "Good signatures"),
            held.filled(own=preview.self_signed_ok, linked=preview.link_ok),
        )
    for remark, count in sorted(_remarks(preview).items()):
        yield Fact(_sentence(REMARKS[remark]), whole(count), Weight.CAUTION)
    if preview.ignored:
        yield Fact(Text("Tệp con bỏ qua", "Members passed over"), whole(len(preview.ignored)))


def _signed(facts: ListFacts) -> Fact:
    signer = facts.signer
    assert signer is not None
    # A name in a certificate that leads to no anchor is what somebody wrote there, and no more.
    anchored = signer.standing is SignerStanding.ANCHORED
    label = SIGNED_BY if anchored else SIGNER_CLAIMED
    if facts.name:
        label = Text(f"{label.vi}: «{_plain(facts.name)}»", f"{label.en}: «{_plain(facts.name)}»")
    who = _same(_plain(signer.subject)) if signer.subject else NOT_NAMED
    told = STANDINGS[signer.standing]
    if signer.reason:
        why = reason_text(signer.reason)
        told = Text(f"{told.vi}: {why.vi}", f"{told.en}: {why.en}")
    return Fact(label, who, STANDING_WEIGHTS[signer.standing], _sentence(told))


def _incoming(preview: Preview) -> Iterator[Fact]:
    """Every item of a small file by its name and fingerprint; of a large one how many each country has."""
    pinning = Consent.PINS in preview.needs
    offered = (*preview.new_certificates, *(preview.signers if pinning else ()))
    if len(offered) + len(preview.revocation_lists) + len(preview.deviation_lists) <= LINES_SHOWN:
        for one in offered:
            yield _certificate(one)
        yield from _lists(preview)
    else:
        yield Fact(Text("Tổng số mục mới", "New items in all"), whole(preview.new_items))
        yield from _by_country(preview)
    if preview.pins:
        told = Text("vân tay, vào sau khi được xác nhận", "fingerprints, taken once they are confirmed")
        yield Fact(_sentence(ROLES[Role.SIGNER]), _counted(len(preview.pins), told))
    elif preview.signers and not pinning:
        told = Text("không vào cùng tệp này; ghim từng chứng thư một", "not taken with this file; pin each by itself")
        yield Fact(_sentence(ROLES[Role.SIGNER]), _counted(len(preview.signers), told))
    there = _installed(preview)
    if there:
        yield Fact(Text("Đã có sẵn", "Installed already"), whole(there))


def _certificate(previewed: PreviewedCertificate) -> Fact:
    one = previewed.certificate
    remarks = [REMARKS[remark] for remark in previewed.remarks]
    told = [Text("đến {until}", "until {until}").filled(until=f"{one.not_after:%d/%m/%Y}"), *remarks]
    name = _plain(one.subject_text)
    what = Text(", ".join((name, *(part.vi for part in told))), ", ".join(part.en for part in told))
    weight = Weight.CAUTION if remarks else Weight.PLAIN
    label = _filled(_same("{role} · SHA-256"), role=_sentence(ROLES[previewed.role]))
    return Fact(label, what, weight, _read_out(one.fingerprint))


def _by_country(preview: Preview) -> Iterator[Fact]:
    roles: dict[str, Counter[Role]] = defaultdict(Counter)
    for one in preview.new_certificates:
        roles[one.certificate.country][one.role] += 1
    for listed in preview.revocation_lists:
        if listed.usable and not listed.installed:
            roles[listed.revocation_list.country][Role.REVOCATION_LIST] += 1
    for deviations in preview.deviation_lists:
        if not deviations.installed:
            roles[deviations.country][Role.DEVIATION_LIST] += 1
    for country, counts in sorted(roles.items())[:MAX_COUNTRIES]:
        told = [_counted(counts[role], ROLES[role]) for role in Role if counts[role]]
        label = _same(_plain(country)) if country else Text("Không nêu nước", "No country")
        yield Fact(label, Text(", ".join(one.vi for one in told), ", ".join(one.en for one in told)))
    if len(roles) > MAX_COUNTRIES:
        yield _more(len(roles) - MAX_COUNTRIES)


def _lists(preview: Preview) -> Iterator[Fact]:
    for one in preview.revocation_lists:
        if one.usable and not one.installed:
            yield _revocation_list(one)
    for deviations in (one for one in preview.deviation_lists if not one.installed):
        kept = Text("{country}: {n} điều, chỉ lưu để xem", "{country}: {n} entries, kept to be read only")
        told = kept.filled(country=deviations.country, n=len(deviations.deviations))
        yield Fact(_sentence(ROLES[Role.DEVIATION_LIST]), told)


def _revocation_list(one: PreviewedRevocationList) -> Fact:
    told = _same(f"{one.revocation_list.country} · {_plain(one.revocation_list.issuer_text)}")
    reasons = [REMARKS[remark] for remark in one.remarks]
    detail = _sentence(Text(", ".join(r.vi for r in reasons), ", ".join(r.en for r in reasons))) if reasons else None
    return Fact(_sentence(ROLES[Role.REVOCATION_LIST]), told, Weight.CAUTION if reasons else Weight.PLAIN, detail)


def _rejected(preview: Preview) -> Iterator[Fact]:
    """What is bad, numbered from 1 for people where the JSON counts from 0; then CRLs that cannot be used yet."""
    useless = [one for one in preview.revocation_lists if not one.usable]
    for one in preview.rejected[:MAX_REJECTED]:
        yield Fact(ENTRIES[one.kind].filled(n=one.index + 1), _reason(one), Weight.BAD)
    for listed in useless[: max(0, MAX_REJECTED - len(preview.rejected))]:
        yield _revocation_list(listed)
    left_out = len(preview.rejected) + len(useless) - MAX_REJECTED
    if left_out > 0:
        yield _more(left_out)


def _reason(rejected: Rejected) -> Text:
    code, _, technical = rejected.reason.partition(":")
    known = REASONS.get(code, _same(code))
    return Text(known.vi, f"{known.en}: {_plain(technical.strip())}" if technical else known.en)


def _installed(preview: Preview) -> int:
    items: Iterable[bool] = (
        *(one.installed for one in preview.certificates),
        *(one.installed for one in preview.revocation_lists),
        *(one.installed for one in preview.deviation_lists),
    )
    return sum(items)


def _remarks(preview: Preview) -> Counter[Remark]:
    """Of what would come in."""
    return Counter(
        remark
        for remarks in (
            *(one.remarks for one in preview.new_certificates),
            *(one.remarks for one in preview.revocation_lists if not one.installed),
        )
        for remark in remarks
    )


def _more(count: int) -> Fact:
    return Fact(_filled(Text("và {n} mục nữa", "and {n} more"), n=whole(count)))


def _plain(name: str) -> str:
    """Names in certificates and archives are anybody's: nothing in them may turn a line around."""
    return "".join(char if char.isprintable() else "?" for char in name)[:300]


def _same(text: str) -> Text:
    return Text(text, text)


def _read_out(fingerprint: bytes) -> Text:
    """In groups of eight pairs: lines end between them, and people keep their place when they compare."""
    return _same(" ".join(grouped(fingerprint[at : at + 8]) for at in range(0, len(fingerprint), 8)))


def _counted(count: int, what: Text) -> Text:
    number = whole(count)
    return Text(f"{number.vi} {what.vi}", f"{number.en} × {what.en}")


def _filled(template: Text, **values: Text) -> Text:
    return Text(
        template.vi.format(**{key: value.vi for key, value in values.items()}),
        template.en.format(**{key: value.en for key, value in values.items()}),
    )


def _sentence(text: Text) -> Text:
    return Text(text.vi[:1].upper() + text.vi[1:], text.en[:1].upper() + text.en[1:])


def _clause(text: Text) -> Text:
    return Text(text.vi[:1].lower() + text.vi[1:], text.en[:1].lower() + text.en[1:])

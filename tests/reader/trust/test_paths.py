from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.authenticity import CheckStatus
from kiosk.reader.trust import paths
from kiosk.reader.trust.anchors import AnchorSet
from kiosk.reader.trust.certificate import Certificate, parse_certificate
from kiosk.reader.trust.issuance import holds, is_self_signed
from kiosk.reader.trust.paths import find_paths
from kiosk.reader.trust.reasons import CheckReason
from kiosk.reader.trust.revocation_list import RevocationList
from tests.fakes.issuer import NAME_CHANGE, VALID_UNTIL, Extra, Identified, csca, ec_key, link, signer

FAILED, NOT_DONE = CheckStatus.FAILED, CheckStatus.NOT_DONE

OLD = csca(key=ec_key("first"))
NEW = csca(key=ec_key("second"))
NEWEST = csca(key=ec_key("third"))
RENAMED = csca("CSCA Test 2", ec_key("renamed"))
STRANGER = csca(key=ec_key("stranger"))
LINK, SECOND_LINK = link(NEW, OLD), link(NEWEST, NEW)
UNKNOWN_CRITICAL = Extra.raw("1.3.6.1.4.1.99999.1", b"\x05\x00", critical=True)


def parsed(*made: Identified) -> list[Certificate]:
    return [parse_certificate(one.der) for one in made]


def found(document_signer: Identified, *installed: Identified) -> list[list[bytes]]:
    search = find_paths(parse_certificate(document_signer.der), AnchorSet.of(parsed(*installed)))
    assert (search.problem is None) == bool(search.paths)
    return [[one.der for one in path] for path in search.paths]


@pytest.mark.parametrize(
    ("document_signer", "installed", "above"),
    [
        pytest.param(signer(OLD), [OLD], [OLD], id="root"),
        pytest.param(signer(OLD), [STRANGER, NEW, OLD], [OLD], id="one of three roots of the same name"),
        pytest.param(signer(OLD, authority_key_id=False), [STRANGER, NEW, OLD], [OLD], id="the same, no identifier"),
        pytest.param(signer(NEW), [OLD, LINK], [LINK, OLD], id="link to the new key"),
        pytest.param(signer(NEWEST), [OLD, LINK, SECOND_LINK], [SECOND_LINK, LINK, OLD], id="two links"),
        pytest.param(
            signer(NEW), [OLD, link(NEW, OLD, authority_key_id=False)], [link(NEW, OLD, authority_key_id=False), OLD],
            id="link without identifier of the old key",
        ),
        pytest.param(
            signer(NEW), [OLD, link(NEW, OLD, ca=None)], [link(NEW, OLD, ca=None), OLD],
            id="link without basic constraints, but with the key usage of a CA",
        ),
        pytest.param(
            signer(RENAMED), [OLD, link(RENAMED, OLD)], [link(RENAMED, OLD), OLD],
            id="link to a CSCA whose name has the next number",
        ),
        pytest.param(
            signer(NEW), [OLD, link(NEW, OLD, path_length=None)], [link(NEW, OLD, path_length=None), OLD],
            id="link without a limit, but under the same name",
        ),
        pytest.param(
            signer(RENAMED), [OLD, link(RENAMED, OLD, path_length=None, extra=[NAME_CHANGE])],
            [link(RENAMED, OLD, extra=[NAME_CHANGE]), OLD], id="a change of name that ICAO marks",
        ),
        pytest.param(signer(OLD), [csca("CSCA Other", ec_key("first"))], [csca("CSCA Other", ec_key("first"))],
                     id="the key under another name, found by its identifier"),
    ],
)  # fmt: skip
def test_the_shortest_path(document_signer: Identified, installed: list[Identified], above: list[Identified]) -> None:
    path, *_ = found(document_signer, *installed)
    spkis = [parse_certificate(der).spki for der in path]
    assert spkis == [parse_certificate(one.der).spki for one in (document_signer, *above)]


@pytest.mark.parametrize(
    ("document_signer", "installed", "status", "reason"),
    [
        pytest.param(signer(OLD), [], NOT_DONE, CheckReason.ISSUER_NOT_INSTALLED, id="nothing installed"),
        pytest.param(signer(NEW), [LINK], NOT_DONE, CheckReason.ISSUER_NOT_ANCHORED, id="link without its root"),
        pytest.param(
            signer(NEWEST), [OLD, SECOND_LINK], NOT_DONE, CheckReason.ISSUER_NOT_ANCHORED, id="a link is missing"
        ),
        pytest.param(
            signer(NEW), [OLD, link(NEW, OLD, signing_key=ec_key("forger"))], NOT_DONE,
            CheckReason.ISSUER_NOT_ANCHORED, id="link that the old key has not signed",
        ),
        pytest.param(
            signer(NEW), [OLD, link(NEW, OLD, ca=False)], NOT_DONE, CheckReason.ISSUER_KEY_NOT_INSTALLED,
            id="link that is no CA",
        ),
        pytest.param(
            signer(RENAMED), [OLD, link(RENAMED, OLD, path_length=1)], NOT_DONE, CheckReason.PATH_LENGTH_EXCEEDED,
            id="CA that may have CAs below it, under a root that may not",
        ),
        pytest.param(
            signer(RENAMED), [OLD, link(RENAMED, OLD, path_length=None)], NOT_DONE, CheckReason.PATH_LENGTH_EXCEEDED,
            id="CA without a limit under a root that has one",
        ),
        pytest.param(
            signer(NEW), [OLD, link(NEW, OLD, extra=[UNKNOWN_CRITICAL])], NOT_DONE,
            CheckReason.EXTENSION_NOT_UNDERSTOOD, id="link with a critical extension that nobody knows",
        ),
        pytest.param(
            signer(OLD, signing_key=ec_key("forger")), [OLD], FAILED, CheckReason.NOT_SIGNED_BY_ISSUER,
            id="claims the key of a root",
        ),
        pytest.param(
            signer(NEW, signing_key=ec_key("forger")), [OLD, LINK], FAILED, CheckReason.NOT_SIGNED_BY_ISSUER,
            id="claims the key of a link that leads to a root",
        ),
        pytest.param(
            signer(NEW, signing_key=ec_key("forger")), [LINK], NOT_DONE, CheckReason.ISSUER_NOT_ANCHORED,
            id="claims the key of a link that leads nowhere: nobody vouches for the accusation",
        ),
        pytest.param(
            signer(STRANGER), [OLD, NEW], NOT_DONE, CheckReason.ISSUER_KEY_NOT_INSTALLED,
            id="another key of the same name",
        ),
    ],
)  # fmt: skip
def test_no_path(
    document_signer: Identified, installed: list[Identified], status: CheckStatus, reason: CheckReason
) -> None:
    search = find_paths(parse_certificate(document_signer.der), AnchorSet.of(parsed(*installed)))
    assert search.paths == ()
    assert search.problem is not None
    assert (search.problem.status, search.problem.reason) == (status, reason)


def test_subordinate_ca_under_a_root_that_allows_one() -> None:
    root = csca(key=ec_key("first"), path_length=1)
    below, document_signer = link(RENAMED, root, path_length=1), signer(RENAMED)
    assert found(document_signer, root, below) == [[document_signer.der, below.der, root.der]]


def test_links_that_sign_each_other_end() -> None:
    there, back = link(NEW, OLD), link(OLD, NEW)
    assert found(signer(NEW), there, back) == []


def test_a_root_is_preferred_to_the_link_with_the_same_key() -> None:
    lengths = [len(path) for path in found(signer(NEW), OLD, LINK, NEW)]
    assert lengths == [2, 3]


def test_the_self_signature_of_a_root_is_verified() -> None:
    """Changed after it was signed: name, key and extensions are as they were, but the end of its validity is not."""
    end = f"{VALID_UNTIL:%y%m%d%H%M%SZ}".encode()
    forged = Identified(OLD.key, OLD.der.replace(end, b"49" + end[2:]))
    assert parse_certificate(forged.der).not_after > VALID_UNTIL
    assert found(signer(OLD), forged) == []


def _chain(count: int) -> tuple[Identified, list[Identified]]:
    """A first root, and so many links one on the other; the last one's key signs."""
    roots = [csca(key=ec_key(f"generation {number}")) for number in range(count + 1)]
    links = [link(new, old) for old, new in pairwise(roots)]
    return signer(roots[-1]), [roots[0], *links]


@pytest.mark.parametrize(("links", "paths_found"), [(paths.MAX_LINKS, 1), (paths.MAX_LINKS + 1, 0)])
def test_links_are_bounded(links: int, paths_found: int) -> None:
    document_signer, installed = _chain(links)
    assert len(found(document_signer, *installed)) == paths_found


class Crowd:
    """A store in which any number of certificates claims to be the issuer, and that does not look at them itself."""

    def __init__(self, certificates: Sequence[Certificate], *, trusted: bool = False) -> None:
        self._certificates = tuple(certificates)
        self._trusted = trusted
        self.asked = 0

    def issuers_of(self, certificate: Certificate) -> tuple[Certificate, ...]:
        self.asked += 1
        return self._certificates

    def is_trusted(self, certificate: Certificate) -> bool:
        return self._trusted

    def is_pinned(self, certificate: Certificate) -> bool:
        return False

    def revocation_lists_of(self, issuer: Certificate) -> tuple[RevocationList, ...]:
        return ()


@pytest.mark.parametrize(
    ("issuer", "count"),
    [
        pytest.param(OLD, 1, id="CA"),
        pytest.param(csca(key=ec_key("first"), ca=False), 0, id="says that it is no CA"),
        pytest.param(csca(key=ec_key("first"), key_cert_sign=False), 0, id="its key signs no certificates"),
    ],
)
def test_whoever_trusts_it_a_certificate_that_may_not_issue_is_no_issuer(issuer: Identified, count: int) -> None:
    store = Crowd(parsed(issuer), trusted=True)
    assert len(find_paths(parse_certificate(signer(OLD).der), store).paths) == count


def test_a_crowd_of_candidates_is_not_searched_without_end() -> None:
    keys = [csca(key=ec_key(f"crowd {number}")) for number in range(12)]
    every = [link(new, old) for new in keys for old in keys if new is not old]
    crowd = Crowd(parsed(*every))
    search = find_paths(parse_certificate(signer(keys[0]).der), crowd)
    assert search.problem is not None
    assert search.problem.reason == CheckReason.TOO_MANY_CANDIDATES
    assert crowd.asked < paths.MAX_CANDIDATES


GENERATIONS = tuple(csca(f"CSCA {number}", ec_key(f"generation {number}")) for number in range(5))


@cache
def linked(new: int, old: int) -> Identified:
    return link(GENERATIONS[new], GENERATIONS[old])


@cache
def signed_under(generation: int) -> Identified:
    return signer(GENERATIONS[generation])


numbers = st.integers(0, len(GENERATIONS) - 1)


@given(numbers, st.sets(numbers), st.sets(st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1])))
def test_a_path_is_found_if_and_only_if_links_lead_from_a_root(
    start: int, roots: set[int], links: set[tuple[int, int]]
) -> None:
    reached = {start}
    for _ in GENERATIONS:
        # A key for which there is a root is an anchor: nobody asks further above it.
        reached |= {old for new, old in links if new in reached}
    installed = [*(GENERATIONS[number] for number in roots), *(linked(*pair) for pair in links)]
    every = found(signed_under(start), *installed)
    assert bool(every) == bool(reached & roots)
    for path in every:
        certificates = [parse_certificate(der) for der in path]
        assert all(holds(below, above) for below, above in pairwise(certificates))
        assert is_self_signed(certificates[-1])
        assert len({one.spki for one in certificates}) == len(certificates)


def test_anchors_in_memory() -> None:
    pinned, unknown = parsed(signer(STRANGER, ec_key("pinned")), signer(STRANGER))
    trust = AnchorSet.of([*parsed(STRANGER, LINK, OLD, NEW), pinned])
    first = trust.issuers_of(parse_certificate(signer(NEW).der))[:2]
    assert {one.der for one in first} == {LINK.der, NEW.der}
    assert [trust.is_trusted(one) for one in parsed(OLD, NEW, LINK, NEWEST)] == [True, True, False, False]
    assert (trust.is_pinned(pinned), trust.is_pinned(unknown)) == (True, False)

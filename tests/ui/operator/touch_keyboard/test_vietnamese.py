"""Telex and VNI: what keys make of a word, by tables of words, by all syllables, and for whatever is typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.operator.touch_keyboard.vietnamese import Method, Placing, typed

TELEX, VNI, PLAIN = Method.TELEX, Method.VNI, Method.PLAIN
ACUTE = "\u0301"
TONES = {"": ("", ""), ACUTE: ("s", "1"), "\u0300": ("f", "2"), "\u0309": ("r", "3"), "\u0303": ("x", "4")}
TONES |= {"\u0323": ("j", "5")}
MARKS = {"ă": ("aw", "a8"), "â": ("aa", "a6"), "ê": ("ee", "e6"), "ô": ("oo", "o6"), "ơ": ("ow", "o7")}
MARKS |= {"ư": ("uw", "u7"), "đ": ("dd", "d9")}
"""The keys of both methods."""

# Each vowel group with an acute where its tone belongs: at a syllable's end, and before a consonant.
OPEN = """á é ế í ó ố ớ ú ứ ý ái áo áu áy ấu ấy éo ếu ía íu óa óe ói ối ới úa uế úi uớ úy ứa ứi ứu
    iếu oái oáo oáy oéo uấy uếu uối uýa uýu ưới ướu yếu"""
CLOSED = "á ắ ấ é ế í ó ố ớ ú ứ ý iế oá oắ oé oó uấ uế uố uý ướ yế uyế"
CONSONANTS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
ENDS = "c ch k m n ng nh p t"
ONSETS, ALL_CODAS = ("", *CONSONANTS.split()), ENDS.split()


def keyed(keys: str, method: Method = TELEX, placing: Placing = Placing.OLD) -> str:
    """What stands there after these keys, one after the other, word by word."""
    done, word = "", ""
    for key in keys:
        if key == " ":
            done, word = done + word + " ", ""
        else:
            word = typed(word, key, method, placing)
    return done + word


def bare(text: str) -> str:
    signs = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


@pytest.mark.parametrize(
    ("telex", "vni", "text"),
    [
        ("Nguyeenx Vawn An", "Nguye6n4 Va8n An", "Nguyễn Văn An"),
        ("Traanf Thij Bichs Ngocj", "Tra6n2 Thi5 Bich1 Ngoc5", "Trần Thị Bích Ngọc"),
        ("DDoox Minh DDuwcs", "D9o64 Minh D9u7c1", "Đỗ Minh Đức"),
        ("Leej Hoangf Baor", "Le65 Hoang2 Bao3", "Lệ Hoàng Bảo"),
        ("Vox Quoocs Huyf", "Vo4 Quo6c1 Huy2", "Võ Quốc Hùy"),
        ("TRUWOWNGF CHINHS", "TRU7O7NG2 CHINH1", "TRƯỜNG CHÍNH"),
        ("Ddawks Lawks", "D9a8k1 La8k1", "Đắk Lắk"),
        ("nguwowif", "ngu7o7i2", "người"),
        ("Giuwax Quys Gif Giaf", "Giu7a4 Quy1 Gi2 Gia2", "Giữa Quý Gì Già"),
        ("khuyur ngoeof xooongs", "khuyu3 ngoeo2 xoong1", "khuỷu ngoèo xoóng"),
    ],
)
def test_names_and_words(telex: str, vni: str, text: str) -> None:
    assert keyed(telex) == text
    assert keyed(vni, VNI) == text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        pytest.param("tieengs", "tiếng", id="each sign after its letter, the tone last"),
        pytest.param("tieesng", "tiếng", id="the tone at once"),
        pytest.param("tiengse", "tiếng", id="the sign last"),
        pytest.param("nguoifw", "người", id="both letters of a pair by one key"),
        pytest.param("nguwoif", "người", id="the second of a pair by itself"),
        pytest.param("thuowr", "thuở", id="half a pair, where nothing follows"),
        pytest.param("thuowngr", "thưởng", id="a whole one, where something does"),
        pytest.param("did", "đi", id="a stroke at the end"),
        pytest.param("asf", "à", id="another tone"),
        pytest.param("asz", "a", id="no tone"),
        pytest.param("aaw", "ă", id="another sign"),
        pytest.param("hoasn", "hoán", id="the tone goes to where it belongs"),
    ],
)
def test_signs_may_come_in_any_order(keys: str, text: str) -> None:
    assert keyed(keys) == text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        *[("aaa", "aa"), ("eee", "ee"), ("ooo", "oo"), ("aww", "aw"), ("oww", "ow"), ("uww", "uw"), ("ddd", "dd")],
        *[("ass", "as"), ("aff", "af"), ("arr", "ar"), ("axx", "ax"), ("ajj", "aj"), ("asss", "ass"), ("aaaa", "aaa")],
        *[("huoww", "huow"), ("nguowww", "nguoww"), ("Anaa", "Ana"), ("didd", "did"), ("DDd", "Dd")],
    ],
)
def test_a_key_that_comes_again_undoes_and_writes_itself(keys: str, text: str) -> None:
    assert keyed(keys) == text


@pytest.mark.parametrize(
    "word", ["Main", "Mains", "William", "Felix", "Kws", "zz", "w", "Schwarzs", "Anna", "nguyenhoas"]
)
def test_what_is_no_syllable_stays_as_it_is_typed(word: str) -> None:
    assert keyed(word) == word


@pytest.mark.parametrize(
    ("keys", "old", "modern"),
    [
        ("hoaf", "hòa", "hoà"),
        ("khoer", "khỏe", "khoẻ"),
        ("thuys", "thúy", "thuý"),
        ("hoanf", "hoàn", "hoàn"),
        ("huynhf", "huỳnh", "huỳnh"),
        ("quys", "quý", "quý"),
        ("muas", "múa", "múa"),
    ],
)
def test_where_the_tone_stands(keys: str, old: str, modern: str) -> None:
    assert keyed(keys) == old
    assert keyed(keys, placing=Placing.MODERN) == modern


@pytest.mark.parametrize(
    ("keys", "text"),
    [("HOAF", "HÒA"), ("Hoaf", "Hòa"), ("hOaF", "hÒa"), ("DDuwcs", "Đức"), ("dDuwcs", "đức"), ("AA", "Â"), ("Aa", "Â")],
)
def test_letters_keep_their_case(keys: str, text: str) -> None:
    assert keyed(keys) == text


def test_plain_writes_every_key() -> None:
    assert keyed("Nguyeenx a11 dd", PLAIN) == "Nguyeenx a11 dd"


SWALLOWED = {"qu": "uư", "gi": "iy", "g": "i"}
"""Vowels that belong to their onset, or make another one of it: «gi» + «a», never «g» + «ia»."""


def _syllables(onset: str, codas: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Every vowel group that fits behind the onset, the same with its tone, and what may follow."""
    for spelt, followers in ((OPEN, [""]), (CLOSED, codas)):
        for accented in spelt.split():
            nucleus = with_tone(accented, "")
            if nucleus[0] in SWALLOWED.get(onset, ""):
                continue
            yield from (
                (nucleus, accented, coda) for coda in followers if len(onset + nucleus + coda) <= len("nghiêng")
            )


def with_tone(accented: str, tone: str) -> str:
    """Another tone in the place of the acute."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", accented).replace(ACUTE, tone))


def _keys(letters: str, method: Method) -> str:
    """Each sign right after its letter; «oo» takes a third «o» in Telex."""
    if method is TELEX and letters == "oo":
        return "ooo"
    return "".join(MARKS[letter][method is VNI] if letter in MARKS else letter for letter in letters)


@pytest.mark.parametrize("method", [TELEX, VNI])
@pytest.mark.parametrize("onset", ONSETS)
def test_every_syllable_can_be_typed(onset: str, method: Method) -> None:
    for nucleus, accented, coda in _syllables(onset, ALL_CODAS if onset in ("", "th") else ["ng"]):
        before, (tone, keys) = _keys(onset, method), list(TONES.items())[len(nucleus + coda) % len(TONES)]
        expected = onset + with_tone(accented, tone) + coda
        assert keyed(f"{before}{_keys(nucleus, method)}{coda}{keys[method is VNI]}", method) == expected
        assert keyed(f"{before}{_keys(nucleus, method)}{keys[method is VNI]}{coda}", method) == expected


@pytest.mark.parametrize("method", [TELEX, VNI])
@pytest.mark.parametrize("tone", TONES, ids=["level", "acute", "grave", "hook", "tilde", "dot"])
def test_every_vowel_takes_every_tone(tone: str, method: Method) -> None:
    for nucleus, accented, coda in _syllables("", ["n"]):
        keys = f"{_keys(nucleus, method)}{coda}{TONES[tone][method is VNI]}"
        assert keyed(keys, method) == with_tone(accented, tone) + coda


@pytest.mark.parametrize("method", [TELEX, VNI])
@pytest.mark.parametrize("onset", ["", "th", "đ", "qu"])
def test_every_syllable_can_be_typed_with_its_signs_last(onset: str, method: Method) -> None:
    for nucleus, accented, coda in _syllables(onset, ["n", "ch"]):
        if nucleus == "oo":
            continue  # by its third «o» only
        # One key does both letters of «ươ».
        signs = "".join(dict.fromkeys(MARKS[one][method is VNI][1] for one in nucleus if one in MARKS))
        keys = f"{_keys(onset, method)}{bare(nucleus)}{coda}{signs}{TONES[ACUTE][method is VNI]}"
        assert keyed(keys, method) == onset + accented + coda


LETTERS = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấớựỹ", max_size=9)
KEYS = st.sampled_from("abcdefghijklmnopqrstuvwxyzSFRXJAEOWD0123456789")


@given(st.text(max_size=12), st.text(min_size=1, max_size=2), st.sampled_from(Method), st.sampled_from(Placing))
def test_no_letter_is_ever_lost(before: str, key: str, method: Method, placing: Placing) -> None:
    after = bare(typed(before, key, method, placing))

    assert after in (bare(before), bare(before + key), bare(before) + bare(key))


@given(
    st.sampled_from(("", "b", "d", "th", "qu")),
    st.sampled_from((*OPEN.split(), *CLOSED.split())),
    st.sampled_from("aeodwsfrxj6789012345"),
    st.sampled_from([TELEX, VNI]),
)
def test_what_a_key_does_it_undoes(onset: str, accented: str, key: str, method: Method) -> None:
    before = onset + bare(accented)
    once = typed(before, key, method)

    assert once == before + key or typed(once, key, method) == before + key


@given(LETTERS, KEYS)
def test_plain_adds_the_key(before: str, key: str) -> None:
    # Half a pair becomes whole and a tone moves, but that is all.
    assert bare(typed(before, key, PLAIN)) == bare(before + key)


@given(LETTERS, KEYS, st.sampled_from(Method))
def test_one_tone_a_word(before: str, key: str, method: Method) -> None:
    def tones(text: str) -> int:
        return sum(sign in TONES for sign in unicodedata.normalize("NFD", text))

    assert tones(typed(before, key, method)) <= max(1, tones(before))

"""Names sort as a Vietnamese reader expects."""

import unicodedata

from canbo.lib.names import sort_key


def test_names_sort_by_given_name_then_family_name_then_the_middle():
    names = ["Trần Thị An", "Lê Văn Bình", "Nguyễn Văn An", "Nguyễn Thị An"]
    assert sorted(names, key=sort_key) == ["Nguyễn Thị An", "Nguyễn Văn An", "Trần Thị An", "Lê Văn Bình"]


def test_letters_come_before_tones():
    assert sorted(["Ánh", "Ân", "Anh", "Án", "An"], key=sort_key) == ["An", "Án", "Anh", "Ánh", "Ân"]


def test_letters_follow_the_vietnamese_alphabet():
    names = ["Ưu", "Uyên", "Ơn", "Ông", "Oanh", "Êm", "Em", "Đào", "Dung", "Âu", "Ăn", "An"]
    assert sorted(names, key=sort_key) == list(reversed(names))


def test_the_six_tones_have_their_order():
    names = ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ"]
    assert [sort_key(name) for name in names] == sorted(sort_key(name) for name in names)


def test_composed_and_decomposed_letters_give_one_key_of_plain_characters():
    key = sort_key("Đặng Thị Tuyết")
    assert key == sort_key(unicodedata.normalize("NFD", "Đặng Thị Tuyết"))
    assert key.isascii()
    assert key.isalnum()


def test_a_long_name_still_fits_its_column():
    assert len(sort_key("Nguyễn " * 60)) == 240


def test_nothing_gives_an_empty_key():
    assert sort_key("") == ""

"""Old encodings are recognised honestly: what was written comes back, or nothing does."""

import pytest

from luoshi.intake import Outcome, extract

SIMPLIFIED = [
    "各有关部门要按照职责分工抓好落实。",
    "一、总体要求",
    "关于印发《稳就业若干措施》的通知",
    "到2027年底前，新增就业100万人以上",
    "责任单位：省人力资源社会保障厅、省教育厅",
    "中文",
    "第三条　本办法自公布之日起施行。",
    "镕㐀𠮷",
]
TRADITIONAL = [
    "各有關機關應依職權辦理。",
    "一、計畫目標",
    "臺北市政府教育局函",
    "請於一百十六年底前完成，並將結果報請備查",
    "主旨：檢送會議紀錄一份，請查照。",
    "國家發展委員會",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
@pytest.mark.parametrize("text", SIMPLIFIED[:-1])
def test_simplified_text_comes_back(text: str, encoding: str) -> None:
    found = extract(text.encode(encoding), "a.txt")
    assert (found.text, found.encoding) == (text, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "big5"])
@pytest.mark.parametrize("text", TRADITIONAL)
def test_traditional_text_comes_back(text: str, encoding: str) -> None:
    found = extract(text.encode(encoding), "a.txt")
    assert (found.text, found.encoding) == (text, encoding)


def test_characters_of_four_bytes_come_back() -> None:
    text = SIMPLIFIED[0] + SIMPLIFIED[-1]
    assert extract(text.encode("gb18030"), "a.txt").text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16-le", "utf-16-be"])
def test_a_mark_is_no_text(encoding: str) -> None:
    mark = "" if encoding == "utf-8-sig" else "\ufeff"
    assert extract((mark + "通知").encode(encoding), "a.txt").text == "通知"


def test_one_wrong_byte_is_not_smoothed_over() -> None:
    assert extract("通知".encode() + b"\xff", "a.txt").outcome is Outcome.UNKNOWN_TYPE
    assert extract("各有关部门".encode("gb18030")[:-1], "a.txt").outcome is Outcome.UNKNOWN_TYPE


def test_line_ends_are_one_and_signs_that_print_nothing_go() -> None:
    text = "一\r\n二\r三\n四\f五\ufeff" + "字" * 100 + "\x07"
    assert extract(text.encode(), "a.txt").text == "一\n二\n三\n四\n五" + "字" * 100

"""The order of leaders in lists."""

from __future__ import annotations

import pytest

from hearing import PRESENT, codes, corrected


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("王文华、高明华出席会议。", "高明华、王文华出席会议。"),
        ("副校长方向、李伟参加会议。", "副校长李伟、方向参加会议。"),
        ("校领导李伟、陈立言、向英，处级干部参加会议。", "校领导陈立言、向英、李伟，处级干部参加会议。"),
        ("出席会议的领导有：李伟、高明华。", "出席会议的领导有：高明华、李伟。"),
        (
            "党委书记高明华，副校长方向、李伟出席会议并讲话。",
            "党委书记高明华，副校长李伟、方向出席会议并讲话。",
        ),
        ("李伟和王文华在主席台就座。", "王文华和李伟在主席台就座。"),
        ("副校长李伟，党委书记高明华出席会议。", None),
        ("校长王文华、校党委书记高明华出席会议。", None),
        ("副校长李伟、江屿出席会议。", None),  # 江屿 is 常务副校长: his name cannot simply come first
    ],
)
def test_lists_of_those_present(wrong: str, right: str | None):
    assert corrected(wrong, "E330") == right


@pytest.mark.parametrize("text", ["李伟、高明华为获奖者颁奖。", "会前，方向、李伟看望了新生。"])
def test_other_lists(text: str):
    assert codes(text) == {"E331"}


@pytest.mark.parametrize(
    "text",
    [
        "高明华、王文华、李伟出席会议。",
        "党委书记高明华，党委副书记、校长王文华，纪委书记向英，副校长李伟、方向出席会议。",
        "王文华、高明华分别讲话。李伟、高明华先后发言。方向、李伟依次汇报。",
        "以姓氏笔画为序，王文华、高明华出席会议。",
        "李伟讲话，高明华出席会议。会议由李伟主持，高明华、王文华出席。",
        "沈问渠、高明华出席会议。",  # holds no post that day: an old leader's place is a matter of courtesy
        "李伟传达了文件，高明华、王文华出席会议。",
        "李伟、石一鸣、高明华出席会议。",  # what stands between is nobody of the roster
    ],
)
def test_what_is_in_order_or_free(text: str):
    assert codes(text) == set()


def test_captions_are_read():
    assert codes("正文。", f"{PRESENT}\nphotos: [{{file: 1.jpg, caption: 李伟、高明华出席会议}}]") == {"E330"}


def test_the_front_matter_may_stand_in_any_order():
    assert codes("正文。", "attendees: [李伟, 高明华]\nhost: [方向, 王文华]") == set()


def test_a_guest_of_a_leaders_name_stands_where_he_is_put():
    guest = "attendees: [{name: 李伟, title: 副厅长, org: 省教育厅}, 高明华]"
    assert codes("李伟、高明华出席会议。", guest) == set()

"""What the withdrawal of a row takes with it, in words: for whoever asks for it, and for whoever decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from canbo.apps.people.leaving import ended_with
from canbo.apps.people.models import Degree, Holding, OfPerson, PersonVersion
from canbo.apps.people.portrait import CALLED, held_among
from canbo.apps.people.proposals import row_words
from canbo.apps.people.rows_asked import last_of_confirmed
from canbo.lib.text import Text
from canbo.shell.naming import Names


def taken_with(row: OfPerson, called: Names, today: dt.date) -> list[Text]:
    """What will no longer stand, or stand again, once this row is withdrawn."""
    return [*_of_its_kind(row, called, today), *_of_its_section(row)]


def _of_its_kind(row: OfPerson, called: Names, today: dt.date) -> Iterator[Text]:
    if isinstance(row, PersonVersion):
        yield Text("Lý do thôi công tác cũng được bỏ.", "The reason for leaving goes as well.")
        for _, old in ended_with(row):
            words = row_words(type(old).__name__, old, called)
            yield Text(
                "Ghi lại như trước khi thôi công tác: {row}.", "Stands again as before the leaving: {row}."
            ).filled(row=words)
    if isinstance(row, Holding) and held_among([row], today):
        title = called.title(row.title)
        yield Text(
            "Người này không còn được ghi là đang giữ chức vụ {title}; vị trí đó thành khuyết.",
            "The person is no longer said to hold the post {title} now; it becomes vacant.",
        ).filled(title=title)
    if isinstance(row, Degree) and row.verified is not None:
        yield Text(
            "Kết quả xác minh văn bằng này không còn được dùng; công văn hỏi và trả lời vẫn lưu.",
            "What the school answered about this degree is no longer used; question and answer are kept.",
        )


def _of_its_section(row: OfPerson) -> Iterator[Text]:
    if confirmed := last_of_confirmed(row):
        words = CALLED[confirmed.name]
        yield Text(
            f"Đây là dòng cuối của mục “{words.vi}”: xác nhận đầy đủ của mục thôi hiệu lực, phải xác nhận lại.",
            f"It is the last row of “{words.en}”: its confirmation as complete ends and is needed anew.",
        )

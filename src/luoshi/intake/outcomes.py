"""What intake may answer: a few named outcomes, each with a sentence that says what a person can do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from luoshi.wording import noted, say


class Outcome(StrEnum):
    """How the reading of one file ended."""

    TEXT = "text"
    EMPTY = "empty"
    NO_TEXT = "no_text"
    UNKNOWN_TYPE = "unknown_type"
    MISMATCH = "mismatch"
    ENCRYPTED = "encrypted"
    MACRO = "macro"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    BOMB = "bomb"
    TIME = "time"
    MEMORY = "memory"
    LENGTH = "length"
    UNAVAILABLE = "unavailable"


MESSAGES = {
    Outcome.TEXT: noted("文字已读出。"),
    Outcome.EMPTY: noted("文件是空的，请确认选对了文件后重新上传。"),
    Outcome.NO_TEXT: noted("文件里没有文字层（多半是扫描件或图片），请提供可复制文字的版本。"),
    Outcome.UNKNOWN_TYPE: noted(
        "只能读取 txt、docx、pdf、html、xlsx 文件；doc、wps、rtf 等请另存为 docx，xls、et 等请另存为 xlsx，文本请存为 UTF-8 编码。"
    ),
    Outcome.MISMATCH: noted("文件内容与扩展名不符，请用原软件打开并另存为 docx、xlsx 或 pdf 后重新上传。"),
    Outcome.ENCRYPTED: noted("文件设有密码或加密，请去掉密码后重新上传。"),
    Outcome.MACRO: noted("文件带有宏，请另存为不含宏的 docx 或 xlsx 后重新上传。"),
    Outcome.BROKEN: noted("文件已损坏或不完整，请用原软件打开检查并重新保存后上传。"),
    Outcome.TOO_LARGE: noted("文件太大，请压缩其中的图片或拆分后重新上传。"),
    Outcome.BOMB: noted(
        "文件的内部结构异常（如异常压缩、嵌套压缩包），为安全起见不予读取，请用原软件另存后重新上传。"
    ),
    Outcome.TIME: noted("读取文件用时过长，已停止，请拆分成几份或另存后重新上传。"),
    Outcome.MEMORY: noted("读取文件占用内存过多，已停止，请拆分成几份或另存后重新上传。"),
    Outcome.LENGTH: noted("文件的页数或文字太多，请拆分成几份后重新上传。"),
    Outcome.UNAVAILABLE: noted("系统暂时无法读取文件（不是文件的问题），请稍后重试；仍不行请联系管理员。"),
}


@dataclass(frozen=True, slots=True)
class Extracted:
    """What one file gave: its text, or the outcome that says why there is none."""

    outcome: Outcome
    text: str = ""
    kind: str = ""
    encoding: str = ""

    @property
    def message(self) -> str:
        """Tell a person in one sentence how it ended and what they can do."""
        return say(MESSAGES[self.outcome])


class Refused(Exception):
    """A file is not read on, for a reason that has a name."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome

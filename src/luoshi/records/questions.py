"""What each rule of the reading asks, in one line for people; docs/rules.md tells the same, and a test holds them together."""

QUESTIONS = {
    "people": "谁被点了名，名字旁边印着什么职务？",
    "verdict": "这一句是要求、情况、说理还是会务？",
    "table": "任务分解表里，这一格说的是什么？",
    "formula": "这一句是不是文书的套语？",
    "order": "有没有要求人做什么？",
    "occasion": "说的是不是会议本身？",
    "report": "说的是不是做过的事、已有的数？",
    "reason": "是不是在讲意义、道理、评价？",
    "speaker": "这是谁的话？",
    "meeting": "会议叫什么，何日、何地、谁召开？",
    "acts": "会上谁做了什么，题目是什么？",
    "deadlines": "何日之前要做完？",
    "targets": "要达到或保持多少？",
    "owners": "谁牵头、谁负责、谁配合？",
    "basis": "依据什么？",
}


def question(rule: str) -> str:
    """Return what a rule asks; "" for one that only an older or newer reading knows.

    >>> question("order"), question("rule of another version")
    ('有没有要求人做什么？', '')
    """
    return QUESTIONS.get(rule, "")

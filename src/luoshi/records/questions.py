"""What each rule of the reading asks, in one line for people; docs/rules.md tells the same, and a test holds them together."""

from luoshi.wording import noted, say

QUESTIONS = {
    "people": noted("谁被点了名，名字旁边印着什么职务？"),
    "verdict": noted("这一句是要求、情况、说理还是会务？"),
    "table": noted("任务分解表里，这一格说的是什么？"),
    "formula": noted("这一句是不是文书的套语？"),
    "order": noted("有没有要求人做什么？"),
    "occasion": noted("说的是不是会议本身？"),
    "report": noted("说的是不是做过的事、已有的数？"),
    "reason": noted("是不是在讲意义、道理、评价？"),
    "speaker": noted("这是谁的话？"),
    "meeting": noted("会议叫什么，何日、何地、谁召开？"),
    "acts": noted("会上谁做了什么，题目是什么？"),
    "deadlines": noted("何日之前要做完？"),
    "targets": noted("要达到或保持多少？"),
    "owners": noted("谁牵头、谁负责、谁配合？"),
    "basis": noted("依据什么？"),
}


def question(rule: str) -> str:
    """Return what a rule asks; "" for one that only an older or newer reading knows.

    >>> question("order"), question("rule of another version")
    ('有没有要求人做什么？', '')
    """
    return say(QUESTIONS[rule]) if rule in QUESTIONS else ""

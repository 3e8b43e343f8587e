"""词语: the terms of the pages, each with its meaning in a sentence or two; a page says one by `{% term "…" %}`."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.wording import noted, say


@dataclass(frozen=True, slots=True)
class Term:
    """A word as it stands on the pages, what it means, and the name by which an address points at it."""

    key: str
    word: str
    meaning: str

    @property
    def name(self) -> str:
        """Say the word in the reader's language."""
        return say(self.word)

    @property
    def says(self) -> str:
        """Say what it means."""
        return say(self.meaning)


GROUPS: tuple[tuple[str, tuple[Term, ...]], ...] = (
    (
        noted("进度和灯"),
        (
            Term(
                "time-share",
                noted("序时进度"),
                noted("从开始到到期，日子已经过去了百分之几。它只说时间走了多少，不说事情办了多少。"),
            ),
            Term(
                "expected",
                noted("应达"),
                noted("到这一天应当完成的份额：按时间推算；计划里分了步骤的，按已经到期的步骤算。"),
            ),
            Term(
                "claimed",
                noted("已报"),
                noted("单位自己说完成的份额（自报），从单位负责人审签起算数。"),
            ),
            Term(
                "shown",
                noted("已证"),
                noted("有佐证支持的完成份额，督查核实时定下。没有一件佐证采信就是 0，也不会高于已报。"),
            ),
            Term(
                "result-lamp",
                noted("结果灯"),
                noted(
                    "比较已证与应达：达到应达的 95% 为达序时，85% 以上为滞后，再低为有风险；过了到期日为超期。"
                ),
            ),
            Term(
                "time-lamp",
                noted("时间灯"),
                noted("比较已报与应达，界线与结果灯相同。两灯不同，说明报的与证的有差距。"),
            ),
            Term(
                "weight",
                noted("权重"),
                noted("一项在上一级里占多重。目标的进度是下面各项按权重的平均，未启动的不计入。"),
            ),
            Term(
                "milestone",
                noted("里程碑"),
                noted("任务中途可以核对的一步，有日期，有权重。有里程碑的任务，按到了哪些里程碑算进度。"),
            ),
            Term(
                "wall",
                noted("挂图作战"),
                noted("首页的墙图：单位在左，目标在上；每格是这个单位在这个目标下的任务，取最差一项的灯。"),
            ),
            Term(
                "slipped",
                noted("下滑"),
                noted("任务今天的结果灯比上一期末的差。"),
            ),
            Term(
                "to-be-late",
                noted("预测将迟"),
                noted("照已证的走势推算，办结会晚于到期日。四天以上有佐证的任务才推算。"),
            ),
        ),
    ),
    (
        noted("谁来办"),
        (
            Term(
                "lead",
                noted("牵头"),
                noted("牵头单位对整件事负责：填报进展，交佐证，需要时申请延期。"),
            ),
            Term(
                "duty",
                noted("责任"),
                noted("责任单位承担其中一部分，和牵头单位一样填报进展、交佐证。"),
            ),
            Term(
                "support",
                noted("配合"),
                noted("配合单位给予协助，看得到事项，不单独填报。"),
            ),
            Term(
                "leader",
                noted("分管"),
                noted("分管校领导：学校里分管这件事的领导。"),
            ),
        ),
    ),
    (
        noted("填报和核实"),
        (
            Term(
                "evidence",
                noted("佐证"),
                noted("证明进展的材料，如批文、合同、照片、台账，并写明它说明什么。"),
            ),
            Term(
                "signature",
                noted("审签"),
                noted("单位负责人看过填报，同意报出去。审签之后才算已报；自己填报的，不能自己审签。"),
            ),
            Term(
                "verification",
                noted("核实"),
                noted("督查逐件看佐证，定下已证多少。自己填报或审签过的，不能自己核实。"),
            ),
            Term(
                "accepted",
                noted("采信"),
                noted("督查认为这件佐证成立。不能采信的，分待补充、存疑、不采信。"),
            ),
            Term(
                "return",
                noted("退回"),
                noted("填报有问题，由单位负责人或督查写明理由退回；填报人改正后另报一份。"),
            ),
            Term(
                "period",
                noted("填报期"),
                noted("报哪些天的情况，在哪几天报。截止之后、补报截止之前报的，记为迟报。"),
            ),
            Term(
                "lock",
                noted("锁定"),
                noted("一期关上，不再收填报。校领导写明理由，可以重新开放。"),
            ),
            Term(
                "certification",
                noted("定案"),
                noted("校领导确认锁定的一期，这一期核实过的填报由此定下。"),
            ),
            Term(
                "silent",
                noted("静默单位"),
                noted("有在办任务，却在本期一份也没有报的单位；没有设期时，看最近四周。"),
            ),
            Term(
                "trail",
                noted("溯源"),
                noted("一个数是怎么来的：每一步的算法，一直到填报、佐证和原文的那句话。"),
            ),
        ),
    ),
    (
        noted("文件、计划和督办"),
        (
            Term(
                "order",
                noted("要求"),
                noted("文件里要人去办的一句话，也叫指示句。先按规则判，再由人确认或更正。"),
            ),
            Term(
                "unanswered",
                noted("无人接"),
                noted("还没有任务以这条要求为依据，也没有人写明理由搁置它。有了任务，就是已接。"),
            ),
            Term(
                "coverage",
                noted("覆盖"),
                noted("一份文件的要求，有多少条已接，多少条搁置，多少条无人接。"),
            ),
            Term(
                "basis",
                noted("依据"),
                noted("任务从哪份文件的哪一句话来；原话和位置都存着，可以回到原文去看。"),
            ),
            Term(
                "amendment",
                noted("调整"),
                noted("计划通过之后的改动：一个人提出，另一个人会签才生效，原来的仍然留着。"),
            ),
            Term(
                "countersignature",
                noted("会签"),
                noted("由提出人以外的第二个人同意，调整从此生效。"),
            ),
            Term(
                "extension",
                noted("延期"),
                noted("到期之前申请把到期日推后：单位负责人审签，校领导批准。考核仍按最初的时限。"),
            ),
            Term(
                "notice",
                noted("督办单"),
                noted("督查发给单位的通知，有编号，有时限：单位签收、反馈，督查核查之后办结。"),
            ),
            Term(
                "completion",
                noted("办结"),
                noted("事情办完，并且有人认定，也叫销号：任务已证 100%；督办单的反馈经督查核查通过。"),
            ),
        ),
    ),
    (
        noted("指标和数据"),
        (
            Term(
                "definition",
                noted("口径"),
                noted("一个指标怎么算：计量单位，越高越好还是越低越好，各期、各单位的数怎样合在一起。"),
            ),
            Term(
                "base",
                noted("基期值"),
                noted("起算时的数，也叫基线；完成了目标的百分之几，从这里量起。"),
            ),
            Term(
                "target",
                noted("目标值"),
                noted("到某一天要达到的数，可以有确保和力争两个。"),
            ),
            Term(
                "bottom-line",
                noted("确保"),
                noted("必须达到的数，是底线。"),
            ),
            Term(
                "stretch",
                noted("力争"),
                noted("比确保更进一步、努力争取的数。"),
            ),
            Term(
                "quality",
                noted("数据质量"),
                noted("这个指标的数可靠到什么程度：如何核实，从哪里来，精度，局限，怎样弥补。"),
            ),
        ),
    ),
    (
        noted("两个日子"),
        (
            Term(
                "as-of",
                noted("事实日"),
                noted("说的是哪一天的情况。5 月 3 日报 4 月 30 日的情况，事实日是 4 月 30 日。"),
            ),
            Term(
                "known-by",
                noted("知悉日"),
                noted("按到哪一天为止所知道的来说。后来才知道的不算进去，所以当时的数今后还能照样查到。"),
            ),
        ),
    ),
)
TERMS = {one.word: one for _, terms in GROUPS for one in terms}

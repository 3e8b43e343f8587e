"""Why a run does not begin, or does not go on: not the fault of one document."""

from luoshi.errors import Problem, Stale, Unfit


class OutputIsThere(Unfit):
    """There is a file of this name already, and nobody said that it shall be gone on with."""

    code = "output_is_there"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} 已经有内容：接着写请加 --resume，重新来请先移开它。")


class OutputIsForeign(Unfit):
    """What stands in the file was not written by this command, or not by it alone."""

    code = "output_is_foreign"

    def __init__(self, name: str, row: int) -> None:
        super().__init__(f"{name} 第 {row} 行不是本命令写的，接不上。")


class OutputIsOfAnotherVersion(Unfit):
    """The rows were made by other rules: a file half of one and half of the other says nothing."""

    code = "output_is_of_another_version"

    def __init__(self, name: str, theirs: object, ours: str) -> None:
        super().__init__(f"{name} 由规则第 {theirs} 版读出，现在是第 {ours} 版，接不上，请重新读。")


class OutputIsOfAnotherInput(Unfit):
    """A row does not belong to the document that stands in its place."""

    code = "output_is_of_another_input"

    def __init__(self, name: str, row: int) -> None:
        super().__init__(f"{name} 第 {row} 行与这次的输入对不上（输入改过，或不是同一批），接不上。")


class OutputIsInput(Unfit):
    """The file to be written was named to be read."""

    code = "output_is_input"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} 既要读又要写，请换一个输出文件。")


class OutputFails(Unfit):
    """The file cannot be opened, or takes no more."""

    code = "output_fails"

    def __init__(self, name: str, error: OSError) -> None:
        super().__init__(f"{name} 写不了（{error.strerror}）。")


class OutputIsInUse(Stale):
    """Another run is writing the same file."""

    code = "output_is_in_use"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} 正由另一个进程写着。")


class NoWorkers(Problem):
    """The worker processes end before they are ready: something is wrong with the installation or the machine."""

    code = "no_workers"
    status = 503

    def __init__(self) -> None:
        super().__init__("读文的进程启动不了，请检查安装和内存。")

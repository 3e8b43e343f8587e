"""What is wrong with a chain, as a sentence for people."""

from __future__ import annotations

from luoshi.audit.rules import Fault


def told(fault: Fault) -> str:
    """Name the first bad row and what is wrong with it."""
    upto = (
        f"至第 {fault.upto} 条之间" if fault.upto not in {None, fault.number} else ""
    )  # zh: said by commands alone
    return f"组织 {fault.organisation}：第 {fault.number} 条{upto}——{fault.why.value}。"  # zh: said by commands alone

"""`manage.py checkpoint` and `manage.py verify_audit`: what they find, what they say, and how they end."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from luoshi.audit import actions, rules
from luoshi.audit.models import Entry, Head
from luoshi.audit.rules import Row, Tip
from tests.audit.chains import change, restamped

pytestmark = pytest.mark.django_db
ONE, OTHER = 990_001, 990_002


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """Keep key and checkpoints in a folder of the test."""
    settings.AUDIT_KEY, settings.AUDIT_CHECKPOINTS = tmp_path / "audit-key", tmp_path / "checkpoints.jsonl"
    return tmp_path


def grow(organisation: int, number: int, *, by: int = 17) -> None:
    with transaction.atomic():
        actions.leave_many(organisation, [{"deed": "work.sign", **change(n, by=by)} for n in range(number)])


def said(name: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(name, stdout=out, **options)
    return out.getvalue()


def failing(name: str, **options: Any) -> str:
    """Return the sentence with which a command ends; its exit code is 1."""
    with pytest.raises(CommandError) as caught:
        said(name, **options)
    assert caught.value.returncode == 1
    return str(caught.value)


def code() -> str:
    return said("checkpoint").split("校验码 ")[-1].strip()


def chain_of(organisation: int) -> list[Row]:
    columns = Entry.everything.filter(organisation=organisation).values_list(*Row._fields)
    return [Row._make(values) for values in columns]


def put_back(rows: list[Row]) -> None:
    """Replace a chain and its head, as somebody could who has the database and no key."""
    organisation, last = rows[0].organisation, rows[-1]
    Entry.everything.filter(organisation=organisation).delete()
    Entry.everything.bulk_create(Entry(**row._asdict()) for row in rows)
    Head.everything.filter(organisation=organisation).update(number=last.number, digest=last.digest)


def test_with_nothing_there_all_is_well() -> None:
    assert said("verify_audit") == ""
    assert said("checkpoint") == "上次检查点以来没有新的审计记录。\n"
    assert said("verify_audit") == ""


def test_they_say_what_they_found() -> None:
    grow(ONE, 5)
    assert said("verify_audit") == f"组织 {ONE}：5 条，链完整；还没有检查点。\n"
    assert said("checkpoint").startswith(f"组织 {ONE}：5 条，校验码 ")
    grow(ONE, 2)
    grow(OTHER, 1)
    assert said("checkpoint").count("校验码") == 2
    assert said("checkpoint") == "上次检查点以来没有新的审计记录。\n"
    assert said("verify_audit") == (
        f"组织 {ONE}：7 条，链完整；检查点 2 个，最后一个在第 7 条。\n"
        f"组织 {OTHER}：1 条，链完整；检查点 1 个，最后一个在第 1 条。\n"
    )
    assert said("verify_audit", organisation=OTHER).startswith(f"组织 {OTHER}：1 条")


def test_a_row_that_is_altered_is_named_and_nothing_vouches_for_it_any_more() -> None:
    grow(ONE, 9)
    grow(OTHER, 9)
    Entry.everything.filter(organisation=ONE, number=4).update(became="verified")
    Entry.everything.filter(organisation=OTHER, number=9).delete()
    assert failing("verify_audit") == (
        f"组织 {ONE}：第 4 条——内容与摘要不符：这一条被改动。\n"
        f"组织 {OTHER}：第 9 条——链尾缺失：链首记着更多条。"
    )
    assert failing("checkpoint") == f"组织 {ONE}：第 4 条——内容与摘要不符：这一条被改动。"
    assert "第 9 条" in failing("verify_audit", organisation=OTHER)


def test_a_chain_that_is_digested_anew_is_found() -> None:
    grow(ONE, 5)
    code()
    grow(ONE, 5)
    code()
    rows = chain_of(ONE)
    rows[6] = rows[6]._replace(by=18)
    put_back(restamped(rows, 6))
    assert failing("verify_audit") == (
        f"组织 {ONE}：第 6 条至第 10 条之间——与检查点不符：链被改动后重新计算过。"
    )
    assert "第 10 条——没有接在上一条之后" in failing("checkpoint")


def test_an_older_database_that_is_put_back_is_found() -> None:
    grow(ONE, 5)
    older = chain_of(ONE)
    grow(ONE, 5)
    code()
    put_back(older)
    told = f"组织 {ONE}：第 6 条——数据库比检查点旧：链尾被截，或恢复了旧库。"
    assert failing("verify_audit") == told
    assert failing("checkpoint").startswith(f"组织 {ONE}：第 10 条")
    grow(ONE, 5, by=18)  # and people go on working on it
    assert failing("verify_audit").startswith(f"组织 {ONE}：第 1 条至第 10 条之间——与检查点不符")


def test_a_chain_that_has_vanished_is_missed() -> None:
    grow(ONE, 5)
    code()
    Entry.everything.all().delete()
    Head.everything.all().delete()
    assert failing("verify_audit").startswith(f"组织 {ONE}：第 1 条——数据库比检查点旧")


def test_a_foreign_chain_in_the_place_of_ones_own_is_found() -> None:
    grow(ONE, 5)
    code()
    grow(OTHER, 6)
    foreign = [row._replace(organisation=ONE) for row in chain_of(OTHER)]
    put_back(rules.chained(foreign, Tip(0, "")))
    # The deeds were the same, so the rows are; what differs is what they say.
    assert said("verify_audit", organisation=ONE).startswith(f"组织 {ONE}：6 条")
    put_back(rules.chained([foreign[0]._replace(by=18), *foreign[1:]], Tip(0, "")))
    assert failing("verify_audit").startswith(f"组织 {ONE}：第 1 条至第 5 条之间")


def test_checkpoints_that_are_altered_or_cut_short_are_found(folder: Path) -> None:
    place = folder / "checkpoints.jsonl"
    grow(ONE, 5)
    first = code()
    grow(ONE, 5)
    last = code()
    whole = place.read_bytes()
    assert said("verify_audit", code=first) == said("verify_audit", code=last)
    place.write_bytes(whole.replace(b'"number":10', b'"number":11'))
    assert failing("verify_audit").endswith("checkpoints.jsonl 第 2 行不符。")
    assert "第 2 行不符，不能接着写" in failing("checkpoint")
    place.write_bytes(whole[: whole.index(b"\n") + 1])
    assert said("verify_audit")  # nobody can see it without a code that was kept elsewhere
    assert "没有另存的校验码" in failing("verify_audit", code=last)
    place.unlink()
    assert failing("verify_audit").endswith("checkpoints.jsonl 不在了。")


def test_a_key_that_is_gone_or_another_one_is_told(folder: Path) -> None:
    grow(ONE, 5)
    code()
    (folder / "audit-key").rename(folder / "elsewhere")
    assert "不在了：没有它" in failing("verify_audit")
    assert "不在了：没有它" in failing("checkpoint")
    (folder / "audit-key").write_text("x" * 40)
    assert "第 1 行不符" in failing("verify_audit")
    (folder / "audit-key").write_text("x")
    assert "短于 40 个字符" in failing("verify_audit")


def test_neither_writes_to_the_database() -> None:
    grow(ONE, 5)
    with CaptureQueriesContext(connection) as queries:
        code()
        said("verify_audit")
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


def test_looking_takes_as_many_queries_for_a_long_chain_as_for_a_short_one() -> None:
    counts = []
    for number in (2, 1_000):
        grow(ONE, number)
        with CaptureQueriesContext(connection) as queries:
            said("verify_audit")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10

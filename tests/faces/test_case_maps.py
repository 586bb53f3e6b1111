"""Cases out of other people's tables: messages with links, rows inside rows, a ticket in a row, CSV called as the heads are."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.faces.running import Run, run

RULES = """ruleset t.house { version "1" timezone UTC }
extend interaction { agent : string optional   plan : enum(basic, gold) default basic }
rule usual { first response within 1h next response within 2h resolution within 24h }
rule grave { when message mentions "lawyer" severity critical }
"""
HEAD = "id,author,inbound,at,text,parent"
MAP = (
    *("-m", "message_id=id", "-m", "reply_to=parent", "-m", "kind=inbound{True:received,False:replied}", "-m", "at=at"),
    *("-m", "message=text", "-m", "agent[replied]=author"),
)


@pytest.fixture
def house(tmp_path: Path) -> str:
    path = tmp_path / "house.engage"
    path.write_text(RULES, encoding="utf-8")
    return str(path)


def at(hour: int, minute: int = 0) -> str:
    return f"2026-05-04T{hour:02}:{minute:02}:00Z"


CHAT = (
    f"1,jo,True,{at(9)},help,",
    f"2,brand,False,{at(9, 30)},ask my lawyer,1.0",
    f"3,jo,True,{at(10)},thanks,2.0",
    f"4,brand,False,{at(10, 10)},bye,3.0",
)


def ask(house: str, rows: tuple[str, ...], *words: str, head: str = HEAD, columns: tuple[str, ...] = MAP, verb: str = "track") -> Run:
    data = "\n".join((head, *rows)).encode() + b"\n"
    return run(verb, "-p", house, "-", "--at", at(23), "--input-format", "csv", "-f", "json", *columns, *words, stdin=data)


def statuses(done: Run) -> dict[str, dict[str, object]]:
    return {str(each["case"]): each for each in json.loads(done.out)}


def states(status: dict[str, object]) -> dict[str, str]:
    clocks = status["clocks"]
    assert isinstance(clocks, dict)
    return {name: clock["state"] for name, clock in clocks.items()}


def test_a_conversation_is_one_case_named_by_its_first_message(house: str) -> None:
    (status,) = statuses(ask(house, CHAT, "--events")).values()
    assert status["case"] == "1"
    assert states(status) == {"first_response": "met", "next_response": "met", "resolution": "running"}


def test_what_staff_wrote_is_no_fact(house: str) -> None:
    (status,) = statuses(ask(house, CHAT, "--events")).values()
    assert status["severity"] is None
    said_by_all = (*MAP[:-4], "-m", "message[received, replied]=text")
    (told,) = statuses(ask(house, CHAT[:2], "--events", columns=said_by_all)).values()
    assert told["severity"] == "critical"


def test_the_order_of_rows_means_nothing(house: str) -> None:
    rows = list(CHAT)
    random.Random(7).shuffle(rows)
    first, other = (statuses(ask(house, tuple(each), "--events")) for each in (CHAT, rows))
    for status in (*first.values(), *other.values()):
        status.pop("input")
    assert first == other


def test_only_direct_answers_count_if_so_wanted(house: str) -> None:
    rows = (CHAT[0], f"2,jo,True,{at(9, 10)},hello?,1", f"3,brand,False,{at(9, 20)},yes?,2")
    assert states(statuses(ask(house, rows, "--events"))["1"])["first_response"] == "met"
    assert states(statuses(ask(house, rows, "--events", "--answers", "opening"))["1"])["first_response"] == "breached"


def test_a_conversation_that_staff_begins_waits_for_no_answer(house: str) -> None:
    rows = (f"1,brand,False,{at(9)},how was it,", f"2,jo,True,{at(10)},fine,1")
    status = statuses(ask(house, rows, "--events"))["1"]
    history = status["history"]
    assert isinstance(history, list)
    assert history[0]["detail"] == "staff"
    assert states(status)["first_response"] == "breached"
    (alone,) = statuses(ask(house, rows[:1], "--events")).values()
    assert states(alone)["first_response"] == "not_started"


def test_torn_conversations_are_told_or_rejected(house: str) -> None:
    rows = (*CHAT, f"9,jo,True,{at(9)},and?,8")
    taken = ask(house, rows, "--events")
    assert set(statuses(taken)) == {"1", "9"}
    assert "1 conversation begins with a reply to a message that is not in the input" in taken.err
    refused = ask(house, rows, "--events", "--torn", "reject")
    assert set(statuses(refused)) == {"1"}
    assert "-:6: rejected: reply_to: found 8, which is not in the input" in refused.err
    assert refused.err.endswith("read 5, followed 4 in 1 cases, rejected 1\n")


def test_a_ring_begins_with_its_earliest_message(house: str) -> None:
    rows = (f"1,jo,True,{at(9)},help,2", f"2,brand,False,{at(9, 30)},yes,1")
    done = ask(house, rows, "--events")
    assert states(statuses(done)["1"])["first_response"] == "met"
    assert "1 conversation begins with the earliest message of a ring of replies" in done.err


def test_a_message_that_comes_twice(house: str) -> None:
    same = ask(house, (*CHAT, CHAT[0], CHAT[1]), "--events")
    assert same.err == "read 6, followed 6 in 1 cases, rejected 0\n"
    other = ask(house, (*CHAT, f"1,jo,True,{at(8)},else,"), "--events")
    assert "-:6: rejected: message_id: found 1 again with something else" in other.err
    assert statuses(same)["1"]["clocks"] == statuses(other)["1"]["clocks"]


def test_a_bad_message_rejects_its_conversation(house: str) -> None:
    done = ask(house, (*CHAT[:3], "4,brand,False,soon,bye,3", f"5,jo,True,{at(9)},hi,"), "--events")
    assert set(statuses(done)) == {"5"}
    assert 'at: found the text "soon"' in done.err
    assert done.status == 1


@pytest.mark.parametrize(("row", "said"), [(f",jo,True,{at(9)},hi,", "message_id: found nothing"), (f"1,jo,Maybe,{at(9)},hi,", "no word")])
def test_a_row_without_a_name_or_a_kind(house: str, row: str, said: str) -> None:
    assert said in ask(house, (row,), "--events").err


def test_rows_inside_rows(house: str) -> None:
    dialogs = [
        {"head": {"id": "d1"}, "said": [{"client": "jo", "at": at(9), "text": "help"}, {"agent": "B", "at": at(9, 5), "text": "yes"}]},
        {"head": {"id": "d2"}, "said": [{"client": "al", "at": at(9), "text": "help"}]},
        {"head": {"id": "d3"}},
        {"head": {"id": "d4"}, "said": ["hi"]},
    ]
    columns = ("-m", "case=head.id", "-m", 'kind=agent{"":received,*:replied}', "-m", "at=at", "-m", "message=text")
    data = "\n".join(map(json.dumps, dialogs)).encode()
    words = ("-p", house, "-", "--input-format", "jsonl", "--at", at(23), "-f", "json", "--events", "--unfold", "said")
    done = run("track", *words, *columns, stdin=data)
    found = statuses(done)
    assert {case: states(each)["first_response"] for case, each in found.items()} == {"d1": "met", "d2": "breached"}
    assert "-:3: rejected: said: found nothing, expected a list" in done.err
    assert "-:4: rejected: said[0]: found" in done.err


TICKETS = (
    "ticket,created,answered,closed,agent,subject",
    f"T1,{at(9)},{at(9, 30)},{at(12)},ann,help",
    f"T2,{at(9)},,,,lawyer",
    "T3,soon,,,,x",
)
TICKET_MAP = (
    *("-m", "id=ticket", "-m", "opened_at=created", "-m", "replied=answered", "-m", "resolved=closed"),
    *("-m", "message=subject", "-m", "agent[replied]=agent", "-m", "plan:=gold"),
)


def test_a_ticket_in_a_row(house: str) -> None:
    head, *rows = TICKETS
    done = ask(house, tuple(rows), head=head, columns=TICKET_MAP)
    found = statuses(done)
    assert states(found["T1"]) == {"first_response": "met", "next_response": "not_started", "resolution": "met"}
    assert found["T2"]["severity"] == "critical"
    assert 'opened_at: found the text "soon"' in done.err
    report = ask(house, tuple(rows), "--by", "agent", "--by", "plan", head=head, columns=TICKET_MAP, verb="replay")
    groups = json.loads(report.out)["metrics"]["first_response"]["by"]
    assert {each["value"]: each["waits"] for each in groups["agent"]} == {"ann": 1, None: 1}
    assert {each["value"]: each["waits"] for each in groups["plan"]} == {"gold": 2}


def test_csv_called_as_heads_and_facts_are_needs_no_map(house: str) -> None:
    done = ask(house, (f"a,{at(9)},help,{at(9, 5)}", f"b,{at(9)},help,"), head="id,opened_at,message,replied", columns=())
    assert {case: states(each)["first_response"] for case, each in statuses(done).items()} == {"a": "met", "b": "breached"}
    events = (f"a,received,{at(9)},help", f"a,replied,{at(9, 5)},yes")
    logged = ask(house, events, "--events", head="case,kind,at,message", columns=())
    assert states(statuses(logged)["a"])["first_response"] == "met"
    wrong = ask(house, events, "--events", head="case,kind,at,massage", columns=())
    assert wrong.status == 2
    assert "did you mean message?" in wrong.err
    ignored = ask(house, (f"a,{at(9)},help,x",), "--extra", "ignore", head="id,opened_at,message,colour", columns=())
    assert set(statuses(ignored)) == {"a"}


def test_the_last_moment_is_found_in_mapped_rows(house: str, tmp_path: Path) -> None:
    table = tmp_path / "tickets.csv"
    table.write_text("\n".join(TICKETS[:3]) + "\n", encoding="utf-8")
    done = run("replay", "-p", house, str(table), *TICKET_MAP, "-f", "json")
    assert json.loads(done.out)["until"] == "2026-05-04T12:00:00+00:00"

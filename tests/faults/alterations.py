"""Shows that the checker can fail: alters a good history, one thing at a time."""

import copy

import checker


def last(events, is_so):
    return next(event for event in reversed(events) if is_so(event))


def lose(events, kept):
    """The last write is acknowledged and gone."""
    record = kept["quotas"].records.pop()
    kept["quotas"].facts.pop(record.request_id, None)


def double(events, kept):
    one = kept["housing"]
    one.records.append(checker.Record(
        len(one.records) + 2, one.records[0].request_id, "x"))


def double_fact(events, kept):
    facts = next(iter(kept["housing"].facts.values()))
    facts.append(facts[0])


def gap(events, kept):
    del kept["locations"].records[3]


def move(events, kept):
    """A fact lies in another revision than its record."""
    facts = next(iter(kept["quotas"].facts.values()))
    facts[0] += 1


def unanswered(events, kept):
    write = last(events, lambda event: event["what"] == "write")
    events[:] = [event for event in events
                 if event["what"] != "ack" or event["id"] != write["id"]]


def other_revision(events, kept):
    last(events, lambda event: event["what"] == "ack" and event["revision"])["revision"] += 1


def two_answers(events, kept):
    ack = last(events, lambda event: event["what"] == "ack")
    events.append({**ack, "sha": "x"})


def stale(events, kept):
    read = last(events, lambda event: event.get("now") and event["revision"] > 9)
    read["revision"] = 2


def incomplete(events, kept):
    """A read lacks a fact that was acknowledged before it began."""
    read = last(events, lambda event: len(event.get("ids", ())) > 2)
    read["ids"] = read["ids"][:1]


def other_answer(events, kept):
    read = last(events, lambda event: event["what"] == "read")
    events.append({**read, "sha": "x"})


def other_chain(events, kept):
    last(events, lambda event: event["what"] == "head")["chain"] = "x"


def refused(events, kept):
    events.append({**last(events, lambda event: event["what"] == "ack"),
                   "what": "refused", "code": "INTERNAL", "words": "x"})


ALTERATIONS = (lose, double, double_fact, gap, move, unanswered, other_revision,
               two_answers, stale, incomplete, other_answer, other_chain, refused)


def find_blind(events, dump):
    """The names of what the checker does not see."""
    kept = checker.read_dump(dump)
    blind = []
    for alter in ALTERATIONS:
        altered = sorted(copy.deepcopy(events), key=lambda event: event["at"])
        rows = copy.deepcopy(kept)
        alter(altered, rows)
        if not checker.Checker(altered, rows).check():
            blind.append(alter.__name__)
    # A byte of a sealed row.
    text = dump.read_bytes()
    at = text.rindex(b"illustrative: ") + 20
    other = dump.with_suffix(".altered")
    other.write_bytes(text[:at] + bytes([text[at] ^ 1]) + text[at + 1:])
    if not any(one.fault for one in checker.read_dump(other).values()):
        blind.append("byte")
    return blind

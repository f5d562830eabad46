"""Holds the history of a world against what its databases hold in the end.

Pure: it takes what clients and faults noted (load.py, kills.py) and what a dump holds,
and answers in words what is wrong. An event is a dictionary: `what` happened, `at`
which moment it ended and, of a call, when it began.
"""

import bisect
import collections
import importlib.machinery
import importlib.util
import pathlib

MARK = b"illustrative: "
# The writes whose facts a list of their place holds.
LISTED = {"DeliverQuotas": "ListQuotaEntries", "CreateLocation": "ListLocations",
          "DeliverHousing": "ListPlacements", "DeliverPlacements": "ListPlacements",
          "CreatePlacement": "ListPlacements"}


def load_verify_dump():
    path = str(pathlib.Path(__file__).parents[2] / "deploy/verify-dump")
    loader = importlib.machinery.SourceFileLoader("verify_dump", path)
    module = importlib.util.module_from_spec(
        importlib.util.spec_from_loader("verify_dump", loader))
    loader.exec_module(module)
    return module


class Record:
    """A row of `revisions`."""

    def __init__(self, revision, request_id, chain):
        self.revision, self.request_id, self.chain = revision, request_id, chain


class Kept:
    """What one service's database holds."""

    def __init__(self):
        self.records = []
        # request id → the revision of each fact that names it.
        self.facts = collections.defaultdict(list)
        self.fault = None  # What deploy/verify-dump says of it.


def read_dump(path):
    """Of every service, from a dump of all four schemas."""
    verify_dump = load_verify_dump()

    class Schema(verify_dump.Schema):
        """Notes besides which request each fact came with."""

        def __init__(self):
            super().__init__()
            self.kept = Kept()

        def add(self, table, row):
            super().add(table, row)
            source = row.get("source")
            if source is not None and source.startswith(MARK) and row["revision"]:
                self.kept.facts[source[len(MARK):].decode()].append(int(row["revision"]))

    verify_dump.Schema = Schema
    kept = {}
    for name, schema in verify_dump.schemas_of(str(path)).items():
        found = schema.find_break()
        one = kept[name.removeprefix("opvang_")] = schema.kept
        one.fault = found and f"breaks at revision {found[0]} ({found[1]})"
        one.records = [Record(int(row["revision"]), row["request_id"].decode(),
                              row["chain"].decode()) for row in schema.revisions]
    return kept


class Checker:
    def __init__(self, events, kept):
        self.events = sorted(events, key=lambda event: event["at"])
        self.kept = kept
        self.faults = []
        self.writes, self.acks = {}, collections.defaultdict(list)
        for event in self.events:
            if event["what"] == "write":
                self.writes.setdefault(event["id"], event)
            elif event["what"] == "ack":
                self.acks[event["id"]].append(event)
        self.revisions = {
            service: {record.request_id: record.revision for record in one.records}
            for service, one in kept.items()}

    def say(self, *words):
        self.faults.append(" ".join(str(word) for word in words))

    def check(self):
        for check in (self.check_words, self.check_records, self.check_writes,
                      self.check_reads, self.check_sealed):
            check()
        return self.faults

    def of(self, *whats):
        return [event for event in self.events if event["what"] in whats]

    def check_words(self):
        """What somebody found while it happened."""
        for event in self.of("refused", "broken", "found"):
            self.say(event["what"], event.get("service", ""), event.get("code", ""),
                     event["words"])
        for event in self.of("try"):
            if event["code"] == "INTERNAL":
                self.say(event["service"], "said INTERNAL:", event["words"])

    def check_records(self):
        """Revisions without a gap, chains whole, a request id once."""
        for service, one in self.kept.items():
            if one.fault:
                self.say("the dump of", service, one.fault)
            found = [record.revision for record in one.records]
            if found != list(range(2, len(found) + 2)):
                gap = next(i for i, revision in enumerate(found, 2) if revision != i)
                self.say(service, "has no revision", gap)
            ids = collections.Counter(record.request_id for record in one.records)
            for request_id, count in ids.items():
                if count > 1:
                    self.say(service, "recorded", request_id, count, "times")
        for event in self.of("chain"):
            if not event["holds"]:
                self.say(event["service"], "says that its chain breaks:", event["words"])

    def check_writes(self):
        """What was acknowledged is there, once, in the revision that was told; what
        was written was answered in the end, and always in the same words."""
        for request_id, write in self.writes.items():
            service, acks = write["service"], self.acks.get(request_id, [])
            revision = self.revisions[service].get(request_id)
            facts = self.kept[service].facts.get(request_id, [])
            if not acks:
                self.say(write["method"], request_id, "was never answered")
            elif revision is None:
                self.say(write["method"], request_id, "was acknowledged and is not there")
            for ack in acks:
                if ack["revision"] and revision and ack["revision"] != revision:
                    self.say(request_id, "was acknowledged as revision", ack["revision"],
                             "and is", revision)
                if ack["sha"] != acks[0]["sha"]:
                    self.say(request_id, "got two answers")
            expected = write["facts"] if revision else 0
            if len(facts) != expected:
                self.say(request_id, "has", len(facts), "facts, not", expected)
            if set(facts) - {revision}:
                self.say(request_id, "has facts in revisions", sorted(set(facts)))

    def check_reads(self):
        """No read is older than what was acknowledged, or read, before it began."""
        for service in self.kept:
            moments, highest, news = [], [], []
            listed = collections.defaultdict(list)  # (list, place) → [(moment, id)]
            for event in self.events:
                if event.get("service") != service:
                    continue
                if event["what"] == "ack":
                    write = self.writes[event["id"]]
                    known = self.revisions[service].get(event["id"], 0)
                    key = (LISTED.get(write["method"]), write["town"])
                    listed[key].append((event["at"], event["id"]))
                elif event["what"] == "head" or event.get("now"):
                    known = event["revision"]
                    news.append(event)
                else:
                    continue
                moments.append(event["at"])
                highest.append(max(known, highest[-1] if highest else 0))
            for event in news:
                at = bisect.bisect_left(moments, event["begin"])
                floor = highest[at - 1] if at else 0
                if event["revision"] < floor:
                    self.say("a read of", service, "saw revision", event["revision"],
                             "after", floor, "was known, at", event["at"])
                if "ids" not in event:
                    continue
                ids = set(event["ids"])
                for moment, request_id in listed[event["method"], event["town"]]:
                    if moment < event["begin"] and request_id[:8] not in ids:
                        self.say("a read of", service, "at revision", event["revision"],
                                 "lacks", request_id)

    def check_sealed(self):
        """What was answered at a revision is answered so for ever."""
        answers = {}
        for event in self.of("read"):
            key = (event["service"], event["method"], event["request"])
            if answers.setdefault(key, event["sha"]) != event["sha"]:
                self.say(*key, "was answered in two ways")
        chains = {(service, record.revision): record.chain
                  for service, one in self.kept.items() for record in one.records}
        for event in self.of("head"):
            if chains.get((event["service"], event["revision"])) != event["chain"]:
                self.say("revision", event["revision"], "of", event["service"],
                         "has another chain than was told")


def count_faults(events):
    """kind → (done, happened, happened while calls were under way)."""
    calls = collections.defaultdict(list)
    unanswered = {}
    for event in events:
        if "begin" in event and "service" in event:
            calls[event["service"]].append((event["begin"], event["at"]))
        elif event["what"] == "write":
            unanswered.setdefault((event["by"], event["id"]), [event["at"], None])
        if event["what"] in ("ack", "refused") and (event["by"], event["id"]) in unanswered:
            unanswered[event["by"], event["id"]][1] = event["at"]
    counts = collections.defaultdict(lambda: [0, 0, 0])
    for event in events:
        if event["what"] != "fault":
            continue
        count = counts[event["kind"]]
        count[0] += 1
        if not event["happened"]:
            continue
        count[1] += 1
        begin, end = event["begin"], event["at"]
        if "client" in event:
            loaded = any(by == event["client"] and start < end and
                         (answered is None or answered > begin)
                         for (by, _), (start, answered) in unanswered.items())
        else:
            of = [event["service"]] if event.get("service") else list(calls)
            loaded = any(start < end and stop > begin
                         for service in of for start, stop in calls[service])
        count[2] += loaded
    return counts


def count_lost(events):
    """Writes that a try did not hear of though they were kept: whoever asked saw a
    later revision, or the same, before the try began that was answered."""
    known = collections.defaultdict(lambda: ([], []))
    tried, lost = set(), set()
    for event in sorted(events, key=lambda event: event["at"]):
        if event["what"] == "try" and "id" in event:
            tried.add(event["id"])
        revision = event.get("revision", 0)
        if event["what"] == "ack" and revision and event["id"] in tried:
            moments, highest = known[event["service"]]
            at = bisect.bisect_left(moments, event["begin"])
            if at and highest[at - 1] >= revision:
                lost.add(event["id"])
        if event["what"] in ("ack", "head", "read") and revision:
            moments, highest = known[event["service"]]
            moments.append(event["at"])
            highest.append(max(revision, highest[-1] if highest else 0))
    return len(lost)

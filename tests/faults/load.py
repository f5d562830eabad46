"""Clients that write and read for as long as they live, and keep a history.

Each is a process of its own, so that it can be killed, with a thread per service.
Every try of a call stands in its history with when it began and ended and what came
of it; a line is with the kernel before the next step, so that a killed client's
history is whole. Writes are tried until they are answered, with the same request id,
by this client or by the one after it.

Moments are of CLOCK_MONOTONIC, which all processes share.
"""

import base64
import hashlib
import json
import os
import pathlib
import random
import sys
import threading
import time
import traceback
import uuid

import grpc
from google.type import date_pb2
from nl.opvang.housing.v1 import housing_pb2, housing_pb2_grpc
from nl.opvang.locations.v1 import locations_pb2, locations_pb2_grpc
from nl.opvang.quotas.v1 import quotas_pb2, quotas_pb2_grpc
from nl.opvang.reporting.v1 import reporting_pb2, reporting_pb2_grpc

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "proto/guides/examples"))
import opvang_client  # noqa: E402
from opvang_client import details_of  # noqa: E402

ROOT = pathlib.Path(__file__).parents[2]
CONFIG = (ROOT / "proto/service_config.json").read_text()
STUBS = {"quotas": quotas_pb2_grpc.QuotaServiceStub,
         "locations": locations_pb2_grpc.LocationServiceStub,
         "housing": housing_pb2_grpc.HousingServiceStub,
         "reporting": reporting_pb2_grpc.ReportingServiceStub}
MODULES = {"quotas": quotas_pb2, "locations": locations_pb2,
           "housing": housing_pb2, "reporting": reporting_pb2}
# The municipalities of Overijssel.
TOWNS = [f"municipalities/gm{code}" for code in
         "0141 0147 0148 0150 0153 0158 0160 0163 0164 0166 0168 0173 0175 0177 0180 "
         "0183 0189 0193 1700 1708 1735 1742 1773 1774 1896".split()]
CALL_SECONDS = 6
# When nothing is broken any more: a machine may be slow, and has to be waited for.
LAST_CALL_SECONDS = 300
# How long a client that should stop still tries what was not answered.
LAST_SECONDS = 600
# Tried again; the others are refusals.
PASSING = {"UNAVAILABLE", "ABORTED", "RESOURCE_EXHAUSTED", "DEADLINE_EXCEEDED",
           "UNKNOWN", "INTERNAL", "CANCELLED"}
# By what follows it a fact is known again.
MARK = "illustrative: "
LISTS = {"ListQuotaEntries": "quota_entries", "ListLocations": "locations",
         "ListPlacements": "placements"}
STEPS = ("DecideLocation", "StartPaperCheck", "StartSiteVisit", "SignAgreement")
LATER = 1000  # A day after today, on which steps begin.
# How far apart tries are when the client makes them, as the configuration says.
POLICY = json.loads(CONFIG)["methodConfig"][0]["retryPolicy"]
FIRST_PAUSE = float(POLICY["initialBackoff"].rstrip("s"))


def date(day):
    """A day of 2025 or later; here months have 28 days."""
    return date_pb2.Date(year=2025 + day // 336, month=1 + day % 336 // 28,
                         day=1 + day % 28)


def digest(message):
    if getattr(message, "next_page_token", ""):
        # It is of the request: one that says its revision gets another.
        message.next_page_token = "more"
    return hashlib.sha256(message.SerializeToString(deterministic=True)).hexdigest()


def connect(address, own_tries):
    return grpc.insecure_channel(address, options=[
        ("grpc.service_config", CONFIG),
        # Some try again themselves, so that the history holds every try.
        ("grpc.enable_retries", 0 if own_tries else 1),
        ("grpc.initial_reconnect_backoff_ms", 200),
        ("grpc.max_reconnect_backoff_ms", 200),
        ("grpc.max_metadata_size", 1024 * 1024),
        ("grpc.max_receive_message_length", 64 * 1024 * 1024),
        ("grpc.use_local_subchannel_pool", 1)])


class History:
    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, what, **more):
        os.write(self.file, (json.dumps(
            {"what": what, "at": time.monotonic(), **more}) + "\n").encode())


class Worker:
    """The thread of a client that calls one service."""

    def __init__(self, client, service):
        self.client, self.service = client, service
        self.random = random.Random(f"{client.seed} {service}")
        self.module = MODULES[service]
        self.stubs = [STUBS[service](connect(address, client.own_tries))
                      for address in client.addresses[service]]
        self.acknowledged = []  # (method, request)
        self.pinned = []
        self.location = None  # (name, steps taken)

    def note(self, what, **more):
        self.client.history.note(what, service=self.service, **more)

    def run(self):
        try:
            for method, request in self.client.orphans.get(self.service, ()):
                self.write(method, parse(self.service, method, request))
            while not self.client.stops():
                self.act(self.random.random())
                time.sleep(self.random.random() * self.client.pause)
        except Exception:  # The history has to tell that it ended.
            self.note("broken", words=traceback.format_exc())

    def act(self, chance):
        if chance < 0.5:
            self.write(*self.think_of_write())
        elif chance < 0.58 and self.acknowledged:
            self.write(*self.random.choice(self.acknowledged[-20:]))
        elif chance < 0.68 and self.pinned:
            self.read(*self.random.choice(self.pinned[-20:]))
        elif chance < 0.74:
            self.read_head()
        else:
            self.read(*self.think_of_read())

    # Calls.

    def call(self, method, request):
        """One try, or those that gRPC makes; its fault is (code, words)."""
        stub = self.random.choice(self.stubs)
        most = LAST_CALL_SECONDS if self.client.stops() else self.client.call_seconds
        try:
            if method == "DeliverPlacements" and self.client.patient:
                return deliver_patiently(stub, request, most), None
            if method == "DeliverPlacements":
                return deliver(stub, request, most), None
            if method == "RenderReport":
                parts = stub.RenderReport(request, timeout=most)
                return reporting_pb2.RenderReportResponse(
                    chunk=b"".join(part.chunk for part in parts)), None
            return getattr(stub, method)(request, timeout=most), None
        except grpc.RpcError as error:
            return None, (error.code().name, (error.details() or "")[:160])

    def write(self, method, request):
        """Until it is answered."""
        known = {"id": request.request_id}
        self.note("write", method=method, town=getattr(request, "parent", ""),
                  facts=count_facts(request), request=encode(request), **known)
        pause = FIRST_PAUSE
        while True:
            begin = time.monotonic()
            answer, fault = self.call(method, request)
            if fault is None:
                self.note("ack", begin=begin, sha=digest(answer),
                          revision=getattr(answer, "revision", 0), **known)
                self.acknowledged.append((method, request))
                return
            code, words = fault
            self.note("try", begin=begin, code=code, words=words, **known)
            if code not in PASSING:
                self.note("refused", code=code, words=words, **known)
                return
            if self.client.gives_up():
                return
            time.sleep(pause * (0.8 + 0.4 * self.random.random()))
            pause = min(2 * pause, 1.0)

    def read(self, method, request):
        begin = time.monotonic()
        answer, fault = self.call(method, request)
        if fault is not None:
            code, words = fault
            self.note("try", begin=begin, code=code, words=words)
            if code not in PASSING:
                self.note("refused", code=code, words=f"{method}: {words}")
            return
        more = {}
        if method not in ("RenderReport", "CreateReport"):
            # As it would be asked again.
            now = request.revision == 0
            request.revision = answer.revision
            if method == "ListBalances":
                request.quotas_revision = answer.quotas_revision
            if now and method in LISTS and not answer.next_page_token:
                more["ids"] = sorted({
                    one.source[len(MARK):][:8] for one in getattr(answer, LISTS[method])})
                more["town"] = request.parent
            if now:
                self.pinned.append((method, request))
            more["now"] = now
            more["revision"] = answer.revision
        self.note("read", begin=begin, method=method, request=encode(request),
                  sha=digest(answer), **more)

    def read_head(self):
        begin = time.monotonic()
        answer, fault = self.call(
            "ListRevisions", self.module.ListRevisionsRequest(page_size=1))
        if fault is not None:
            self.note("try", begin=begin, code=fault[0], words=fault[1])
        elif answer.revisions:
            head = answer.revisions[0]
            self.note("head", begin=begin, revision=head.revision,
                      chain=head.chain_sha256)

    # What to write.

    def think_of_write(self):
        request_id = str(uuid.UUID(int=self.random.getrandbits(128), version=4))
        method, request = getattr(self, "write_" + self.service)(
            request_id, self.random.choice(TOWNS), MARK + request_id)
        request.request_id = request_id
        return method, request

    def write_quotas(self, _request_id, town, source):
        request = quotas_pb2.DeliverQuotasRequest(parent=town)
        first = self.random.randrange(300)
        for day in range(first, first + self.random.choice((1, 1, 1, 1, 5, 30))):
            request.quota_entries.add(
                subject=town, duty=quotas_pb2.DUTY_UKRAINE,
                basis=quotas_pb2.QuotaEntry.BASIS_AGREED, start_date=date(day),
                quota_count=self.random.randrange(1000), source=source)
        return "DeliverQuotas", request

    def write_locations(self, request_id, town, source):
        chance = self.random.random()
        if chance < 0.6 and self.location is not None:
            name, taken = self.location
            method = STEPS[taken]
            self.location = (name, taken + 1) if taken + 1 < len(STEPS) else None
            return method, getattr(locations_pb2, method + "Request")(
                name=name, step=locations_pb2.LifeStep(
                    step_date=date(LATER + taken), reason="besluit", source=source))
        if chance < 0.6:
            name = "l-" + request_id
            self.location = (f"{town}/locations/{name}", 0)
            return "CreateLocation", locations_pb2.CreateLocationRequest(
                parent=town, location_id=name, location=locations_pb2.Location(
                    display_name=name, kind="azc", source=source,
                    operator=locations_pb2.Location.OPERATOR_COLLEGE,
                    state=locations_pb2.LOCATION_STATE_DECISION_PENDING))
        request = locations_pb2.DeliverLocationsRequest(parent=town)
        first = self.random.randrange(300)
        for day in range(first, first + self.random.choice((1, 1, 5))):
            request.private_shelters.add(
                municipality=town, count_date=date(day),
                person_count=self.random.randrange(500), source=source)
        return "DeliverLocations", request

    def write_housing(self, request_id, town, source):
        def placement(number):
            return housing_pb2.Placement(
                name=f"{town}/placements/{request_id}-{number}", source=source,
                placement_date=date(number), kind="home", person_count=1 + number)
        method = self.random.choice(
            ("CreatePlacement", "DeliverPlacements", "DeliverHousing", "DeliverHousing"))
        if method == "CreatePlacement":
            made = placement(0)
            return method, housing_pb2.CreatePlacementRequest(
                parent=town, placement_id=made.name.rsplit("/", 1)[1], placement=made)
        # That by stream holds its rows too, until they are sent.
        count = 12 if method == "DeliverPlacements" else self.random.choice((1, 4))
        return method, housing_pb2.DeliverHousingRequest(
            parent=town, placements=map(placement, range(count)))

    def write_reporting(self, request_id, town, source):
        if self.random.random() < 0.06:
            return self.make_report(request_id)
        request = reporting_pb2.DeliverTextsRequest(parent=town)
        if self.client.much_file.exists():
            for position in range(1, 31):
                request.texts.add(
                    subject=town, kind=reporting_pb2.Text.KIND_RISK, position=position,
                    start_date=date(0), body="Daarom. " * 600, source=source)
            return "DeliverTexts", request
        request.texts.add(
            subject=town, kind=reporting_pb2.Text.KIND_EXPLANATION,
            position=self.random.randrange(1, 100), start_date=date(0),
            body="Waarom? " * self.random.choice((1, 50)), source=source)
        return "DeliverTexts", request

    @staticmethod
    def make_report(request_id):
        day = date(100)
        return "CreateReport", reporting_pb2.CreateReportRequest(
            parent="provinces/pv23", report_id="r-" + request_id,
            report=reporting_pb2.Report(spec=reporting_pb2.ReportSpec(
                kind=reporting_pb2.REPORT_KIND_PROVINCIAL_REPORT, as_of_date=day,
                cycle="cycles/2024", rule_set="cycle-2024", ukraine_date=day,
                half_year="2025-h1", placements_date=day)))

    # What to read.

    def think_of_read(self):
        town, chance = self.random.choice(TOWNS), self.random.random()
        if self.service == "quotas":
            return "ListQuotaEntries", quotas_pb2.ListQuotaEntriesRequest(
                parent=town, page_size=1000)
        if self.service == "locations":
            return "ListLocations", locations_pb2.ListLocationsRequest(
                parent=town, page_size=1000, as_of_date=date(LATER + 10))
        if self.service == "housing":
            if chance < 0.3:  # This asks quotas.
                return "ListBalances", housing_pb2.ListBalancesRequest(
                    parent=town, half_year="2025-h1", as_of_date=date(100))
            return "ListPlacements", housing_pb2.ListPlacementsRequest(
                parent=town, page_size=1000)
        made = [request for method, request in self.acknowledged
                if method == "CreateReport"]
        if made and chance < 0.4:
            return "RenderReport", reporting_pb2.RenderReportRequest(
                name=f"provinces/pv23/reports/{self.random.choice(made).report_id}",
                format=reporting_pb2.RenderReportRequest.FORMAT_JSON)
        if chance < 0.6:
            return "ListReports", reporting_pb2.ListReportsRequest(
                parent="provinces/pv23", page_size=1000)
        return "ListTexts", reporting_pb2.ListTextsRequest(
            parent=town, page_size=1000, as_of_date=date(LATER))


def deliver_patiently(stub, whole, most):
    """As the guide tells: what no configuration makes again, its client does."""
    rows = list(whole.placements)
    return opvang_client.deliver(
        lambda parts: stub.DeliverPlacements(parts, timeout=most),
        housing_pb2.DeliverPlacementsRequest, housing_pb2.FeedHeader(
            parent=whole.parent, request_id=whole.request_id, row_count=len(rows)),
        rows, part_size=4)


def deliver(stub, whole, most):
    """A delivery by stream, which goes on where an earlier one was cut."""
    rows = list(whole.placements)
    header = housing_pb2.FeedHeader(
        parent=whole.parent, request_id=whole.request_id, row_count=len(rows))

    def parts(start):
        yield housing_pb2.DeliverPlacementsRequest(header=header)
        for at in range(start - 1, len(rows), 4):
            yield housing_pb2.DeliverPlacementsRequest(
                rows=housing_pb2.DeliverPlacementsRequest.Rows(
                    first_row_number=at + 1, rows=rows[at:at + 4]))
    start = 1
    while True:
        try:
            return stub.DeliverPlacements(parts(start), timeout=most)
        except grpc.RpcError as error:
            reason, metadata, _ = details_of(error)
            if reason != "DELIVERY_INCOMPLETE":
                raise
            start = int(metadata["next_row_number"])


def count_facts(request):
    """How many rows name the request as their source."""
    for facts in ("quota_entries", "private_shelters", "placements", "texts"):
        if facts in request.DESCRIPTOR.fields_by_name:
            return len(getattr(request, facts))
    # A location has a state from its first day.
    return {"CreateLocationRequest": 2, "CreateReportRequest": 0}.get(
        request.DESCRIPTOR.name, 1)


def encode(request):
    return base64.b64encode(request.SerializeToString(deterministic=True)).decode()


def parse(service, method, text):
    """What `encode` made of a write."""
    kind = "DeliverHousing" if method == "DeliverPlacements" else method
    return getattr(MODULES[service], kind + "Request").FromString(
        base64.b64decode(text))


class Client:
    def __init__(self, told):
        self.name, self.seed = told["name"], told["seed"]
        self.addresses, self.pause = told["addresses"], told["pause"]
        self.own_tries = told["own_tries"]
        # As long as the configuration gives a call, or less, to try more.
        self.call_seconds = told.get("call_seconds", CALL_SECONDS)
        self.patient = told.get("patient", False)
        # service → [(method, request)] that an earlier client left unanswered.
        self.orphans = told["orphans"]
        self.stop_file = pathlib.Path(told["stop_file"])
        self.stopped = None
        self.parent = os.getppid()
        # While it is there, much is written at once.
        self.much_file = pathlib.Path(told["much_file"])
        self.history = History(told["history"])

    def stops(self):
        gone = os.getppid() != self.parent
        if self.stopped is None and (gone or self.stop_file.exists()):
            self.stopped = time.monotonic()
        return self.stopped is not None

    def gives_up(self):
        return self.stops() and time.monotonic() - self.stopped > LAST_SECONDS


def run_client(told):
    """A client until it is stopped or killed; in a process of its own."""
    client = Client(told)
    threads = [threading.Thread(target=Worker(client, service).run)
               for service in STUBS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Reader(Worker):
    """Only reads, one call after another, over a channel that others share."""

    def __init__(self, client, service, number, stubs):
        super().__init__(client, service)
        self.random.seed(f"{client.seed} {service} {number}")
        self.stubs = stubs

    def act(self, _chance):
        if self.service == "reporting" and self.random.random() < 0.3:
            # Composes a report and keeps nothing: it asks all three sources.
            _, request = self.make_report(str(uuid.uuid4()))
            request.request_id = str(uuid.uuid4())
            request.validate_only = True
            self.read("CreateReport", request)
        else:
            self.read(*self.think_of_read())


def run_readers(told):
    client = Client(told)
    threads = []
    for service in STUBS:
        stubs = [STUBS[service](connect(address, client.own_tries))
                 for address in client.addresses[service]]
        for number in range(told["readers"]):
            threads.append(threading.Thread(
                target=Reader(client, service, number, stubs).run))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run_last_reader(told):
    """Asks again what was answered at a revision, and whether chains hold."""
    client = Client(told)
    for service in STUBS:
        worker = Worker(client, service)
        for method, text in told["reads"].get(service, ()):
            kind = getattr(MODULES[service], method + "Request")
            worker.read(method, kind.FromString(base64.b64decode(text)))
        answer, fault = worker.call(
            "ListRevisions", worker.module.ListRevisionsRequest(
                page_size=1, verify_chain=True))
        worker.note("chain", holds=fault is None and not answer.HasField(
            "broken_revision"), words=str(fault or answer.broken_place))


def run_seeding(told):
    """What reports need, once."""
    worker = Worker(Client(told), "quotas")
    request = quotas_pb2.DeliverQuotasRequest(
        parent="countries/nl", request_id=str(uuid.UUID(int=4, version=4)))
    request.cycles.add(
        name="cycles/2024", display_name="eerste cyclus", source="illustrative",
        window_start_date=date(170), window_end_date=date(360),
        realisation_start_date=date(0), realisation_end_date=date(175),
        report_due_date=date(120), decision_due_date=date(130),
        estimate_due_date=date(1), delivery_date=date(169),
        term_start_date=date(140), term_end_date=date(700))
    for town in TOWNS:
        request.quota_entries.add(
            subject=town, duty=quotas_pb2.DUTY_ASYLUM, period="cycles/2024",
            basis=quotas_pb2.QuotaEntry.BASIS_INDICATIVE, start_date=date(0),
            quota_count=100, source=MARK + request.request_id)
    worker.write("DeliverQuotas", request)

"""Floods services that run, one way at a time, and tells what others notice.

floods.py STATE [NAME…]    STATE is the folder of deploy/demo

A modest caller (the municipality Zwolle) reads from quotas, and from reporting
where a flood is about that, one call after another in a process of its own;
what it waits for is told before each flood and during it.
"""

import argparse
import contextlib
import multiprocessing
import os
import pathlib
import random
import socket
import ssl
import subprocess
import sys
import threading
import time
import uuid

import grpc
from google.type import date_pb2  # noqa: F401, the contract's messages need it
from nl.opvang.locations.v1 import locations_pb2, locations_pb2_grpc
from nl.opvang.quotas.v1 import quotas_pb2, quotas_pb2_grpc
from nl.opvang.reporting.v1 import reporting_pb2, reporting_pb2_grpc

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "proto/guides/examples"))
from opvang_client import connect  # noqa: E402

BEFORE_SECONDS = 3
QUOTAS = "/nl.opvang.quotas.v1.QuotaService/"
LOCATIONS = "/nl.opvang.locations.v1.LocationService/"


class World:
    """The folder of a demo that runs."""

    def __init__(self, state):
        self.state = pathlib.Path(state)

    def address(self, service):
        return (self.state / "run" / f"{service}.address").read_text().strip()

    def pid(self, service):
        return int((self.state / "run" / f"{service}.pid").read_text())

    def certificates(self, who):
        return self.state / "certificates" / who

    def memory(self, service):
        """In MiB."""
        for line in pathlib.Path(f"/proc/{self.pid(service)}/status").open():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) // 1024
        return 0

    def unlisted(self):
        """Somebody with a good certificate whose OIN nobody has listed."""
        folder = self.certificates("unlisted")
        if not (folder / "cert.pem").exists():
            authority = self.state / "certificates"
            folder.mkdir(exist_ok=True)
            subprocess.run(["sh", "-ec", f"""
                cd '{folder}'
                openssl ecparam -name prime256v1 -genkey -noout -out key.pem
                openssl req -new -key key.pem -out request.pem \
                  -subj /C=NL/O=niemand/serialNumber=00000099000000999000/CN=unlisted
                openssl x509 -req -in request.pem -days 30 -CA '{authority}/ca.pem' \
                  -CAkey '{authority}/ca.key' -CAcreateserial -out cert.pem
                cp '{authority}/ca.pem' ca.pem"""], check=True,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return "unlisted"


class Raw:
    """HTTP/2 by hand, for what no library lets a caller do."""

    def __init__(self, world, who, service, window=65535):
        host, port = world.address(service).rsplit(":", 1)
        self.authority = f"{host}:{port}"
        folder = world.certificates(who)
        context = ssl.create_default_context(cafile=folder / "ca.pem")
        context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
        context.set_alpn_protocols(["h2"])
        plain = socket.create_connection((host, int(port)), timeout=20)
        self.socket = context.wrap_socket(plain, server_hostname=host)
        self.stream = -1
        self.socket.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + self.frame(
            4, 0, 0, (4).to_bytes(2, "big") + window.to_bytes(4, "big")))

    @staticmethod
    def frame(kind, flags, stream, payload=b""):
        return (len(payload).to_bytes(3, "big") + bytes([kind, flags]) +
                stream.to_bytes(4, "big") + payload)

    def call(self, method, more=()):
        """The frame that begins a call."""
        self.stream += 2
        block = b"\x83\x87"  # POST, https
        for name, value in [(":path", method), (":authority", self.authority),
                            ("te", "trailers"),
                            ("content-type", "application/grpc"), *more]:
            block += (b"\x10" + bytes([len(name)]) + name.encode() +
                      bytes([len(value)]) + value.encode())
        return self.frame(1, 4, self.stream, block)

    def message(self, text, last, compressed=False):
        """The frames of a message of the last call begun."""
        whole = bytes([compressed]) + len(text).to_bytes(4, "big") + text
        parts = [whole[at:at + 16384] for at in range(0, len(whole), 16384)]
        return b"".join(
            self.frame(0, 1 if last and part is parts[-1] else 0, self.stream, part)
            for part in parts)

    def reset(self):
        return self.frame(3, 0, self.stream, (8).to_bytes(4, "big"))


def newcomer(state, service, results, stop):
    """Connects anew every second, and notes how long until it is let in."""
    world = World(state)
    while not stop.is_set():
        start = time.monotonic()
        channel = connect(world.address(service), world.certificates("zwolle"))
        try:
            grpc.channel_ready_future(channel).result(timeout=10)
            fault = ""
        except grpc.FutureTimeoutError:
            fault = "never"
        channel.close()
        results.put((time.monotonic() - start, fault))
        stop.wait(1)


def modest(state, service, results, stop):
    """Reads, one call after another, and notes what each took."""
    world = World(state)
    if service == "reporting":
        stub = reporting_pb2_grpc.ReportingServiceStub(
            connect(world.address(service), world.certificates("zwolle")))
        call, request = stub.ListReports, reporting_pb2.ListReportsRequest(
            parent="provinces/pv23")
    else:
        stub = quotas_pb2_grpc.QuotaServiceStub(
            connect(world.address(service), world.certificates("zwolle")))
        call, request = stub.ListObligations, quotas_pb2.ListObligationsRequest(
            parent="municipalities/gm0193")
        request.as_of_date.year = 2024
        request.as_of_date.month = request.as_of_date.day = 12
    while not stop.is_set():
        start = time.monotonic()
        try:
            call(request, timeout=5)
            fault = ""
        except grpc.RpcError as error:
            fault = f"{error.code().name}: {error.details()}"
        results.put((time.monotonic() - start, fault))
        time.sleep(0.005)


@contextlib.contextmanager
def others(world, service, act):
    """Somebody else, in a process of its own; gives what it noted so far."""
    # Not forked: gRPC's threads would be missing in it.
    spawn = multiprocessing.get_context("spawn")
    results, stop = spawn.Queue(), spawn.Event()
    process = spawn.Process(
        target=act, args=(world.state, service, results, stop))
    process.start()
    told = []

    def drain():
        while not results.empty():
            told.append(results.get())
        return told

    try:
        yield drain
    finally:
        stop.set()
        drain()
        process.join(6)
        process.kill()


def silent(world, _stop):
    """1,100 connections that say nothing."""
    host, port = world.address("quotas").rsplit(":", 1)
    held = []
    for _ in range(1100):
        with contextlib.suppress(OSError):
            held.append(socket.create_connection((host, int(port)), timeout=5))
    return held


def resets(world, _stop, body=False):
    """60,000 calls that are taken back at once."""
    raw = Raw(world, "coa", "quotas")
    request = quotas_pb2.ListObligationsRequest(
        parent="municipalities/-").SerializeToString()
    sent = 0
    with contextlib.suppress(OSError):
        for _ in range(600):
            block = b""
            for _ in range(100):
                block += raw.call(QUOTAS + "ListObligations")
                if body:
                    block += raw.message(request, last=True)
                block += raw.reset()
            raw.socket.sendall(block)
            sent += 100
    print(f"    {sent} sent", file=sys.stderr)
    return raw


def unread(world, _stop):
    """14 connections of 100 calls each whose answers nobody reads."""
    request = quotas_pb2.ListObligationsRequest(parent="municipalities/-")
    request.as_of_date.year = 2024
    request.as_of_date.month = request.as_of_date.day = 12
    held = []
    for _ in range(14):
        raw = Raw(world, "coa", "quotas", window=0)
        held.append(raw)
        for _ in range(100):
            raw.socket.sendall(
                raw.call(QUOTAS + "ListObligations") +
                raw.message(request.SerializeToString(), last=True))
    return held


def opened(world, _stop, who="coa"):
    """64 streams on locations that open and send nothing."""
    held = []
    for _ in range(8):
        raw = Raw(world, who, "locations")
        held.append(raw)
        for _ in range(8):
            raw.socket.sendall(raw.call(LOCATIONS + "DeliverOccupancies"))
    return held


def bombs(world, _stop):
    """Four messages of 0.4 MB that would be 400 MB each."""
    channel = connect(world.address("quotas"), world.certificates("coa"))
    call = channel.unary_unary(QUOTAS + "ListObligations")
    zeros, faults = bytes(400 * 1024 * 1024), set()
    for _ in range(4):
        try:
            call(zeros, timeout=20, compression=grpc.Compression.Gzip)
        except grpc.RpcError as error:
            faults.add(f"{error.code().name}: {error.details()[:110]}")
    print(f"    {faults}", file=sys.stderr)
    return channel


def garbage(world, stop):
    """Deliveries without an end, of rows of 4,000 bytes of nothing."""
    stub = locations_pb2_grpc.LocationServiceStub(
        connect(world.address("locations"), world.certificates("coa")))
    sent, faults = 0, set()

    def parts(seed):
        nonlocal sent
        yield locations_pb2.DeliverOccupanciesRequest(
            header=locations_pb2.FeedHeader(
                parent="countries/nl", request_id=str(uuid.uuid4()),
                row_count=1000000))
        number = 1
        while not stop.is_set():
            part = locations_pb2.DeliverOccupanciesRequest()
            part.rows.first_row_number = number
            for _ in range(900):
                part.rows.rows.add(source=f"{number} {seed} " + "x" * 3900)
                number += 1
            sent += part.ByteSize()
            yield part

    def deliver(seed):
        while not stop.is_set():
            try:
                stub.DeliverOccupancies(parts(seed))
            except grpc.RpcError as error:
                faults.add(f"{error.code().name}: {error.details()[:110]}")
                if error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED:
                    return

    threads = [threading.Thread(target=deliver, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    print(f"    {sent >> 20} MiB sent; {faults}", file=sys.stderr)
    return threads


def greedy(world, stop):
    """500 calls in flight of one organisation."""
    request = quotas_pb2.ListObligationsRequest(parent="municipalities/-")
    request.as_of_date.year = 2024
    request.as_of_date.month = request.as_of_date.day = 12
    return in_flight(world, stop, 500, quotas_pb2_grpc.QuotaServiceStub,
                     "quotas", "ListObligations", request)


def prints(world, stop):
    """60 reports being printed as PDF by one organisation."""
    report = reports_of(world)[0]
    return in_flight(world, stop, 60, reporting_pb2_grpc.ReportingServiceStub,
                     "reporting", "RenderReport",
                     reporting_pb2.RenderReportRequest(
                         name=report, format=reporting_pb2.RenderReportRequest.FORMAT_PDF))


def verifies(world, stop):
    """100 reports being verified, composed again, by one organisation."""
    return in_flight(world, stop, 100, reporting_pb2_grpc.ReportingServiceStub,
                     "reporting", "VerifyReport",
                     reporting_pb2.VerifyReportRequest(
                         name=reports_of(world)[0], remake=True))


def reports_of(world):
    stub = reporting_pb2_grpc.ReportingServiceStub(
        connect(world.address("reporting"), world.certificates("overijssel")))
    listed = stub.ListReports(
        reporting_pb2.ListReportsRequest(parent="provinces/pv23"), timeout=10)
    return [report.name for report in listed.reports]


def in_flight(world, stop, count, stub, service, method, request):
    call = getattr(stub(connect(world.address(service),
                                world.certificates("overijssel"))), method)
    threads = []

    def ask():
        while not stop.is_set():
            with contextlib.suppress(grpc.RpcError):
                answer = call(request, timeout=5)
                if not hasattr(answer, "ByteSize"):
                    for _ in answer:
                        pass

    for _ in range(count):
        threads.append(threading.Thread(target=ask, daemon=True))
        threads[-1].start()
    return threads


FLOODS = {
    "silent": (silent, "quotas", "quotas"),
    "resets": (resets, "quotas", "quotas"),
    "called-resets": (lambda *a: resets(*a, body=True), "quotas", "quotas"),
    "unread": (unread, "quotas", "quotas"),
    "opened": (opened, "locations", "quotas"),
    "opened-unlisted": (lambda w, s: opened(w, s, w.unlisted()), "locations",
                        "quotas"),
    "bombs": (bombs, "quotas", "quotas"),
    "garbage": (garbage, "locations", "quotas"),
    "greedy": (greedy, "quotas", "quotas"),
    "prints": (prints, "reporting", "reporting"),
    "verifies": (verifies, "reporting", "reporting"),
}


def p99(calls):
    took = sorted(seconds for seconds, _ in calls)
    return f"{1000 * took[len(took) * 99 // 100]:.0f} ms" if took else "–"


def flood(world, name, seconds):
    begin, flooded, asked = FLOODS[name]
    with others(world, asked, modest) as calls, \
            others(world, flooded, newcomer) as arrivals:
        while len(calls()) < 10 or not arrivals():
            time.sleep(0.1)
        before_from = len(calls())
        time.sleep(BEFORE_SECONDS)
        before_to, arrived = len(calls()), len(arrivals())
        memory = world.memory(flooded)
        peak, stop, held = memory, threading.Event(), []
        flooding = threading.Thread(
            target=lambda: held.append(begin(world, stop)), daemon=True)
        flooding.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end or flooding.is_alive():
            peak = max(peak, world.memory(flooded))
            calls()
            if time.monotonic() > end:
                stop.set()
            if time.monotonic() > end + 45:
                break
            time.sleep(0.02)
        all_calls, new = list(calls()), list(arrivals())[arrived:]
        stop.set()
    before, during = all_calls[before_from:before_to], all_calls[before_to:]
    faults = [fault for _, fault in during if fault]
    slowest = "never" if any(fault for _, fault in new) else (
        f"{1000 * max(took for took, _ in new):.0f} ms" if new else "–")
    print(f"| {name} | {p99(before)} | {p99(during)} | {len(during)} | "
          f"{len(faults)} | {slowest} | {memory} | {peak} | "
          f"{world.memory(flooded)} |", flush=True)
    for fault in sorted(set(faults))[:2]:
        print(f"    {fault[:150]}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("state")
    parser.add_argument("names", nargs="*", default=[])
    parser.add_argument("--seconds", type=float, default=10)
    asked = parser.parse_args()
    random.seed(1)
    print("| Flood | p99 of others before | during | calls | failed | slowest new "
          "one let in | MiB before | peak | after |\n"
          "| --- | --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    for name in asked.names or FLOODS:
        flood(World(asked.state), name, asked.seconds)
    os._exit(0)  # Threads of a flood may still wait for answers.


if __name__ == "__main__":
    main()

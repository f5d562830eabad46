"""Two replicas of each service on one database, and clients in three languages that
write and read meanwhile, over the configuration that proto/service_config.json tells.

Clients and the check of their history are those of tests/faults.
"""

import collections
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import time

import checker
import load
from world import MARIADBD, ROOT, SERVICES, spawn, user

LETTERS = "ab"
ASKS = {"housing": ["quotas"], "reporting": SERVICES[:3]}
DRAIN_PAUSE = "1s"
# The deadline that the configuration tells.
CALL_SECONDS = 60
# A machine may be busy; beyond it something does not come back.
READY_SECONDS = 120
# Outside what the system gives to those who connect, so that a port is free again.
PORTS = range(21000, 29000)


class NotThere(Exception):
    """Something does not come up, or does not end."""


def free_port(taken=set()):
    while True:
        port = random.choice(PORTS)
        with socket.socket() as probe:
            if port not in taken and probe.connect_ex(("127.0.0.1", port)) != 0:
                taken.add(port)
                return port


def await_(is_so, what, seconds=READY_SECONDS):
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise NotThere(f"{what} after {seconds} s")
        time.sleep(0.02)


class Database:
    """A MariaDB in memory, on a socket."""

    def __init__(self, folder, template):
        self.folder = folder
        shutil.copytree(template, folder / "data")
        (folder / "tmp").mkdir()
        self.process = spawn(
            [MARIADBD, "--no-defaults", f"--user={user()}", f"--datadir={folder}/data",
             f"--socket={folder}/db.sock", "--skip-networking",
             f"--pid-file={folder}/mariadbd.pid", f"--log-error={folder}/mariadb.log",
             f"--tmpdir={folder}/tmp", "--innodb-buffer-pool-size=64M",
             "--innodb-log-file-size=32M", "--innodb-flush-log-at-trx-commit=1",
             "--performance-schema=OFF", "--skip-name-resolve",
             "--character-set-server=utf8mb4"], folder / "mariadbd.out")
        self.flags = ["--no-defaults", f"--socket={folder}/db.sock", "--user=root"]
        await_(lambda: self.sql("SELECT 1", check=False).returncode == 0, "no database")
        for service in SERVICES:
            self.sql(f"CREATE DATABASE opvang_{service} CHARACTER SET utf8mb4;"
                     f"CREATE USER opvang_{service}@localhost IDENTIFIED BY '{service}';"
                     f"GRANT ALL ON opvang_{service}.* TO opvang_{service}@localhost;")

    def sql(self, text, check=True):
        return subprocess.run(["mariadb", *self.flags, "--batch", "--skip-column-names",
                               "-e", text], capture_output=True, text=True, check=check)

    def url(self, service, _letter):
        return (f"mysql://opvang_{service}:{service}@unix({self.folder}/db.sock)/"
                f"opvang_{service}")

    def end(self):
        self.process.kill()
        self.process.wait()


class Replica:
    def __init__(self, house, service, letter):
        self.house, self.service, self.letter = house, service, letter
        self.name = f"{service}-{letter}"
        self.address = f"127.0.0.1:{free_port()}"
        self.log = house.folder / f"{self.name}.log"
        self.build = house.build
        self.migrations = ROOT / f"services/{service}/migrations"
        self.takes_several = True  # Addresses of another service.
        self.process, self.starts = None, 0

    def start(self):
        self.starts += 1
        self.served = self.house.folder / f"{self.name}.{self.starts}.served"
        flags = [f"--{other}={self.house.target(other, self.takes_several)}"
                 for other in ASKS.get(self.service, [])]
        self.process = spawn(
            [self.build / f"services/{self.service}/opvang-{self.service}", "--plain",
             f"--listen={self.address}", f"--address-file={self.served}",
             f"--migrations={self.migrations}", f"--drain-pause={DRAIN_PAUSE}", *flags],
            self.log, env={**os.environ, "OPVANG_DATABASE":
                           self.house.database.url(self.service, self.letter)})

    def await_serving(self):
        """Until health says so: the file is written then."""
        def serves():
            if self.process.poll() is not None:
                raise NotThere(f"{self.name} ended with {self.process.returncode}: "
                               + self.last_words())
            return self.served.exists()
        await_(serves, f"{self.name} does not serve")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(READY_SECONDS) != 0:
            raise NotThere(f"{self.name} ended with {self.process.returncode}: "
                           + self.last_words())

    def last_words(self):
        return self.log.read_text(errors="replace")[-600:]


class House:
    def __init__(self, folder, build, database, forks, seed):
        self.folder, self.build = pathlib.Path(folder), pathlib.Path(build)
        self.database, self.forks, self.seed = database, forks, seed
        self.stop_file = self.folder / "stop"
        self.replicas = {}
        for service in SERVICES:
            for letter in LETTERS:
                one = Replica(self, service, letter)
                self.replicas[one.name] = one
        self.clients, self.programs = [], []

    def target(self, service, several=True):
        """All replicas, as clients and the other services are told; or one."""
        return ",".join(self.replicas[f"{service}-{letter}"].address
                        for letter in (LETTERS if several else LETTERS[0]))

    def start(self):
        # One of each first: on two nodes of an engine two would bring up one schema.
        for letter in LETTERS:
            these = [one for one in self.replicas.values() if one.letter == letter]
            for one in these:
                one.start()
            for one in these:
                one.await_serving()

    # Clients.

    def told(self, name, **more):
        return {"name": name, "seed": f"{self.seed} {name}", "pause": 0.03,
                "addresses": {service: ["ipv4:" + self.target(service)]
                              for service in SERVICES},
                "own_tries": False, "patient": True, "call_seconds": CALL_SECONDS,
                "orphans": {}, "stop_file": str(self.stop_file),
                "much_file": str(self.folder / "much"),
                "history": str(self.folder / f"{name}.history"), **more}

    def once(self, act, **more):
        process = self.forks.Process(
            target=act, args=(self.told(act.__name__, **more),), daemon=True)
        process.start()
        process.join(load.LAST_SECONDS)
        if process.is_alive():
            raise NotThere(f"{act.__name__} does not end")

    def start_clients(self):
        self.once(load.run_seeding)
        for name in ("python-1", "python-2"):
            process = self.forks.Process(
                target=load.run_client, args=(self.told(name),), daemon=True)
            process.start()
            self.clients.append(process)
        target = self.target("quotas")
        for command in (
                [self.build / "tests/cluster/caller", target,
                 self.folder / "cpp.history", self.stop_file, str(self.seed)],
                ["node", ROOT / "tests/cluster/caller.mjs", "ipv4:" + target,
                 self.folder / "node.history", self.stop_file]):
            self.programs.append(spawn(command, self.folder / "callers.log"))

    def stop_clients(self):
        self.stop_file.touch()
        for process in self.clients:
            process.join(load.LAST_SECONDS)
            if process.is_alive():
                raise NotThere("a client does not end")
        for program in self.programs:
            if program.wait(load.LAST_SECONDS) != 0:
                raise NotThere("a client ended: "
                               + (self.folder / "callers.log").read_text()[-600:])

    def mark(self):
        """How far the histories are now."""
        return {path: path.stat().st_size for path in self.folder.glob("*.history")}

    def events(self, mark={}):
        """All, or what was noted since."""
        for path in sorted(self.folder.glob("*.history")):
            with open(path) as file:
                file.seek(mark.get(path, 0))
                for line in file:
                    if line.endswith("\n"):  # Else it is being written.
                        yield {**json.loads(line), "by": path.stem}

    def calls_of(self, service, mark):
        """Those that ended since."""
        return sum(event.get("service") == service and "begin" in event
                   for event in self.events(mark))

    # The end.

    def finish(self):
        """Stops clients, asks again what was read, and answers what is wrong."""
        self.stop_clients()
        reads = collections.defaultdict(list)
        for event in self.events():
            if event["what"] == "read" and not event["request"].startswith("js "):
                reads[event["service"]].append((event["method"], event["request"]))
        rng = random.Random(self.seed)
        self.once(load.run_last_reader, reads={
            service: rng.sample(all_of, min(len(all_of), 150))
            for service, all_of in reads.items()})
        return self.check()

    def check(self):
        """What happened, and what of it is wrong, by what the database holds now."""
        dump = self.folder / "dump.sql"
        with open(dump, "wb") as out:
            subprocess.run(
                ["mariadb-dump", *self.database.flags, "--single-transaction",
                 "--hex-blob", "--databases",
                 *[f"opvang_{service}" for service in SERVICES]], check=True, stdout=out)
        events = list(self.events())
        found = checker.Checker(events, checker.read_dump(dump)).check()
        return events, found

    def shares(self):
        """replica → calls that it answered."""
        return {name: one.log.read_text(errors="replace").count('"event":"call"')
                for name, one in self.replicas.items()}

    def close(self):
        for process in self.clients:
            process.kill()
            process.join()
        for program in self.programs:
            program.kill()
            program.wait()
        for one in self.replicas.values():
            if one.process is not None:
                one.process.kill()
                one.process.wait()


def failed_calls(events):
    """(who, service, code, words) → how often."""
    return collections.Counter(
        (event["by"], event.get("service", ""), event.get("code", event["what"]),
         event["words"]) for event in events
        if event["what"] in ("try", "broken", "refused"))


def count_calls(events):
    """Whose, and how many were answered."""
    return collections.Counter(
        event["by"] for event in events if event["what"] in ("ack", "read", "head"))


def tell(events, found, failed):
    calls = count_calls(events)
    told = ", ".join(f"{who} {count}" for who, count in sorted(calls.items()))
    print(f"{calls.total()} calls answered ({told}); {failed.total()} failed", flush=True)
    for words, count in failed.most_common(8):
        print(f"FOUT {count} times:", *words)
    for words in found[:20]:
        print("FOUT", words, flush=True)


def keep(folder):
    """What a red run left, to be looked at."""
    kept = pathlib.Path(os.environ.get("TMPDIR", "/tmp")) / f"opvang-found-{os.getpid()}"
    shutil.copytree(folder, kept, ignore=lambda _, names: [
        name for name in names if name.endswith("sock") or name in ("data", "tmp")])
    print(f"what it left is in {kept}")

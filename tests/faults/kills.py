"""Breaks worlds on purpose, one after another, and checks the whole history of each.

kills.py BUILD [--seed N] [--kills N] [--seconds N] [--prove] [--only KIND…]

The schedule follows from the seed: which fault, of what, how long. When a thing
happens among the calls is the machine's.
"""

import argparse
import collections
import contextlib
import json
import multiprocessing
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import alterations
import checker
import faults
import load
from world import HERE, INSTANCES, DatabaseGone, NotBack, World, make_template

CLIENTS = 4
KILLS_OF_WORLD = 100
SECONDS_OF_WORLD = 240


class Run:
    """One world under load, and what is done to it."""

    def __init__(self, world, seed, spawn, clients=CLIENTS):
        self.world, self.seed, self.spawn = world, seed, spawn
        self.stop_file, self.much_file = world.folder / "stop", world.folder / "much"
        self.history = load.History(world.folder / "faults.history")
        self.clients = []
        self.client_count = clients
        self.started = 0
        self.orphans = {}  # What each client was left.
        self.extra = None  # A fault within the one that is done.
        self.once(load.run_seeding)
        for _ in range(clients):
            self.clients.append(self.start_client({}))

    # Clients.

    def told(self, name, **more):
        addresses = {service: [self.world.links[instance]
                               for instance, of in INSTANCES.items() if of == service]
                     for service in load.STUBS}
        return {"name": name, "seed": f"{self.seed} {name}", "addresses": addresses,
                "pause": 0.03, "own_tries": False, "orphans": {},
                "stop_file": str(self.stop_file), "much_file": str(self.much_file),
                "history": str(self.world.folder / f"{name}.history"), **more}

    def start_client(self, orphans):
        name, self.started = f"client-{self.started}", self.started + 1
        told = self.told(name, orphans=orphans, own_tries=self.started % 2 == 0)
        process = self.spawn.Process(target=load.run_client, args=(told,), daemon=True)
        process.start()
        # It may be killed before it noted any.
        self.orphans[name] = orphans
        return name, process

    def once(self, act, **more):
        process = self.spawn.Process(
            target=act, args=(self.told(act.__name__, **more),), daemon=True)
        process.start()
        self.wait_for([process])

    def wait_for(self, processes):
        end = time.monotonic() + load.LAST_SECONDS + 2 * load.LAST_CALL_SECONDS
        while any(process.is_alive() for process in processes):
            if time.monotonic() > end:
                raise NotBack("a client does not end")
            self.world.sleep(0.05)

    def kill_client(self, number):
        name, process = self.clients[number]
        process.kill()
        process.join()
        self.clients[number] = self.start_client(self.left_by(name))
        return name

    def stop_clients(self):
        self.stop_file.touch()
        self.wait_for([process for _, process in self.clients])

    def left_by(self, name):
        """What nobody answered it, and the last that was: sent again by the next."""
        writes, answered = {}, []
        for event in self.events_of(f"{name}.history"):
            if event["what"] == "write":
                writes.setdefault(event["id"], event)
            elif event["what"] == "ack":
                answered.append(event["id"])
        noted = {event["request"] for event in writes.values()}
        orphans = collections.defaultdict(list)
        for service, left in self.orphans[name].items():
            orphans[service] = [one for one in left if one[1] not in noted]
        for request_id in [*writes.keys() - set(answered), *answered[-4:]]:
            event = writes[request_id]
            orphans[event["service"]].append((event["method"], event["request"]))
        return dict(orphans)

    def events_of(self, pattern):
        for path in sorted(self.world.folder.glob(pattern)):
            for line in path.read_text().splitlines():
                yield {**json.loads(line), "by": path.stem}

    def mark(self):
        return {path: path.stat().st_size
                for path in self.world.folder.glob("*.history")}

    def said_since(self, mark, words):
        """Whether a client was told so since."""
        for path in self.world.folder.glob("*.history"):
            with open(path, "rb") as file:
                file.seek(mark.get(path, 0))
                if words.encode() in file.read():
                    return True
        return False

    def writes_much(self, much):
        if much:
            self.much_file.touch()
        else:
            self.much_file.unlink()

    # Faults.

    def sleep(self, seconds):
        extra, self.extra = self.extra, None
        if extra is not None:
            self.world.sleep(seconds / 2)
            self.do(*extra)
            seconds /= 2
        self.world.sleep(seconds)

    def sleep_until(self, is_so, seconds):
        """Whether it came to be."""
        end = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > end:
                return False
            self.sleep(0.05)
        return True

    def do(self, kind, rng):
        begin = time.monotonic()
        try:
            happened = faults.ALL[kind](self, rng)
        except DatabaseGone:
            happened = False  # It died of the fault before, just now.
        more = {}
        if kind == "kill client":
            more, happened = {"client": happened}, True
        elif kind.removeprefix("kill ") in INSTANCES:
            more = {"service": INSTANCES[kind.removeprefix("kill ")]}
        self.history.note("fault", kind=kind, begin=begin, happened=bool(happened), **more)

    def step(self, number, kinds):
        """The fault of that number, as the seed has it."""
        rng = random.Random(f"{self.seed} {number}")
        kind = rng.choice(kinds)
        self.extra = None
        if kind in faults.OTHERS and rng.random() < 0.2:
            other = rng.choice([one for one in faults.KILLS if one != "kill database"])
            self.extra = (other, random.Random(rng.random()))
        if kind in faults.NEED_DATABASE:
            self.world.await_ready()
        self.do(kind, rng)
        if rng.random() < 0.8:
            self.world.await_ready()
        self.sleep(0.3 * rng.random())
        return kind

    # The end.

    def finish(self):
        """Lets everything be answered, asks again what was read, and checks."""
        for name in INSTANCES:
            self.world.services[name].set_clock(0)
        self.world.await_ready()
        self.stop_clients()
        reads = collections.defaultdict(list)
        for event in self.events_of("client-*.history"):
            if event["what"] == "read":
                reads[event["service"]].append((event["method"], event["request"]))
        rng = random.Random(self.seed)
        chosen = {service: rng.sample(all_of, min(len(all_of), 150))
                  for service, all_of in reads.items()}
        self.once(load.run_last_reader, reads=chosen)

    def check(self, prove):
        for words in self.world.found:
            self.history.note("found", words=words)
        events = list(self.events_of("*.history"))
        dump = self.world.folder / "dump.sql"
        self.world.dump(dump)
        faults_found = checker.Checker(events, checker.read_dump(dump)).check()
        if prove and not faults_found:
            faults_found = [f"the checker does not see: {name}"
                            for name in alterations.find_blind(events, dump)]
        return events, faults_found


class Totals:
    def __init__(self):
        self.faults = collections.defaultdict(lambda: [0, 0, 0])
        self.events = collections.Counter()
        self.codes = collections.Counter()
        self.lost = self.worlds = 0

    def add(self, events):
        self.worlds += 1
        self.lost += checker.count_lost(events)
        for kind, count in checker.count_faults(events).items():
            self.faults[kind] = [a + b for a, b in zip(self.faults[kind], count)]
        for event in events:
            self.events[event["what"]] += 1
            if event["what"] == "try":
                self.codes[event["code"]] += 1

    @property
    def kills(self):
        return sum(count[2] for kind, count in self.faults.items() if kind in faults.KILLS)

    def show(self, seconds, not_done):
        print("| Fault | Done | Happened | Under calls |\n| --- | --- | --- | --- |")
        for kind in faults.ALL:
            print(f"| {kind} |", f"not done: {not_done[kind]} | | |" if kind in not_done
                  else " | ".join(map(str, self.faults[kind])) + " |")
        print(f"{self.worlds} worlds in {seconds:.0f} s, {self.kills} kills under calls, "
              f"{60 * self.kills / seconds:.0f} a minute; {self.events['ack']} answers to "
              f"writes, {self.events['read']} reads, {self.lost} writes whose answer was "
              f"lost, failed tries: {dict(self.codes)}", flush=True)


def run_world(base, build, template, clock, small_disk, seed, spawn, kinds, done, totals,
              prove):
    folder = base / "w"
    world, run, found, events = None, None, [], []
    try:
        world = World(folder, build, template, clock, small_disk)
        run = Run(world, seed, spawn)
        number = kills = 0
        begin = time.monotonic()
        while (kills < KILLS_OF_WORLD and not done(kills)
               and time.monotonic() < begin + SECONDS_OF_WORLD):
            kills += run.step(number, kinds) in faults.KILLS
            number += 1
        run.finish()
        events, found = run.check(prove)
    except NotBack as missing:
        found = [*(world.found if world else []), str(missing)]
        events = list(run.events_of("*.history")) if run else []
    finally:
        if world is not None:
            if run is not None:
                for _, process in run.clients:
                    process.kill()
            if found:
                kept = pathlib.Path(tempfile.mkdtemp(prefix="opvang-found-"))
                print(f"seed {seed}: what it left is in {kept}")
            world.close(keep=True)
            if found:
                shutil.copytree(folder, kept, dirs_exist_ok=True, ignore=lambda _, names: [
                    name for name in names if name.endswith("sock") or name == "data"
                    or name.startswith("db-")])
            shutil.rmtree(folder)
    totals.add(events)
    for words in found[:20]:
        print(f"FOUT seed {seed}: {words}", flush=True)
    return not found


@contextlib.contextmanager
def preparation():
    """A folder, a fresh database to copy, the clock to preload, and how clients are
    made: quickly, as copies of a process that has all modules and no channel."""
    # Ended, it ends what it began.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    # Short, for the sockets in it, and in memory where there is such a place.
    memory = pathlib.Path("/dev/shm")
    base = pathlib.Path(tempfile.mkdtemp(
        prefix="opvang-", dir=memory if os.access(memory, os.W_OK) else None))
    try:
        make_template(base / "template")
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", base / "clock.so",
                        HERE / "clock.c", "-ldl"], check=True)
        spawn = multiprocessing.get_context("forkserver")
        spawn.set_forkserver_preload(["load"])
        yield base, base / "template", base / "clock.so", spawn
    finally:
        shutil.rmtree(base, ignore_errors=True)


def can_mount(base):
    if os.getuid() != 0:
        return False
    place = base / "mounted"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], capture_output=True)
    if done.returncode == 0:
        subprocess.run(["umount", place], check=True)
    return done.returncode == 0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--seed", default=str(random.SystemRandom().randrange(10**9)))
    parser.add_argument("--kills", type=int, default=10**9)
    parser.add_argument("--seconds", type=float, default=10**9)
    parser.add_argument("--prove", action="store_true", help=(
        "also alters each history and sees that the checker tells"))
    parser.add_argument("--only", nargs="*", choices=faults.ALL)
    asked = parser.parse_args()
    with preparation() as (base, template, clock, spawn):
        not_done = {}
        if not can_mount(base):
            not_done["full disk"] = "mounting a small disk needs root"
        kinds = [one for one in asked.only or faults.ALL if one not in not_done]
        if asked.only is None:
            # Seven kills in ten faults.
            others = [one for one in kinds if one in faults.OTHERS]
            kinds = [*faults.KILLS] * 7 + others * 2
        totals, begin, good = Totals(), time.monotonic(), True

        def done(kills=0):
            return (totals.kills + kills >= asked.kills
                    or time.monotonic() - begin >= asked.seconds)
        seeds = (asked.seed if i == 0 else f"{asked.seed}.{i}" for i in range(10**9))
        for seed in seeds:
            print(f"seed {seed}", flush=True)
            good = run_world(base, asked.build, template, clock, not not_done, seed, spawn,
                             kinds, done, totals, asked.prove) and good
            totals.show(time.monotonic() - begin, not_done)
            if done() or not good:
                break
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

"""Kills the node that is written to, time after time, under calls: of an engine that
deploy/cluster brings up. No call may fail, and nothing acknowledged be lost.

engine.py BUILD galera|replica [--kills N] [--prove] [--apart SECONDS] [--seed N]
"""

import argparse
import hashlib
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

import house
from kills import preparation
from world import ROOT


class Engine:
    def __init__(self, kind, state, apart):
        self.kind, self.state = kind, pathlib.Path(state)
        self.apart = apart  # Each replica of a service has a node of its own.
        self.base = random.choice(range(11000, 19000, 100))
        self.log = self.state.parent / "engine.log"
        self.run("up")
        self.urls = dict(line.split("=", 1) for line in
                         (self.state / "opvang.env").read_text().splitlines())

    def run(self, command):
        with open(self.log, "ab") as log:
            done = subprocess.run(
                [ROOT / f"deploy/cluster/{self.kind}", command], stdout=subprocess.PIPE,
                stderr=log, text=True, stdin=subprocess.DEVNULL,
                env={**os.environ, "OPVANG_CLUSTER": str(self.state),
                     "OPVANG_CLUSTER_PORT": str(self.base)})
        if done.returncode != 0:
            raise house.NotThere(f"deploy/cluster/{self.kind} {command}: "
                                 + self.log.read_text()[-2000:])
        return done.stdout

    def url(self, service, letter):
        url = self.urls[f"OPVANG_DATABASE_{service.upper()}"]
        if not self.apart:
            return url
        node = house.LETTERS.index(letter) + 1
        return url.replace(f":{self.base})", f":{self.base + node})")

    def writer(self):
        """The node that HAProxy sends connections to."""
        open_at = re.findall(r"^n(\d) UP verbindingen: ([1-9]\d*)$", self.run("status"),
                             re.M)
        if len(open_at) != 1:
            raise house.NotThere(f"not one writer: {open_at}")
        return open_at[0][0]

    def sql(self, node, text):
        return subprocess.run(
            ["mariadb", "--no-defaults", f"--socket={self.state}/{node}/db.sock",
             "--user=root", "--batch", "--skip-column-names", "-e", text],
            capture_output=True, text=True, check=True).stdout

    def cut_replica(self, primary):
        """It receives nothing more, and commits wait for it; or so they should."""
        self.sql(3 - int(primary), "STOP SLAVE IO_THREAD")

    def waits_for_replica(self, primary):
        told = self.sql(primary, "SHOW STATUS LIKE 'Rpl_semi_sync_master_wait_sessions'")
        return int(told.split()[1]) > 0

    def kill(self, node):
        os.kill(int((self.state / f"run/{node}.pid").read_text()), signal.SIGKILL)

    @property
    def flags(self):
        node = "1"
        if self.kind == "replica":
            node = (self.state / "primary").read_text().strip()
        return ["--no-defaults", f"--socket={self.state}/{node}/db.sock", "--user=root"]


def gap_around(moment, acks):
    """The longest time without an acknowledged write, of those that have the moment."""
    before = max((at for at in acks if at <= moment), default=moment)
    # What was on its way is told still.
    after = [at for at in acks if moment < at]
    longest = 0.0
    for at in after:
        longest, before = max(longest, at - before), at
        if at > moment + 30:
            break
    return longest


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("kind", choices=("galera", "replica"))
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--apart", type=float, metavar="SECONDS", help=(
        "no kills: for so long the two replicas of a service write on two nodes"))
    parser.add_argument("--prove", action="store_true", help=(
        "of replica: lets the primary not wait for it, and sees that the check tells"))
    parser.add_argument("--seed", default=str(random.SystemRandom().randrange(10**9)))
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    rng = random.Random(asked.seed)
    with preparation() as (base, _, _, forks):
        # The database's user has to come through.
        base.chmod(0o711)
        folder, state = base / "w", base / asked.kind
        folder.mkdir()
        state.mkdir()
        state.chmod(0o711)
        engine = home = None
        kills, found, cut, promotions = [], [], 0, 0
        try:
            engine = Engine(asked.kind, state, asked.apart is not None)
            home = house.House(folder, asked.build, engine, forks, asked.seed)
            home.start()
            home.start_clients()
            time.sleep(3)
            if asked.apart is not None:
                time.sleep(asked.apart)
            for _ in range(asked.kills if asked.apart is None else 0):
                node, mark = engine.writer(), home.mark()
                if asked.prove:
                    engine.sql(node, "SET GLOBAL rpl_semi_sync_master_enabled = 0")
                    engine.cut_replica(node)
                    house.await_(lambda: sum(event["what"] == "ack"
                                             for event in home.events(mark)) > 20,
                                 "no write was acknowledged")
                elif asked.kind == "replica" and rng.random() < 0.3:
                    engine.cut_replica(node)
                    house.await_(lambda: engine.waits_for_replica(node),
                                 "no write waits for the replica")
                    cut += 1
                kills.append(time.monotonic())
                engine.kill(node)
                if asked.prove or (asked.kind == "replica" and rng.random() < 0.7):
                    engine.run("promote")
                    promotions += 1
                if asked.prove:
                    break
                # The other back, writes told again, and some more.
                engine.run("up")
                house.await_(lambda: any(
                    event["what"] == "ack" and event["begin"] > kills[-1]
                    for event in home.events(mark)), "no write was acknowledged")
                time.sleep(2 + 2 * rng.random())
            if asked.prove:
                home.close()
                events, found = home.check()
            else:
                events, found = home.finish()
        except BaseException:
            house.keep(folder)
            if engine is not None:
                print(engine.log.read_text()[-3000:])
            raise
        finally:
            if home is not None:
                home.close()
            if engine is not None:
                engine.run("down")
                short_name(state).unlink(missing_ok=True)
        if asked.prove:
            lost = [words for words in found if "was acknowledged and is not there" in words]
            print(f"{len(lost)} acknowledged writes were lost, as told: ",
                  lost[0] if lost else "none")
            return 0 if lost else 1
        acks = sorted(event["at"] for event in events if event["what"] == "ack")
        gaps = sorted(gap_around(moment, acks) for moment in kills)
        longest = max(event["at"] - event["begin"] for event in events
                      if event["what"] in ("ack", "read", "head")
                      and not event["by"].startswith("run_"))
        print(f"{asked.kind}: {len(kills)} kills of the node that is written to, {promotions} "
              f"promotions, {cut} while the replica received nothing; {len(acks)} writes "
              f"acknowledged; longest call {longest:.1f} s")
        if gaps:
            print(f"gap: shortest {gaps[0]:.1f}, median {gaps[len(gaps) // 2]:.1f}, "
                  f"longest {gaps[-1]:.1f} s; all: " +
                  " ".join(f"{gap:.1f}" for gap in gaps))
        if asked.apart is not None:
            taken = sum(one.log.read_text(errors="replace").count('"number":"1062"')
                        for one in home.replicas.values())
            print(f"{taken} times (told once in ten seconds by each) another node's write "
                  "had taken a place")
        failed = house.failed_calls(events)
        house.tell(events, found, failed)
        if failed or found:
            house.keep(folder)
        return 1 if failed or found else 0


def short_name(state):
    """What deploy/cluster calls its folder by, for sockets."""
    digest = hashlib.sha256(str(state).encode()).hexdigest()[:8]
    return pathlib.Path(f"/tmp/opvang-{os.getuid()}-{digest}")


if __name__ == "__main__":
    sys.exit(main())

"""Takes a service, or its database, away for a moment under reads, and counts the
calls that fail: none should, for whoever asks tries again longer than that.

away.py BUILD [--seed N] [--rounds N] [--readers N]

Away is what a restart is to others: connections are reset, and new ones refused.
Every reader is a thread that calls over a channel with proto/service_config.json,
shared by those of its service; reports are composed of all three sources.
"""

import argparse
import collections
import random
import sys
import time

import faults
import load
from kills import Run, preparation
from world import World


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--seed", default=str(random.SystemRandom().randrange(10**9)))
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--readers", type=int, default=8, help="of each service")
    parser.add_argument("--most", type=float, default=0.3, help="seconds away")
    parser.add_argument("--kill", action="store_true", help="really: SIGKILL, and as long "
                        "as a start takes")
    asked = parser.parse_args()
    took = []
    print(f"seed {asked.seed}", flush=True)
    with preparation() as (base, template, clock, spawn):
        world = World(base / "w", asked.build, template, clock, small_disk=False)
        run = Run(world, asked.seed, spawn, clients=2)
        run.sleep(2)
        run.stop_clients()
        run.stop_file.unlink()
        readers = spawn.Process(target=load.run_readers, daemon=True, args=(
            run.told("readers", readers=asked.readers, pause=0.01),))
        readers.start()
        rng = random.Random(asked.seed)
        run.sleep(2)
        for _ in range(asked.rounds):
            link = rng.choice(faults.LINKS)
            if asked.kill:
                begin = time.monotonic()
                faults.ALL[rng.choice(faults.RESTARTS)](run, rng)
                world.await_ready()
                took.append(time.monotonic() - begin)
            else:
                world.proxy("refuse", link=link)
                world.sleep(0.1 + (asked.most - 0.1) * rng.random())
                world.come_back(link)
            # Until all is as before: another moment is another fault.
            world.sleep(1.5 + rng.random())
        run.stop_file.touch()
        run.wait_for([readers])
        events = list(run.events_of("readers.history"))
        world.close(keep=False)
    failed = collections.Counter(
        (event["service"], event["code"], event["words"])
        for event in events if event["what"] in ("try", "broken"))
    done = sum(event["what"] in ("read", "head") for event in events)
    print(f"{asked.rounds} times away, {done} calls, {failed.total()} failed")
    if took:
        print(f"away for {min(took):.1f} to {max(took):.1f} s")
    for words, count in failed.most_common(8):
        print(count, *words)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

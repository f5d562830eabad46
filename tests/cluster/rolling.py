"""Restarts one replica after another, in good order, under calls: none may fail.

rolling.py BUILD [--restarts N] [--seed N]
"""

import argparse
import random
import sys
import time

import house
from kills import preparation


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build")
    parser.add_argument("--restarts", type=int, default=100)
    parser.add_argument("--seed", default=str(random.SystemRandom().randrange(10**9)))
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    rng = random.Random(asked.seed)
    with preparation() as (base, template, _, forks):
        folder = base / "w"
        folder.mkdir()
        database = house.Database(folder, template)
        home = house.House(folder, asked.build, database, forks, asked.seed)
        took, found, idle = [], [], 0
        try:
            home.start()
            home.start_clients()
            time.sleep(2)
            order = []
            for _ in range(asked.restarts):
                order = order or rng.sample(sorted(home.replicas), len(home.replicas))
                one = home.replicas[order.pop()]
                begin, mark = time.monotonic(), home.mark()
                one.stop()
                one.start()
                one.await_serving()
                took.append(time.monotonic() - begin)
                idle += home.calls_of(one.service, mark) == 0
                time.sleep(0.5 * rng.random())
            events, found = home.finish()
            shares = home.shares()
        except BaseException:
            house.keep(folder)
            raise
        finally:
            home.close()
            database.end()
        if idle:
            found.append(f"nobody called during {idle} restarts")
        for name, share in shares.items():
            whole = sum(shares[other] for other in shares
                        if home.replicas[other].service == home.replicas[name].service)
            # One is away during a restart; but each takes its part.
            if share < whole / 4:
                found.append(f"{name} answered {share} of {whole} calls")
        failed = house.failed_calls(events)
        print(f"{asked.restarts} restarts of {min(took):.1f} to {max(took):.1f} s; calls "
              "answered by " + ", ".join(f"{name} {n}" for name, n in shares.items()))
        house.tell(events, found, failed)
        if failed or found:
            house.keep(folder)
        return 1 if failed or found else 0


if __name__ == "__main__":
    sys.exit(main())

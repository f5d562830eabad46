"""Replaces the programs of a version by those of the next, one replica after another,
and goes back, under calls: none may fail, on one schema.

upgrade.py BUILD BEFORE SOURCE [--seed N]      BEFORE is what SOURCE was built to
"""

import argparse
import pathlib
import random
import shutil
import sys
import time

import house
from kills import preparation
from world import ROOT, SERVICES

# Where a later version would add a column.
TABLES = {"quotas": "quota_entries", "locations": "place_entries",
          "housing": "placements", "reporting": "texts"}


def count_of(folder):
    return len(list(folder.glob("*.sql")))


def add_migration(folder, name, lives_with, table):
    """The next file, with which programs live that know so many (None: not one of
    before); answers its name."""
    path = folder / f"{count_of(folder) + 1:04}_{name}.sql"
    path.write_text((f"-- Lives with: {lives_with}\n" if lives_with else "")
                    + f"ALTER TABLE {table} ADD COLUMN {name} VARCHAR(20) NULL;\n")
    return path.name


class Version:
    def __init__(self, build, migrations, takes_several):
        self.build, self.migrations = build, migrations
        self.takes_several = takes_several

    def put(self, one):
        one.build, one.migrations = self.build, self.migrations[one.service]
        one.takes_several = self.takes_several


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("before")
    parser.add_argument("source")
    parser.add_argument("--seed", default=str(random.SystemRandom().randrange(10**9)))
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    with preparation() as (base, template, _, forks):
        folder = base / "w"
        folder.mkdir()
        before = Version(pathlib.Path(asked.before), {
            service: pathlib.Path(asked.source) / f"services/{service}/migrations"
            for service in SERVICES}, takes_several=False)  # 0.9.0 takes one address.
        after = Version(pathlib.Path(asked.build), {
            service: pathlib.Path(shutil.copytree(
                ROOT / f"services/{service}/migrations", folder / f"{service}.migrations"))
            for service in SERVICES}, takes_several=True)
        for service in SERVICES:
            add_migration(after.migrations[service], "added_later",
                          count_of(before.migrations[service]), TABLES[service])
        database = house.Database(folder, template)
        home = house.House(folder, asked.build, database, forks, asked.seed)
        found, phases = [], []

        def phase(name, version=None, letter=None):
            """All replicas of that letter are of that version from here on."""
            mark = home.mark()
            for service in SERVICES if version else ():
                one = home.replicas[f"{service}-{letter}"]
                one.stop()
                version.put(one)
                one.start()
                one.await_serving()
            time.sleep(3)
            phases.append((name, {service: home.calls_of(service, mark)
                                  for service in SERVICES}))
        try:
            for one in home.replicas.values():
                before.put(one)
            home.start()
            home.start_clients()
            phase("before, before")
            phase("before, after", after, "b")
            phase("after, after", after, "a")
            phase("after, before", before, "b")
            phase("before, before again", before, "a")
            events, found = home.finish()
            # What the version before cannot live with it names, and does not start.
            for service in SERVICES:
                name = add_migration(after.migrations[service], "contracts", None,
                                     TABLES[service])
                new, old = home.replicas[f"{service}-b"], home.replicas[f"{service}-a"]
                for one in (old, new):
                    one.stop()
                after.put(new)
                new.start()
                new.await_serving()
                old.start()
                if old.process.wait(house.READY_SECONDS) != 1:
                    found.append(f"{old.name} of before ended with "
                                 f"{old.process.returncode} on the schema of after")
                if f"cannot live with {name}" not in old.last_words():
                    found.append(f"{old.name} does not name {name}: {old.last_words()}")
        except BaseException:
            house.keep(folder)
            raise
        finally:
            home.close()
            database.end()
        for name, calls in phases:
            print(f"{name}: calls " + ", ".join(
                f"{service} {count}" for service, count in calls.items()))
            found += [f"nobody called {service} while {name}"
                      for service, count in calls.items() if count == 0]
        failed = house.failed_calls(events)
        house.tell(events, found, failed)
        if failed or found:
            house.keep(folder)
        return 1 if failed or found else 0


if __name__ == "__main__":
    sys.exit(main())

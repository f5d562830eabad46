"""The faults, a function for each kind.

Each takes the run and a generator of its own, does its harm and takes it away again,
and answers whether it really happened: whether a connection was there to cut, bytes
were kept back, the database said what it says then. Whether calls were under way at
that moment tells the history afterwards.
"""

import functools
import os
import pathlib
import signal

from world import INSTANCES, SERVICES

LINKS = [*INSTANCES, *(f"db-{name}" for name in INSTANCES)]


def kill_service(run, _random, name):
    return run.world.services[name].kill()


def kill_database(run, _random):
    served = run.world.sql_works()
    run.world.database.kill()
    run.world.database.wait()
    return served


def kill_client(run, random):
    return run.kill_client(random.randrange(run.client_count))


def cut(run, random):
    """All connections of a link are reset, some times in a row."""
    link, times = random.choice(LINKS), random.randrange(1, 4)
    count = 0
    for _ in range(times):
        count += run.world.proxy("cut", link=link)
        run.sleep(0.05 * random.random())
    return count > 0


def half_open(run, random):
    """Nothing passes and nobody is told, until both sides are reset."""
    link, seconds = random.choice(LINKS), 0.1 + 0.9 * random.random()
    run.world.proxy("freeze", link=link)
    run.sleep(seconds)
    return run.world.proxy("thaw", link=link) > 0


def slow(run, random):
    """Pieces of a kilobyte, each kept back for a while."""
    link, delay = random.choice(LINKS), random.choice((0.01, 0.05, 0.2))
    run.world.proxy("slow", link=link, seconds=delay)
    run.sleep(0.3 + 0.7 * random.random())
    return run.world.proxy("fast", link=link) > 0


def lose_answers(run, random):
    """Of a service: the request arrives, the answer does not."""
    link = random.choice(list(INSTANCES))
    run.world.proxy("lose_answers", link=link)
    run.sleep(0.4)
    return run.world.proxy("lost", link=link) > 0


def lose_commits(run, random):
    """Of the database: it commits, and the service does not hear of it."""
    link = f"db-{random.choice(list(INSTANCES))}"
    run.world.proxy("lose_commits", link=link, count=random.randrange(1, 3))
    run.sleep(0.5)
    return run.world.proxy("lost", link=link) > 0


def full_disk(run, random):
    """The disk of the database is full while much is written."""
    since = run.mark()
    run.world.fill_disk()
    run.writes_much(True)
    said = run.sleep_until(lambda: run.said_since(since, "has no room"), 4)
    run.sleep(0.3 * random.random())
    run.writes_much(False)
    run.world.make_room()
    return said


def read_only(run, random):
    since = run.mark()
    run.world.sql("SET GLOBAL read_only = 1")
    said = run.sleep_until(lambda: run.said_since(since, "takes no writes"), 2)
    run.sleep(0.3 * random.random())
    run.world.sql("SET GLOBAL read_only = 0")
    return said


def frozen(run, random):
    """The database stands still, with its connections open."""
    pid = run.world.database.pid
    os.kill(pid, signal.SIGSTOP)
    run.sleep(0.1 + 1.4 * random.random())
    stood = pathlib.Path(f"/proc/{pid}/stat").read_text().split()[2] == "T"
    os.kill(pid, signal.SIGCONT)
    return stood


def clock(run, random):
    """The clock of one service is set forward or back."""
    service = run.world.services[random.choice(list(INSTANCES))]
    ahead = random.choice((-3600, -90, -1, 0, 1, 90, 3600))
    before = service.clock_told()
    service.set_clock(ahead)
    return run.sleep_until(
        lambda: abs(service.clock_told() - ahead) < min(1, abs(before - ahead)), 2)


def deadlock(run, random):
    """Another session locks what a write needs, in the opposite order."""
    world, schema = run.world, f"opvang_{random.choice(SERVICES)}"

    def seen():
        return int(world.sql("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'").split()[1])
    before = seen()
    # It changes much, so that the write is the one to be given up.
    world.sql(f"""
        START TRANSACTION;
        INSERT INTO beside.rows (text) SELECT 'x' FROM beside.seq_1_to_500;
        SELECT revision FROM {schema}.revisions ORDER BY revision DESC LIMIT 1
            FOR UPDATE;
        SELECT SLEEP({0.02 + 0.1 * random.random()});
        UPDATE {schema}.ledger SET revision = revision WHERE id = 1;
        ROLLBACK""", check=False)
    return seen() > before


# What is done, and how many times in a thousand.
KILLS = {f"kill {name}": functools.partial(kill_service, name=name)
         for name in INSTANCES}
KILLS |= {"kill database": kill_database, "kill client": kill_client}
OTHERS = {"cut connections": cut, "half-open connections": half_open,
          "slow connections": slow, "answers lost": lose_answers,
          "answers lost after commit": lose_commits, "full disk": full_disk,
          "read-only database": read_only, "frozen database": frozen,
          "clock set": clock, "deadlock": deadlock}
ALL = {**KILLS, **OTHERS}
# What a restart of a machine or a new version does too.
RESTARTS = [kind for kind in KILLS if kind != "kill client"]
# These speak with the database first.
NEED_DATABASE = {"full disk", "read-only database", "frozen database", "deadlock",
                 "kill database", "clock set"}

"""A world to break: a MariaDB of its own, the four services, and a proxy between
all of them. Everything that dies is started again, as a supervisor would.

Clients reach a service, services each other, and each its database through the
proxy, so that every connection can be broken and a service found again at whatever
port it listens.
"""

import ctypes
import datetime
import json
import os
import pathlib
import pwd
import re
import shutil
import signal
import struct
import subprocess
import sys
import time

SERVICES = ("quotas", "locations", "housing", "reporting")
# Quotas has a second replica: what one acknowledged, the other has to know.
INSTANCES = {"quotas": "quotas", "quotas-b": "quotas", "locations": "locations",
             "housing": "housing", "reporting": "reporting"}
HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
# Generous: a machine may be busy. Beyond it something does not come back.
READY_SECONDS = 300
DISK_MIB = 4096
MARIADBD = shutil.which("mariadbd") or "/usr/sbin/mariadbd"


class NotBack(Exception):
    """Something did not come back by itself."""


class DatabaseGone(Exception):
    """The database did not answer us."""


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def spawn(command, log, **more):
    with open(log, "ab") as out:
        return subprocess.Popen(
            command, stdout=out, stderr=out, stdin=subprocess.DEVNULL,
            preexec_fn=die_with_parent, **more)


def make_template(folder):
    """A data folder as a fresh server has it, to be copied for every world."""
    subprocess.run(
        ["mariadb-install-db", "--no-defaults", f"--user={user()}",
         f"--datadir={folder}", "--auth-root-authentication-method=normal",
         "--skip-test-db", "--skip-name-resolve", "--innodb-log-file-size=32M"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def user():
    return pwd.getpwuid(os.getuid()).pw_name


class Service:
    def __init__(self, world, name):
        self.world, self.name = world, name
        self.process, self.address, self.starts = None, None, 0
        self.log = world.folder / f"{name}.log"
        self.clock_file = world.folder / f"{name}.clock"
        self.ahead, self.may_go_back = 0, False
        self.set_clock(0)

    def start(self):
        world, service = self.world, INSTANCES[self.name]
        self.address, self.starts = None, self.starts + 1
        self.address_file = world.folder / f"{self.name}.{self.starts}.address"
        environment = dict(os.environ)
        environment["OPVANG_DATABASE"] = (
            f"mysql://opvang_{service}:{service}@unix({world.folder}/db-{self.name})/"
            f"opvang_{service}")
        environment |= {"LD_PRELOAD": str(world.clock),
                        "OPVANG_CLOCK": str(self.clock_file)}
        flags = [f"--{other}={world.links[other]}" for other in
                 {"housing": ["quotas"], "reporting": SERVICES[:3]}.get(service, [])]
        self.process = spawn(
            [world.build / f"services/{service}/opvang-{service}", "--plain",
             f"--address-file={self.address_file}",
             f"--migrations={ROOT}/services/{service}/migrations", *flags],
            self.log, env=environment)

    def tend(self):
        """Starts it when it is not there; tells the proxy where it listens."""
        if self.process.poll() is not None:
            # Where the clock was set back it has to: whatever waits would wait on.
            went_back = self.may_go_back and b"the clock was set back" in self.last_words()
            if (self.address is not None and not went_back
                    and self.process.returncode != -signal.SIGKILL):
                self.world.found.append(
                    f"{self.name} ended by itself with {self.process.returncode}: "
                    + self.last_words().decode(errors="replace")[-600:])
            self.may_go_back = False
            self.start()
        elif self.address is None and self.address_file.exists():
            self.address = self.address_file.read_text().strip()
            self.address_file.unlink()
            self.world.proxy("target", link=self.name, to=self.address)

    def kill(self):
        """Whether it served until then."""
        served = self.address is not None and self.process.poll() is None
        self.process.kill()
        self.process.wait()
        return served

    def last_words(self):
        with open(self.log, "rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 4096))
            return file.read()

    def set_clock(self, seconds):
        """So far ahead of the machine; at once, in a process that runs too."""
        self.may_go_back |= seconds < self.ahead
        self.ahead = seconds
        with open(self.clock_file, "r+b" if self.clock_file.exists() else "wb") as file:
            file.write(struct.pack("q", int(seconds * 10**9)))

    def clock_told(self):
        """How far ahead the last line of its log was written, in seconds."""
        told = re.findall(rb'^{"time":"([^"]+)"', self.last_words(), re.M)[-1].decode()
        told = datetime.datetime.fromisoformat(told)
        return (told - datetime.datetime.now(datetime.UTC)).total_seconds()


class World:
    def __init__(self, folder, build, template, clock, small_disk):
        self.folder, self.build = pathlib.Path(folder), pathlib.Path(build)
        # What is preloaded so that clocks can be set (clock.c).
        self.clock, self.small_disk = clock, small_disk
        self.found = []  # What is wrong, in words.
        self.links = {}
        self.deaths = 0  # Of the database, by itself.
        self.folder.mkdir()
        (self.folder / "tmp").mkdir()
        self.data = self.folder / "data"
        if small_disk:
            self.data.mkdir()
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m,mode=700",
                            "tmpfs", self.data], check=True)
        shutil.copytree(template, self.data, dirs_exist_ok=True)
        self.socket = self.folder / "db.sock"
        self.database = None
        self.proxy_process = subprocess.Popen(
            [sys.executable, "-B", HERE / "proxy.py"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent)
        for name in INSTANCES:
            self.links[name] = self.proxy("listen", link=name, at="127.0.0.1:0")
            self.proxy("listen", link=f"db-{name}", at=f"unix:{self.folder}/db-{name}")
            self.proxy("target", link=f"db-{name}", to=f"unix:{self.socket}")
        self.start_database()
        self.await_(lambda: self.sql_works(), "the database")
        # With the rights that they have on a server, and no other.
        for service in SERVICES:
            kept = self.folder / "passwords" / service
            kept.mkdir(parents=True)
            (kept / "database-password").write_text(service)
        subprocess.run([ROOT / "deploy/setup", "--passwords", self.folder / "passwords",
                        "--no-defaults", f"--socket={self.socket}", "--user=root"],
                       check=True, stdout=subprocess.DEVNULL)
        self.sql("CREATE DATABASE beside; CREATE TABLE beside.rows (id INT PRIMARY KEY "
                 "AUTO_INCREMENT, text VARCHAR(100)) ENGINE=InnoDB")
        self.services = {name: Service(self, name) for name in INSTANCES}
        for service in self.services.values():
            service.start()
        self.await_ready()

    def fill_disk(self):
        """Makes the disk as small as what is on it."""
        for _ in range(10):
            disk = os.statvfs(self.data)
            used = (disk.f_blocks - disk.f_bfree) * disk.f_frsize
            # Somebody may write meanwhile: then it does not fit.
            if self.resize_disk(f"size={used}"):
                return

    def make_room(self):
        self.resize_disk(f"size={DISK_MIB}m")

    def resize_disk(self, size):
        return subprocess.run(["mount", "-o", f"remount,{size}", self.data],
                              capture_output=True).returncode == 0

    def come_back(self, link):
        """After `refuse`."""
        to = (f"unix:{self.socket}" if link.startswith("db-")
              else self.services[link].address)
        self.proxy("target", link=link, to=to)

    def start_database(self):
        self.database = spawn(
            [MARIADBD, "--no-defaults", f"--user={user()}", f"--datadir={self.data}",
             f"--socket={self.socket}", "--skip-networking",
             f"--pid-file={self.folder}/mariadbd.pid",
             f"--log-error={self.folder}/mariadb.log", f"--tmpdir={self.folder}/tmp",
             "--innodb-buffer-pool-size=32M", "--innodb-log-file-size=32M",
             "--innodb-flush-log-at-trx-commit=1", "--performance-schema=OFF",
             "--skip-name-resolve", "--character-set-server=utf8mb4"],
            self.folder / "mariadbd.out")

    def proxy(self, what, **told):
        self.proxy_process.stdin.write(json.dumps({"do": what, **told}) + "\n")
        self.proxy_process.stdin.flush()
        answer = self.proxy_process.stdout.readline()
        if not answer:
            raise RuntimeError("the proxy ended")
        return json.loads(answer)

    def sql(self, text, check=True, timeout=60):
        done = subprocess.run(
            ["mariadb", "--no-defaults", f"--socket={self.socket}", "--user=root",
             "--batch", "--skip-column-names", "-e", text],
            capture_output=True, text=True, timeout=timeout)
        if check and done.returncode != 0:
            raise DatabaseGone(f"{text}: {done.stderr}")
        return done.stdout

    def sql_works(self):
        return subprocess.run(
            ["mariadb", "--no-defaults", f"--socket={self.socket}", "--user=root",
             "-e", "SELECT 1"], capture_output=True).returncode == 0

    def tend(self):
        if self.database.poll() is not None:
            if self.database.returncode != -signal.SIGKILL:
                self.deaths += 1
            self.start_database()
        for service in self.services.values():
            service.tend()

    def sleep(self, seconds):
        """Tends meanwhile."""
        end = time.monotonic() + seconds
        while True:
            self.tend()
            left = end - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, 0.02))

    def await_(self, is_so, what):
        end = time.monotonic() + READY_SECONDS
        while not is_so():
            if time.monotonic() > end:
                raise NotBack(f"{what} is not there after {READY_SECONDS} s")
            time.sleep(0.02)

    def await_ready(self):
        def ready():
            self.tend()
            return (all(one.address for one in self.services.values())
                    and self.sql_works())
        self.await_(ready, "a service or the database")

    def dump(self, path):
        """All four schemas at one moment, as deploy/backup does."""
        with open(path, "wb") as out:
            subprocess.run(
                ["mariadb-dump", "--no-defaults", f"--socket={self.socket}",
                 "--user=root", "--single-transaction", "--hex-blob", "--databases",
                 *[f"opvang_{name}" for name in SERVICES]], check=True, stdout=out)

    def close(self, keep):
        """Ends everything; forgets it too, unless it is to be looked at."""
        for one in self.services.values():
            one.kill()
        self.database.kill()
        self.database.wait()
        self.proxy_process.kill()
        self.proxy_process.wait()
        if self.small_disk:
            subprocess.run(["umount", "-l", self.data], check=True)
        if not keep:
            shutil.rmtree(self.folder)

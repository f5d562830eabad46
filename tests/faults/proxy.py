"""A proxy that passes everything on until it is told to fail.

It stands between clients and services, between services, and between each service
and its database, on loopback and unix sockets. Commands come on standard input, a
line of JSON each, and every one is answered by a line on standard output.

A link is an address that is listened on and the one behind it; a pair is one
connection of it.
"""

import collections
import heapq
import itertools
import json
import os
import selectors
import socket
import struct
import sys
import time

CHUNK = 65536
SLOW_CHUNK = 1024
WAITING_MAX = 1 << 20
# An answer that was swallowed is whole when nothing more of it comes for so long.
ANSWER_PAUSE = 0.03
# Less than this is no answer of gRPC but a ping or a window.
ANSWER_MIN = 40


def make_socket(address):
    """A socket for `host:port` or `unix:path`, and what bind and connect take."""
    if address.startswith("unix:"):
        return socket.socket(socket.AF_UNIX), address[len("unix:"):]
    host, port = address.rsplit(":", 1)
    made = socket.socket(socket.AF_INET)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made, (host, int(port))


def reset(end):
    """Closes so that the other side hears of it at once, and loses what was sent."""
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.close()


class Pair:
    def __init__(self, link, client, server):
        self.link, self.client, self.server = link, client, server
        # What goes to an end, with the moment from which it may.
        self.queues = {client: collections.deque(), server: collections.deque()}
        self.ended = False
        self.swallowing = False
        self.swallowed, self.swallowed_at = 0, 0.0

    def other(self, end):
        return self.server if end is self.client else self.client

    def waiting(self, end):
        return sum(len(data) for _, data in self.queues[end])


class Link:
    def __init__(self, name, listener):
        self.name, self.listener = name, listener
        self.to = None
        self.pairs = set()
        self.frozen = False
        self.delay = 0.0
        self.delayed = 0
        self.lose_commits = 0
        self.lost = 0


class Proxy:
    def __init__(self):
        self.selector = selectors.DefaultSelector()
        self.links = {}
        self.due = []  # (moment, number, pair): something to look at then.
        self.number = itertools.count()
        self.buffer = b""
        os.set_blocking(0, False)
        self.selector.register(0, selectors.EVENT_READ, self.take_commands)

    def run(self):
        while True:
            pause = max(0.0, self.due[0][0] - time.monotonic()) if self.due else None
            for key, mask in self.selector.select(pause):
                key.data(mask)
            while self.due and self.due[0][0] <= time.monotonic():
                _, _, pair = heapq.heappop(self.due)
                self.look_at(pair)

    # Commands.

    def take_commands(self, _mask):
        data = os.read(0, CHUNK)
        if not data:
            sys.exit(0)  # Whoever started it is gone.
        self.buffer += data
        *lines, self.buffer = self.buffer.split(b"\n")
        for line in lines:
            told = json.loads(line)
            answer = getattr(self, "do_" + told.pop("do"))(**told)
            print(json.dumps(answer), flush=True)

    def do_listen(self, link, at):
        listener, address = make_socket(at)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(256)
        listener.setblocking(False)
        made = self.links[link] = Link(link, listener)
        self.selector.register(listener, selectors.EVENT_READ, lambda _: self.accept(made))
        if at.startswith("unix:"):
            return at
        return "%s:%d" % listener.getsockname()

    def do_target(self, link, to):
        self.links[link].to = to

    def do_refuse(self, link):
        """Away: resets every connection, and who connects is refused."""
        self.links[link].to = None
        return self.do_cut(link)

    def do_cut(self, link):
        """Resets every connection; answers how many."""
        pairs = list(self.links[link].pairs)
        for pair in pairs:
            self.drop(pair)
        return len(pairs)

    def do_freeze(self, link):
        """Half-open: nothing passes any more, and neither side is told."""
        one = self.links[link]
        one.frozen = True
        for pair in one.pairs:
            self.watch(pair)

    def do_thaw(self, link):
        """Resets what was half-open; answers over how many something had waited."""
        one = self.links[link]
        one.frozen = False
        held = 0
        for pair in list(one.pairs):
            for end in (pair.client, pair.server):
                if end is None:
                    continue
                try:
                    if end.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT):
                        held += 1
                        break
                except OSError:
                    pass
            self.drop(pair)
        return held

    def do_slow(self, link, seconds):
        self.links[link].delay = seconds

    def do_fast(self, link):
        """Answers how many pieces were kept back."""
        one = self.links[link]
        one.delay = 0.0
        delayed, one.delayed = one.delayed, 0
        return delayed

    def do_lose_answers(self, link):
        """Requests pass; the next answer of every connection does not, and then it
        is cut."""
        for pair in self.links[link].pairs:
            pair.swallowing = True

    def do_lose_commits(self, link, count):
        """The same for answers to a commit, of the database."""
        self.links[link].lose_commits = count

    def do_lost(self, link):
        """Ends losing; answers how many answers were lost."""
        one = self.links[link]
        one.lose_commits = 0
        for pair in list(one.pairs):
            if pair.swallowing and pair.swallowed:
                self.drop(pair)
            pair.swallowing = False
        lost, one.lost = one.lost, 0
        return lost

    # Connections.

    def accept(self, link):
        try:
            client, _ = link.listener.accept()
        except OSError:
            return
        client.setblocking(False)
        if client.family == socket.AF_INET:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = None
        if not link.frozen:
            server = self.connect(link.to)
            if server is None:
                reset(client)
                return
        pair = Pair(link, client, server)
        link.pairs.add(pair)
        self.watch(pair)

    @staticmethod
    def connect(to):
        if to is None:
            return None
        server, address = make_socket(to)
        try:
            # Both are of this machine: there at once, or not.
            server.settimeout(0.2)
            server.connect(address)
        except OSError:
            server.close()
            return None
        server.setblocking(False)
        return server

    def drop(self, pair, close=reset):
        if pair not in pair.link.pairs:
            return
        pair.link.pairs.discard(pair)
        for end in (pair.client, pair.server):
            if end is None:
                continue
            try:
                self.selector.unregister(end)
            except KeyError:
                pass
            close(end)

    def watch(self, pair):
        """Waits for what each end may do now."""
        for end in (pair.client, pair.server):
            if end is None:
                continue
            wanted = 0
            if not pair.link.frozen:
                queue = pair.queues[end]
                if queue and queue[0][0] <= time.monotonic():
                    wanted |= selectors.EVENT_WRITE
                if not pair.ended and pair.waiting(pair.other(end)) < WAITING_MAX:
                    wanted |= selectors.EVENT_READ
            registered = end in self.selector.get_map()
            handler = lambda mask, end=end: self.serve(pair, end, mask)  # noqa: E731
            if not wanted and registered:
                self.selector.unregister(end)
            elif wanted and registered:
                self.selector.modify(end, wanted, handler)
            elif wanted:
                self.selector.register(end, wanted, handler)

    def serve(self, pair, end, mask):
        if pair not in pair.link.pairs:
            return  # Dropped by what was served just before.
        try:
            if mask & selectors.EVENT_READ:
                self.read(pair, end)
            self.write(pair, pair.other(end))
            self.write(pair, end)
        except BlockingIOError:
            pass
        except OSError:
            self.drop(pair)
            return
        if pair.ended and not any(pair.queues.values()):
            self.drop(pair, socket.socket.close)
            return
        self.watch(pair)

    def read(self, pair, end):
        link = pair.link
        data = end.recv(SLOW_CHUNK if link.delay else CHUNK)
        if not data:
            pair.ended = True
            return
        if end is pair.client and link.lose_commits and data.endswith(b"COMMIT"):
            link.lose_commits -= 1
            pair.swallowing = True
        if end is pair.server and pair.swallowing:
            pair.swallowed += len(data)
            pair.swallowed_at = time.monotonic()
            self.remind(pair, pair.swallowed_at + ANSWER_PAUSE)
            return
        moment = 0.0
        if link.delay:
            link.delayed += 1
            moment = time.monotonic() + link.delay
            self.remind(pair, moment)
        queue = pair.queues[pair.other(end)]
        # None overtakes another.
        queue.append((max(moment, queue[-1][0] if queue else 0.0), data))

    @staticmethod
    def write(pair, end):
        queue = pair.queues[end]
        while queue and queue[0][0] <= time.monotonic():
            moment, data = queue.popleft()
            try:
                sent = end.send(data)
            except BlockingIOError:
                sent = 0
            if sent < len(data):
                queue.appendleft((moment, data[sent:]))
                return

    def remind(self, pair, moment):
        heapq.heappush(self.due, (moment, next(self.number), pair))

    def look_at(self, pair):
        if pair not in pair.link.pairs:
            return
        if pair.swallowing and pair.swallowed and (
                time.monotonic() - pair.swallowed_at >= ANSWER_PAUSE):
            of_database = pair.link.name.startswith("db-")
            if of_database or pair.swallowed >= ANSWER_MIN:
                pair.link.lost += 1
                self.drop(pair)
                return
        self.serve(pair, pair.client, 0)


if __name__ == "__main__":
    Proxy().run()

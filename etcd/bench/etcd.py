"""Times daytwo's etcd jobs against etcdctl and etcdutl: whole processes, in turns, medians. Called by ./bench etcd."""

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time

CLASSPATH = open(sys.argv[1]).read().strip()
RUNS = int(sys.argv[2])
BIN = os.environ["DAYTWO_ETCD_BIN"]
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache")), "daytwo", "bench")
SNAPSHOT = os.path.join(CACHE, "snapshot-300000.db")
WORK = os.path.join(CACHE, "work-%d" % os.getpid())
JAVA = ["java", "-Xmx96m", "-cp", "etcd/target/test-classes:etcd/target/classes:" + CLASSPATH, "io.daytwo.etcd.bench.BenchJob"]
RSS_BAR = 250


class Sample:
    def __init__(self, wall, rss_mb):
        self.wall, self.rss_mb = wall, rss_mb


def run(argv):
    os.sync()
    started = time.monotonic()
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - started
    if process.returncode != 0:
        sys.exit("bench: %s failed:\n%s" % (" ".join(argv[:1] + argv[-3:]), errors.decode()[-2000:]))
    return Sample(wall, usage.ru_maxrss / 1024)


class WarmSaves:
    """One process that saves again and again: what a service that takes backups pays."""

    def __init__(self, endpoint, target):
        self.process = subprocess.Popen(JAVA + ["saves", endpoint, target], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)

    def save(self):
        os.sync()
        started = time.monotonic()
        self.process.stdin.write("again\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        while line and not line.startswith("alarms"):
            line = self.process.stdout.readline()
        if not line:
            sys.exit("bench: the warm process ended")
        return Sample(time.monotonic() - started, peak_rss_mb(self.process.pid))

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)


def peak_rss_mb(pid):
    with open("/proc/%d/status" % pid) as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """A lone etcd on loopback."""

    def __init__(self, data_dir):
        self.client, peer = "http://127.0.0.1:%d" % free_port(), "http://127.0.0.1:%d" % free_port()
        self.process = subprocess.Popen(
            [BIN + "/etcd", "--data-dir", data_dir, "--unsafe-no-fsync", "--quota-backend-bytes", str(8 << 30),
             "--listen-client-urls", self.client, "--advertise-client-urls", self.client, "--listen-peer-urls", peer,
             "--initial-advertise-peer-urls", peer, "--initial-cluster", "default=" + peer, "--log-level", "fatal"])
        for _ in range(300):
            if subprocess.run([BIN + "/etcdctl", "--endpoints", self.client, "endpoint", "health"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
                return
            time.sleep(0.1)
        self.close()
        sys.exit("bench: etcd did not become healthy within 30 s")

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def generate():
    if os.path.exists(SNAPSHOT):
        return
    print("generating the database once (400,000 puts of 2 KiB) ...", flush=True)
    server = Server(os.path.join(WORK, "generate"))
    try:
        address = server.client[len("http://"):].split(":")
        subprocess.run(JAVA[:1] + JAVA[2:-1] + ["io.daytwo.etcd.bench.BenchDatabase"] + address, check=True)
        run([BIN + "/etcdctl", "--endpoints", server.client, "snapshot", "save", SNAPSHOT + ".new"])
        os.rename(SNAPSHOT + ".new", SNAPSHOT)
    finally:
        server.close()
        shutil.rmtree(os.path.join(WORK, "generate"))


def in_turns(name, ours, peer, bar, clean=lambda: None, prepare=lambda: None):
    """Runs both commands in turns after one warm-up each and returns the row of the table."""
    samples = {True: [], False: []}
    for turn in range(RUNS + 1):
        for is_ours, argv in ((True, ours), (False, peer)):
            prepare()
            sample = argv() if callable(argv) else run(argv)
            clean()
            if turn > 0:
                samples[is_ours].append(sample)
        print("  %s: %d of %d turns" % (name, turn, RUNS), file=sys.stderr, flush=True)
    wall = {who: statistics.median(s.wall for s in samples[who]) for who in samples}
    rss = {who: max(s.rss_mb for s in samples[who]) for who in samples}
    ratio = statistics.median(a.wall / b.wall for a, b in zip(samples[True], samples[False]))
    return name, wall, rss, ratio, bar, ratio <= bar and rss[True] <= RSS_BAR


def table(rows):
    print("%-10s %9s %9s %7s %7s %12s %12s  %s" % ("job", "ours", "peer", "ratio", "bar", "ours RSS", "peer RSS", "verdict"))
    for name, wall, rss, ratio, bar, ok in rows:
        print("%-10s %7.2f s %7.2f s %7.2f %7s %9.0f MB %9.0f MB  %s" % (
            name, wall[True], wall[False], ratio, "≤ %.1f" % bar, rss[True], rss[False], "ok" if ok else "MISSED"))


def remove(*paths):
    for path in paths:
        if os.path.isdir(path):
            shutil.rmtree(path)
        elif os.path.exists(path):
            os.remove(path)


def main():
    os.makedirs(WORK)
    try:
        generate()
        copy, target, saved = (os.path.join(WORK, name) for name in ("copy.db", "restored", "saved.db"))
        peer = "http://127.0.0.1:2380"
        rows = [
            in_turns("verify", JAVA + ["verify", SNAPSHOT], [BIN + "/etcdutl", "snapshot", "status", SNAPSHOT], 1.0),
            # etcdutl hashkv writes to the file it reads: a fresh copy each time, outside the clock
            in_turns("hashKv", JAVA + ["hashkv", copy], [BIN + "/etcdutl", "hashkv", copy], 0.7,
                     prepare=lambda: shutil.copyfile(SNAPSHOT, copy), clean=lambda: remove(copy)),
            in_turns("restore", JAVA + ["restore", SNAPSHOT, target, peer],
                     [BIN + "/etcdutl", "snapshot", "restore", SNAPSHOT, "--data-dir", target, "--initial-cluster", "default=" + peer,
                      "--initial-advertise-peer-urls", peer, "--bump-revision", "1000000000", "--mark-compacted"],
                     0.7, clean=lambda: remove(target)),
        ]
        run([BIN + "/etcdutl", "snapshot", "restore", SNAPSHOT, "--data-dir", target])
        server = Server(target)
        try:
            peer_save = [BIN + "/etcdctl", "--endpoints", server.client, "snapshot", "save", saved]
            clean = lambda: remove(saved, saved + ".json")
            rows.append(in_turns("save", JAVA + ["save", server.client, saved], peer_save, 1.0, clean=clean))
            warm = WarmSaves(server.client, saved)
            try:
                rows.append(in_turns("save, warm", warm.save, peer_save, 1.0, clean=clean))
            finally:
                warm.close()
        finally:
            server.close()
        floor = statistics.median(run(["openssl", "dgst", "-sha256", SNAPSHOT]).wall for _ in range(3))
        size = os.path.getsize(SNAPSHOT)
        print("\n%.2f GB, 296,000 live keys, etcd %s, %d runs each in turns, medians; ratio: median of the pairs; -Xmx96m" % (
            size / 1e9, os.path.basename(BIN), RUNS))
        print("floor: SHA-256 of the file alone takes %.2f s (openssl); the peer's status does not compute it\n" % floor)
        table(rows)
        missed = [row[0] for row in rows if not row[5]]
        print("\nbench: " + ("every bar is met" if not missed else "missed: " + ", ".join(missed)))
        return 1 if missed else 0
    finally:
        shutil.rmtree(WORK, ignore_errors=True)


sys.exit(main())

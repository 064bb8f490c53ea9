"""Times daytwo's nodes against ssh, scp and Ansible: 20 sshd's in network namespaces of their own. Called by ./bench nodes."""

import os
import re
import shutil
import statistics
import subprocess
import sys
import time

CLASSPATH = open(sys.argv[1]).read().strip()
RUNS = int(sys.argv[2])
JOBS = [sys.argv[3]] if len(sys.argv) > 3 and sys.argv[3] != "inside" else ["latency", "facts", "upload", "idle"]
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache")), "daytwo", "bench")
VENV = os.path.join(CACHE, "ansible")
JAVA = ["java", "-Xmx256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp",
        "testkit/target/test-classes:testkit/target/classes:" + CLASSPATH, "io.daytwo.testkit.bench.NodesBenchJob"]
NODES = 20
HOSTS = ["10.98.0.%d" % (10 + i) for i in range(NODES)]
GIGABYTE = 1 << 30


def sh(*argv, **options):
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    if done.returncode != 0:
        sys.exit("bench: %s failed:\n%s" % (" ".join(argv)[:300], (done.stderr + done.stdout)[-2000:]))
    return done.stdout


def ansible():
    """The peer, from PyPI, once."""
    if not os.path.exists(VENV + "/bin/ansible-playbook"):
        print("installing ansible-core from PyPI once ...", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        sh(sys.executable, "-m", "venv", VENV)
        sh(VENV + "/bin/pip", "-q", "install", "ansible-core")


def network():
    """A bridge and a namespace for each node; this process is in a namespace, too, with no way out."""
    sh("ip", "link", "set", "lo", "up")
    sh("ip", "link", "add", "bench0", "type", "bridge")
    sh("ip", "addr", "add", "10.98.0.1/24", "dev", "bench0")
    sh("ip", "link", "set", "bench0", "up")


class Node:
    """One sshd with its own network."""

    def __init__(self, index, folder):
        self.host, self.folder = HOSTS[index], os.path.join(folder, "node%d" % index)
        os.makedirs(self.folder)
        shutil.copy(os.path.join(folder, "id_ed25519"), self.folder)
        shutil.copy(os.path.join(folder, "id_ed25519.pub"), self.folder)
        command = "read go; ip link set lo up; exec tools/sshd/run %s port=22 bind=%s" % (self.folder, self.host)
        self.process = subprocess.Popen(["unshare", "--net", "bash", "-c", command], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=open(self.folder + ".log", "w"), text=True)
        time.sleep(0.05)
        inside = "veth%d" % index
        sh("ip", "link", "add", inside, "type", "veth", "peer", "name", "eth0", "netns", str(self.process.pid))
        sh("ip", "link", "set", inside, "master", "bench0", "up")
        enter = ["nsenter", "-t", str(self.process.pid), "-n", "ip"]
        sh(*enter, "addr", "add", self.host + "/24", "dev", "eth0")
        sh(*enter, "link", "set", "eth0", "up")
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def await_ready(self):
        line = self.process.stdout.readline()
        if not line.startswith("ready"):
            sys.exit("bench: the sshd of %s did not start:\n%s" % (self.host, open(self.folder + ".log").read()))
        with open(self.folder + "/known_hosts") as known:
            return known.read().replace("[%s]:22" % self.host, self.host)

    def close(self):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait(20)


def wall(argv, environment=None):
    started = time.monotonic()
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    took = time.monotonic() - started
    if done.returncode != 0:
        sys.exit("bench: %s failed:\n%s" % (" ".join(argv)[-200:], (done.stderr + done.stdout)[-2000:]))
    return took


def in_turns(name, ours, peer, runs, between=lambda: None):
    """Both in turns after one warm-up each: medians, and the median ratio of the pairs."""
    pairs = []
    for turn in range(runs + 1):
        mine = ours()
        between()
        theirs = peer()
        between()
        if turn > 0:
            pairs.append((mine, theirs))
        print("  %s: %d of %d turns" % (name, turn, runs), file=sys.stderr, flush=True)
    return (statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs),
            statistics.median(p[0] / p[1] for p in pairs))


PLAYBOOK = """- hosts: all
  gather_facts: false
  tasks:
""" + "".join("  - command: %s\n" % c for c in (
    "uname -r", "nproc", "cat /etc/os-release", "cat /proc/meminfo", "cat /proc/loadavg", "cat /proc/uptime", "df -P /",
    "id", "hostname", "stat -c '%a %U' /etc"))


def latency(work, ssh_options):
    """On a connection that is open: ours in a process that runs, the peer's by a process for each."""
    master = ssh_options + ["-o", "ControlPath=" + work + "/master", "ops@" + HOSTS[0]]
    sh("ssh", "-M", "-N", "-f", *master)
    tails = []

    def ours():
        median, tail = sh(*JAVA, "latency", work, HOSTS[0]).split()
        tails.append(float(tail))
        return float(median)

    theirs = lambda: statistics.median(wall(["ssh", *master, "true"]) for _ in range(200)) * 1000
    row = ("`true`, open connection",) + in_turns("latency", ours, theirs, RUNS) + ("ms", 1.0)
    start = statistics.median(wall(["ssh", "-V"]) for _ in range(50)) * 1000
    sh("ssh", "-O", "exit", *master)
    return row, "`true`: 99 of 100 within %.2f ms (ours); the peer's time holds a process start, `ssh -V` alone takes %.2f ms" % (
        statistics.median(tails), start)


def facts(work, ssh_options):
    with open(work + "/play.yml", "w") as play:
        play.write(PLAYBOOK)
    with open(work + "/hosts", "w") as inventory:
        inventory.write("".join(host + "\n" for host in HOSTS))
    with open(work + "/ansible.cfg", "w") as config:
        config.write("[defaults]\nforks = 20\nremote_user = ops\ninterpreter_python = /usr/bin/python3\nlocal_tmp = %s/tmp\n"
                     "[ssh_connection]\npipelining = True\nssh_args = %s -o ControlMaster=auto -o ControlPersist=60s\n"
                     "control_path_dir = %s/cp\n" % (work, " ".join(ssh_options), work))
    environment = dict(os.environ, ANSIBLE_CONFIG=work + "/ansible.cfg", HOME=work)
    playbook = [VENV + "/bin/ansible-playbook", "-i", work + "/hosts", work + "/play.yml"]
    return ("facts of 20 nodes, 10 commands each",) + in_turns(
        "facts", lambda: wall(JAVA + ["facts", work, ",".join(HOSTS)]), lambda: wall(playbook, environment), RUNS) + ("s", 0.1)


def upload(work, ssh_options):
    """scp checks no hash: what sha256sum takes at both ends is told apart."""
    with open(work + "/gigabyte", "wb") as content:
        for _ in range(GIGABYTE >> 20):
            content.write(os.urandom(1 << 20))
    host, sums = "ops@" + HOSTS[1], []

    def peer():
        took = wall(["scp", "-q", *ssh_options, work + "/gigabyte", host + ":up"])
        sums.append(wall(["sha256sum", work + "/gigabyte"]) + wall(["ssh", *ssh_options, host, "sync up; sha256sum up"]))
        return took

    ours, theirs, ratio = in_turns(
        "upload", lambda: wall(JAVA + ["upload", work, HOSTS[1], work + "/gigabyte", "/home/ops/up"]), peer, min(RUNS, 3),
        between=lambda: sh("ssh", *ssh_options, host, "rm -f up"))
    check = statistics.median(sums[1:])
    return ("upload of 1 GB, hash checked", ours, theirs, ratio, "s", 1.0), (
        "upload: scp neither syncs nor checks; with `sync` there and sha256sum at both ends it takes %.2f s, ours %.3f of that" % (
            theirs + check, ours / (theirs + check)))


def main():
    work = os.path.join("/dev/shm", "daytwo-bench-%d" % os.getpid())
    os.makedirs(work, 0o700)
    nodes = []
    try:
        network()
        sh("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "bench", "-f", work + "/id_ed25519")
        nodes.extend(Node(i, work) for i in range(NODES))
        with open(work + "/known_hosts", "w") as known:
            known.write("".join(node.await_ready() for node in nodes))
        ssh_options = ["-F", "/dev/null", "-i", work + "/id_ed25519", "-o", "IdentitiesOnly=yes", "-o",
                       "UserKnownHostsFile=" + work + "/known_hosts", "-o", "GlobalKnownHostsFile=/dev/null"]
        rows, notes, missed = [], [], []
        if "latency" in JOBS:
            row, note = latency(work, ssh_options)
            rows.append(row)
            notes.append(note)
        if "facts" in JOBS:
            rows.append(facts(work, ssh_options))
        if "upload" in JOBS:
            row, note = upload(work, ssh_options)
            rows.append(row)
            notes.append(note)
        if "idle" in JOBS:
            connections, threads, heap = map(int, sh(*JAVA, "idle", work, ",".join(HOSTS), "200").split())
            missed += [] if heap <= 256 else ["idle connections"]
            notes.append("%d idle connections: %d threads, %d MB of heap in use (bar: 256 MB)  %s" % (
                connections, threads, heap, "MISSED" if missed else "ok"))

        version = subprocess.run(["ssh", "-V"], stderr=subprocess.PIPE, text=True).stderr.split()[0].rstrip(",")
        print("\n20 sshd's (%s) in network namespaces, %d runs each in turns, medians; whole processes but for `true`\n" % (
            version, RUNS))
        print("%-38s %10s %10s %7s %7s  %s" % ("job", "ours", "peer", "ratio", "bar", "verdict"))
        for name, ours, theirs, ratio, unit, bar in rows:
            ok = ratio <= bar
            missed += [] if ok else [name]
            print("%-38s %7.2f %-2s %7.2f %-2s %7.3f %7s  %s" % (name, ours, unit, theirs, unit, ratio, "≤ %.1f" % bar,
                                                              "ok" if ok else "MISSED"))
        print("\n".join(notes))
        print("\nbench: " + ("every bar is met" if not missed else "missed: " + ", ".join(missed)))
        return 1 if missed else 0
    finally:
        for node in nodes:
            node.close()
        shutil.rmtree(work, ignore_errors=True)


if sys.argv[-1] != "inside":
    os.makedirs(CACHE, exist_ok=True)
    ansible()
    os.execvp("unshare", ["unshare", "--net", "--mount", "--propagation", "private", sys.executable, *sys.argv, "inside"])
sys.exit(main())

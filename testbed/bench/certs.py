"""Times daytwo's certificates of five nodes against `kubeadm certs check-expiration` over ssh, node by node. Called by ./bench certs."""

import os
import re
import statistics
import subprocess
import sys
import time

CLASSPATH = open(sys.argv[1]).read().strip()
RUNS = int(sys.argv[2])
BAR = 0.2
JAVA = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp",
        "testbed/target/test-classes:" + CLASSPATH, "io.daytwo.testbed.CertificatesBenchJob"]


def sh(*argv):
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit("bench: %s failed:\n%s" % (" ".join(argv)[:300], (done.stderr + done.stdout)[-2000:]))
    return done.stdout


def timed(work):
    started = time.monotonic()
    output = work()
    return time.monotonic() - started, output


def main():
    environment = dict(re.findall(r"^export (\w+)=\"?([^\"\n]*)", sh("testbed/testbed", "env"), re.M))
    nodes = [m.split("=") for m in environment["TESTBED_MACHINES"].split() if re.match(r"(cp|w)\d=", m)]
    if open("/sys/class/net/%s/operstate" % environment["TESTBED_LINK"]).read().strip() != "up":
        sys.exit("bench: the testbed's cable is not up. Start it: testbed/testbed fresh 3 2")
    user, key, known = (environment["TESTBED_" + name] for name in ("SSH_USER", "SSH_KEY", "KNOWN_HOSTS"))
    ssh = ["ssh", "-q", "-F", "/dev/null", "-i", key, "-o", "IdentitiesOnly=yes", "-o", "UserKnownHostsFile=" + known,
           "-o", "GlobalKnownHostsFile=/dev/null"]
    hosts = [address for _, address in nodes]
    target = [user, key, known, ",".join(hosts)]
    ours = lambda: sh(*JAVA, "1", *target)

    def peer():
        """A worker has no certificates that kubeadm knows: it says so and fails, which counts as its answer."""
        text = ""
        for name, host in nodes:
            argv = [*ssh, "%s@%s" % (user, host), "sudo kubeadm certs check-expiration"]
            text += sh(*argv) if name.startswith("cp") else subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True).stdout
        return text

    def floor():
        """What ssh takes to do nothing as root on all nodes at once."""
        for one in [subprocess.Popen([*ssh, "%s@%s" % (user, host), "sudo true"]) for host in hosts]:
            if one.wait() != 0:
                sys.exit("bench: sudo true failed")

    runs = []
    for turn in range(RUNS + 1):
        mine, table = timed(ours)
        theirs, tables = timed(peer)
        again = float(sh(*JAVA, "20", *target).split()[-1])
        nothing, _ = timed(floor)
        if turn > 0:
            runs.append((mine, theirs, again, nothing))
        print("  %d of %d turns" % (turn, RUNS), file=sys.stderr, flush=True)
    lines = table.splitlines()[1:-1]
    findings = len([line for line in lines if line.startswith("! ")])
    known_to_kubeadm = len(re.findall(r"\d{4} \d\d:\d\d UTC", tables))
    if len(lines) - findings <= known_to_kubeadm:
        sys.exit("bench: ours shows %d certificates, kubeadm %d:\n%s" % (len(lines) - findings, known_to_kubeadm, table))
    print("\n%d nodes (%s), %d runs each in turns, medians, whole processes; ours shows %d certificates and %d findings, kubeadm %d certificates\n"
          % (len(hosts), " ".join(name for name, _ in nodes), RUNS, len(lines) - findings, findings, known_to_kubeadm))
    print("%-38s %10s %10s %7s %7s  %s" % ("job", "ours", "peer", "ratio", "bar", "verdict"))
    missed = []
    for name, column in ("certificates of %d nodes" % len(hosts), 0), ("the same in a process that has them", 2):
        ratio = statistics.median(run[column] / run[1] for run in runs)
        missed += [] if ratio <= BAR else [name]
        print("%-38s %8.2f s %8.2f s %7.3f %7s  %s" % (
            name, statistics.median(run[column] for run in runs), statistics.median(run[1] for run in runs), ratio,
            "≤ %.1f" % BAR, "ok" if ratio <= BAR else "MISSED"))
    print("`ssh HOST sudo true` on all nodes at once: %.2f s" % statistics.median(run[3] for run in runs))
    print("\nbench: " + ("every bar is met" if not missed else "missed: " + ", ".join(missed)))
    return 1 if missed else 0


sys.exit(main())

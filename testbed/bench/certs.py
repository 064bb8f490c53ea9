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
    ours = lambda: sh(*JAVA, user, key, known, ",".join(hosts))

    def peer():
        """A worker has no certificates that kubeadm knows: it says so and fails, which counts as its answer."""
        text = ""
        for name, host in nodes:
            argv = [*ssh, "%s@%s" % (user, host), "sudo kubeadm certs check-expiration"]
            text += sh(*argv) if name.startswith("cp") else subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True).stdout
        return text

    pairs = []
    for turn in range(RUNS + 1):
        mine, table = timed(ours)
        theirs, tables = timed(peer)
        if turn > 0:
            pairs.append((mine, theirs))
        print("  %d of %d turns" % (turn, RUNS), file=sys.stderr, flush=True)
    rows = len([line for line in table.splitlines()[1:] if not line.startswith("! ")])
    findings = len([line for line in table.splitlines() if line.startswith("! ")])
    theirs = len(re.findall(r"\d{4} \d\d:\d\d UTC", tables))
    if rows <= theirs:
        sys.exit("bench: ours shows %d certificates, kubeadm's %d:\n%s" % (rows, theirs, table))
    ratio = statistics.median(p[0] / p[1] for p in pairs)
    print("\n%d nodes (%s), %d runs each in turns, medians, whole processes; ours shows %d certificates and %d findings, kubeadm %d certificates\n"
          % (len(hosts), " ".join(name for name, _ in nodes), RUNS, rows, findings, theirs))
    print("%-38s %10s %10s %7s %7s  %s" % ("job", "ours", "peer", "ratio", "bar", "verdict"))
    print("%-38s %8.2f s %8.2f s %7.3f %7s  %s" % (
        "certificates of %d nodes" % len(hosts), statistics.median(p[0] for p in pairs),
        statistics.median(p[1] for p in pairs), ratio, "≤ %.1f" % BAR, "ok" if ratio <= BAR else "MISSED"))
    print("\nbench: " + ("every bar is met" if ratio <= BAR else "missed: certificates of %d nodes" % len(hosts)))
    return 0 if ratio <= BAR else 1


sys.exit(main())

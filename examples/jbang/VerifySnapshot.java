///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.daytwo:daytwo-bom:0.1.0@pom
//DEPS io.daytwo:daytwo-etcd
//DEPS org.slf4j:slf4j-simple

import io.daytwo.etcd.snapshot.Snapshot;
import io.daytwo.etcd.snapshot.SnapshotCorruptedException;
import java.nio.file.Path;

/** Is this snapshot any good? {@code VerifySnapshot.java FILE}: the report and exit status 0, or what is wrong and exit status 1. */
class VerifySnapshot {
    public static void main(String[] args) {
        try {
            System.out.println(Snapshot.open(Path.of(args[0])).verify());
        } catch (SnapshotCorruptedException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}

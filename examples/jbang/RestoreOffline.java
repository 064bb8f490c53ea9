///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.daytwo:daytwo-bom:0.1.0@pom
//DEPS io.daytwo:daytwo-etcd
//DEPS org.slf4j:slf4j-simple

import io.daytwo.etcd.snapshot.Restore;
import io.daytwo.etcd.snapshot.RestoredMember;
import io.daytwo.etcd.snapshot.Snapshot;
import java.nio.file.Path;

/** Data directories of a whole cluster from one file: {@code RestoreOffline.java SNAPSHOT FOLDER NAME=PEER-URL...} */
class RestoreOffline {
    public static void main(String[] args) {
        Restore restore = Restore.from(Snapshot.open(Path.of(args[0])));
        for (int i = 2; i < args.length; i++) {
            String[] member = args[i].split("=", 2);
            restore = restore.member(member[0], member[1]);
        }
        for (RestoredMember member : restore.toDataDirs(Path.of(args[1]))) {
            System.out.println(member.name() + ": " + member.etcdFlags());
        }
    }
}

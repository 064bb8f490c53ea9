///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.daytwo:daytwo-bom:0.1.0@pom
//DEPS io.daytwo:daytwo-etcd
//DEPS org.slf4j:slf4j-simple
import io.daytwo.etcd.*; import io.daytwo.node.*; import java.nio.file.*;
class Backup { public static void main(String[] args) {
    try (var node = NodeExecutor.ssh(args[0]).connect().asRoot()) {
        System.out.println(EtcdBackup.of(node).save(Path.of(args[1])).report());
    } } }

// jshell --class-path ... daytwo.jsh: everything imported, one shorthand.
import io.daytwo.etcd.*
import io.daytwo.etcd.snapshot.*
import io.daytwo.manifests.*
import io.daytwo.manifests.pki.*
import io.daytwo.node.*
import io.daytwo.progress.*
import java.nio.file.*
import java.time.*
Snapshot snapshot(String file) { return Snapshot.open(Path.of(file)); }

// jshell --class-path ... daytwo.jsh: everything imported, shorthands.
import io.daytwo.cluster.*
import io.daytwo.etcd.*
import io.daytwo.etcd.snapshot.*
import io.daytwo.manifests.*
import io.daytwo.manifests.pki.*
import io.daytwo.node.*
import io.daytwo.plan.*
import io.daytwo.progress.*
import io.daytwo.upgrade.certs.*
import java.nio.file.*
import java.time.*
ClusterClient cluster(String kubeconfig) { return ClusterClient.fromKubeconfig(Path.of(kubeconfig)); }
NodeExecutor node(String host) { return NodeExecutor.ssh(host).connect().asRoot(); }
void show(Plan plan) { plan.preview().lines().forEach(System.out::println); }
Snapshot snapshot(String file) { return Snapshot.open(Path.of(file)); }

package io.daytwo.etcd.snapshot;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.daytwo.etcd.rig.EtcdClient;
import io.daytwo.etcd.rig.EtcdRelease;
import io.daytwo.etcd.rig.EtcdRig;
import io.daytwo.etcd.rig.Tool;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Databases of real servers, each with something in it that a reader can get wrong. */
enum Contents {
    EMPTY {
        @Override
        void fill(EtcdRig rig) {}
    },
    OVERWRITTEN_IN_TRANSACTIONS {
        @Override
        void fill(EtcdRig rig) {
            putMany(rig, 300);
            putMany(rig, 150);
        }
    },
    DELETED_AND_RECREATED {
        @Override
        void fill(EtcdRig rig) {
            putMany(rig, 60);
            delete(rig, 0, 40);
            putMany(rig, 20);
            delete(rig, 10, 15);
        }
    },
    COMPACTED_AT_A_DELETION {
        @Override
        void fill(EtcdRig rig) {
            putMany(rig, 60);
            putMany(rig, 60);
            rig.client().compact(delete(rig, 5, 15));
            delete(rig, 20, 25);
            putMany(rig, 3);
        }
    },
    ALL_DELETED_AND_COMPACTED {
        @Override
        void fill(EtcdRig rig) {
            putMany(rig, 10);
            rig.client().compact(delete(rig, 0, 10));
        }
    },
    COMPACTION_UNFINISHED {
        @Override
        EtcdRig.Builder shape(EtcdRelease release, EtcdRig.Builder rig) {
            String prefix = release == EtcdRelease.LINE_3_5 ? "experimental-" : "";
            return rig.flag(prefix + "compaction-batch-limit", 7).flag(prefix + "compaction-sleep-interval", "10m");
        }

        @Override
        void fill(EtcdRig rig) {
            putMany(rig, 120);
            putMany(rig, 90);
            long deletion = delete(rig, 30, 40);
            putMany(rig, 5);
            Tool compact = Tool.of(
                    EtcdRelease.LINE_3_6.etcdctl(),
                    "--endpoints",
                    rig.members().get(0).clientUrl(),
                    "compact",
                    deletion);
            compact.timeout(Duration.ofSeconds(20)).run().ok();
        }
    },
    LEASES {
        @Override
        void fill(EtcdRig rig) {
            EtcdClient client = rig.client();
            for (int i = 0; i < 5; i++) {
                long lease = client.grant(3600 + i);
                drop(client.put("/leased/" + i, "x".getBytes(StandardCharsets.UTF_8), lease));
            }
            putMany(rig, 5);
        }
    },
    AUTHENTICATION_ON {
        @Override
        EtcdRig.Builder shape(EtcdRelease release, EtcdRig.Builder rig) {
            return rig.flag("bcrypt-cost", 4);
        }

        @Override
        void fill(EtcdRig rig) {
            putMany(rig, 5);
            Tool ctl = Tool.of(
                    EtcdRelease.LINE_3_6.etcdctl(),
                    "--endpoints",
                    rig.members().get(0).clientUrl());
            ctl.with("user", "add", "root:secret").run().ok();
            ctl.with("role", "add", "readers").run().ok();
            ctl.with("role", "grant-permission", "readers", "--prefix=true", "read", "/a/")
                    .run()
                    .ok();
            ctl.with("user", "grant-role", "root", "root").run().ok();
            ctl.with("auth", "enable").run().ok();
        }
    },
    THREE_LEVELS {
        @Override
        void fill(EtcdRig rig) {
            putMany(rig, 6000);
        }
    },
    LARGE_VALUES {
        @Override
        void fill(EtcdRig rig) {
            for (int size : new int[] {2_100, 9_000, 70_000, 300_000, 1_100_000, 1_400_000, 3, 17_000}) {
                drop(rig.client().put("/large/" + size, new byte[size]));
            }
        }
    },
    ALARM {
        @Override
        void fill(EtcdRig rig) {
            putMany(rig, 5);
            EtcdClient client = rig.client();
            drop(client.maintenance()
                    .alarm(AlarmRequest.newBuilder()
                            .setAction(AlarmRequest.AlarmAction.ACTIVATE)
                            .setMemberID(client.status().getHeader().getMemberId())
                            .setAlarm(AlarmType.NOSPACE)
                            .build())
                    .getAlarmsCount());
        }
    };

    abstract void fill(EtcdRig rig);

    EtcdRig.Builder shape(EtcdRelease release, EtcdRig.Builder rig) {
        return rig;
    }

    static void putMany(EtcdRig rig, int keys) {
        for (int first = 0; first < keys; first += 100) {
            Map<String, byte[]> batch = new TreeMap<>();
            for (int i = first; i < Math.min(keys, first + 100); i++) {
                batch.put(key(i), ("{\"number\":" + i + "}").getBytes(StandardCharsets.UTF_8));
            }
            drop(rig.client().putAll(batch));
        }
    }

    /** Returns the last revision. */
    @CanIgnoreReturnValue
    static long delete(EtcdRig rig, int from, int to) {
        long revision = 0;
        for (int i = from; i < to; i++) {
            revision = rig.client().delete(key(i));
        }
        return revision;
    }

    private static String key(int number) {
        return "/registry/pods/default/pod-" + number;
    }

    private static void drop(long unused) {
        assert unused != -1;
    }
}

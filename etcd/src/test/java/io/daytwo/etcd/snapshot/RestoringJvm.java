package io.daytwo.etcd.snapshot;

import io.daytwo.DayTwoException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM that restores, to be killed or to have other rights than this one. */
final class RestoringJvm {
    /** Exit status of one that stopped by itself midway. */
    static final int HALTED = 3;

    /** How far it shall go. */
    static final String ONCE = "once";

    static final String FOREVER = "forever";

    private RestoringJvm() {}

    /** A disk under a JVM that is gone before the operation of this number. */
    private static final class LastFiles extends ForwardingFiles {
        private int left;

        LastFiles(int left) {
            super(new DiskFiles());
            this.left = left;
        }

        @Override
        synchronized void before(String operation) {
            if (left-- == 0) {
                Runtime.getRuntime().halt(HALTED);
            }
        }
    }

    /** How far or before which operation to stop, shape, snapshot, place. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        RestoreShape shape = RestoreShape.valueOf(args[1]);
        Restore restore = RestoreShape.restore(Path.of(args[2]));
        Path place = Path.of(args[3]);
        switch (args[0]) {
            case ONCE -> System.out.println(outcome(shape, restore, place));
            case FOREVER -> {
                for (int i = 0; ; i++) {
                    shape.prepare(place.resolve("place-" + i));
                    System.out.println(outcome(shape, restore, place.resolve("place-" + i)));
                }
            }
            default -> {
                Restore stopped = restore.on(new LastFiles(Integer.parseInt(args[0])));
                System.out.println(outcome(shape, stopped, place));
            }
        }
    }

    private static String outcome(RestoreShape shape, Restore restore, Path place) {
        try {
            return "restored " + shape.run(restore, place).size();
        } catch (RestoreFailedException e) {
            return "failed: " + e.reason();
        } catch (RestoreRefusedException e) {
            return "refused: " + e.reason();
        } catch (DayTwoException e) {
            return e.getClass().getSimpleName();
        }
    }

    /** Starts one; the wrapper is a command that runs the command behind it. */
    static Process start(List<String> wrapper, Class<?> main, Object... args) throws IOException {
        List<String> argv = new ArrayList<>(wrapper);
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.addAll(List.of("-Xmx96m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        argv.add(main.getName());
        for (Object arg : args) {
            argv.add(arg.toString());
        }
        return new ProcessBuilder(argv).redirectErrorStream(true).start();
    }
}

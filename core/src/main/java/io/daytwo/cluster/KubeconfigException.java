package io.daytwo.cluster;

import io.daytwo.DayTwoException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A kubeconfig cannot be used. */
public final class KubeconfigException extends DayTwoException {
    private final Path file;

    KubeconfigException(Path file, String problem, @Nullable Throwable cause) {
        super(file + ": " + problem + ".", "Use a kubeconfig as kubeadm writes it, e.g. admin.conf.", cause);
        this.file = file;
    }

    /** {@return the kubeconfig} */
    public Path file() {
        return file;
    }
}

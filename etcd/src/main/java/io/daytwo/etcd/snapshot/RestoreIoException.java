package io.daytwo.etcd.snapshot;

import io.daytwo.etcd.snapshot.RestoreFailedException.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A failure whose reason is known. Becomes a {@link RestoreFailedException} at the public face. */
final class RestoreIoException extends IOException {
    private final Reason reason;

    RestoreIoException(Reason reason, String evidence, @Nullable Throwable cause) {
        super(evidence, cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}

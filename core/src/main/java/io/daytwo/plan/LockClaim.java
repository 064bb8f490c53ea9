package io.daytwo.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * A wish to hold a lock.
 *
 * @param id the journal's own: a lock that is held under it belongs to a dead attempt of the same run and is taken over
 * @param holder user, host and process
 * @param operation what for
 * @param since now
 * @param breaking the id of a holder whose lock is to be broken
 */
public record LockClaim(String id, String holder, String operation, Instant since, Optional<String> breaking) {}

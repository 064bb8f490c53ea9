package io.daytwo.plan;

import java.time.Instant;

/**
 * Who holds a lock.
 *
 * @param id names this hold of the lock; the same for all attempts with one journal
 * @param holder user, host and process
 * @param operation what for: the plan's title
 * @param since when it was taken, by the holder's clock
 * @param fencing grows with every taking of this lock; a change carries it, and is refused when it is not the last
 */
public record LockHolder(String id, String holder, String operation, Instant since, long fencing) {}

package io.daytwo.etcd;

/**
 * Raft's arithmetic: more than half of the voters must run and agree. Learners do not count. Immutable.
 *
 * @param voters members with a vote
 * @param healthy those of them that serve
 */
public record Quorum(int voters, int healthy) {
    /** Refuses what cannot be counted. */
    public Quorum {
        if (voters < 0 || healthy < 0 || healthy > voters) {
            throw new IllegalArgumentException(
                    "voters must be at least healthy, healthy at least 0, not " + healthy + " healthy of " + voters);
        }
    }

    /** {@return how many voters a majority takes} */
    public int needed() {
        return voters / 2 + 1;
    }

    /** {@return how many voters may be lost when all of them are healthy} */
    public int tolerated() {
        return Math.max(0, voters - needed());
    }

    /** {@return how many more may be lost as things are; negative when so many are missing} */
    public int spare() {
        return healthy - needed();
    }

    /** {@return whether a majority serves} */
    public boolean reached() {
        return spare() >= 0;
    }

    /** {@return the same voters, one healthy one of them away} */
    Quorum withOneAway() {
        return new Quorum(voters, Math.max(0, healthy - 1));
    }

    /** {@return with one more voter, that serves already (a learner promoted) or does not yet (a voter added)} */
    Quorum withOneMore(boolean serves) {
        return new Quorum(voters + 1, healthy + (serves ? 1 : 0));
    }

    /** {@return with a voter less, that served until now or did not} */
    Quorum withOneLess(boolean served) {
        return new Quorum(voters - 1, healthy - (served ? 1 : 0));
    }

    /** {@return the arithmetic in words: {@code 3 voters, 2 needed, 1 may be lost}} */
    public String sentence() {
        String all = voters + (voters == 1 ? " voter, " : " voters, ")
                + (healthy == voters ? "" : healthy + " healthy, ") + needed() + " needed, ";
        if (!reached()) {
            return all + -spare() + " missing: no quorum";
        }
        return all + (spare() == 0 ? "none" : spare()) + (healthy == voters ? "" : " more") + " may be lost";
    }

    @Override
    public String toString() {
        return sentence();
    }
}

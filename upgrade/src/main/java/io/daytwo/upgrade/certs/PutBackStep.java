package io.daytwo.upgrade.certs;

import io.daytwo.plan.Change;
import io.daytwo.plan.StepContext;
import io.daytwo.plan.StepState;

/** Clients are sent to the node again: there is something to do only after a run that was killed with the node out. */
record PutBackStep(String host, Balancer balancer) implements HostStep {
    @Override
    public String id() {
        return host + "/put-back";
    }

    @Override
    public String title() {
        return "send clients to " + host + " again";
    }

    @Override
    public StepState check(StepContext context) {
        return balancer.isOut(context.node(host))
                ? StepState.Needed.of(new Change.Action(host, "put " + host + " back into the balancer"))
                : new StepState.Done("clients are sent to " + host);
    }

    @Override
    public void apply(StepContext context) {
        balancer.putBack(context.node(host));
    }
}

package io.daytwo.upgrade.certs;

import static org.assertj.core.api.Assertions.assertThat;

import io.daytwo.plan.Nodes;
import io.daytwo.plan.Safeguard;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiServerSafeguardTest {
    private static final String OWN = "10.0.0.11";
    private static final String SECOND = "10.0.0.12";
    private static final String THIRD = "10.0.0.13";

    private final FakeControlPlane cp1 = new FakeControlPlane();
    private final ApiServers servers = new ApiServers(cp1);
    private final ApiServerSafeguard safeguard = new ApiServerSafeguard(Nodes.of(cp1.node));

    @BeforeEach
    void itsOwnServes() {
        servers.start(OWN, 200);
    }

    @AfterEach
    void end() {
        servers.close();
    }

    private Safeguard.Answer answer() {
        return safeguard.mayBeAway("cp1", "kube-apiserver");
    }

    @Test
    void anotherThatIsReadyIsEnough() {
        servers.start(SECOND, 500);
        servers.start(THIRD, 200);
        assertThat(answer()).isInstanceOf(Safeguard.Yes.class);
        assertThat(safeguard.hasOthers("cp1")).isTrue();
    }

    @Test
    void whileNoOtherIsReadyEachIsNamedWithWhatItSays() {
        servers.start(SECOND, 500);
        servers.listed.add(THIRD);
        assertThat(cp1.node.withPort(THIRD, 6443, 1))
                .as("nothing listens there")
                .isNotNull();
        assertThat(answer()).isInstanceOfSatisfying(Safeguard.No.class, no -> {
            assertThat(no.why())
                    .startsWith(
                            "Without the API server of cp1 none would serve: 10.0.0.12 says status 500, [-]etcd failed")
                    .contains("; 10.0.0.13 says ");
            assertThat(no.remedy()).contains("/readyz");
        });
        servers.ready(SECOND, 200);
        assertThat(answer()).as("asked anew").isInstanceOf(Safeguard.Yes.class);
    }

    @Test
    void theOnlyOneNeedsConsent() {
        assertThat(answer())
                .isInstanceOfSatisfying(
                        Safeguard.Downtime.class,
                        downtime -> assertThat(downtime.what()).contains("of cp1 is the only one"));
        assertThat(safeguard.hasOthers("cp1")).isFalse();
    }

    @Test
    void whatIsNotReadyOrDoesNotListenTakesNothingAway() {
        servers.ready(OWN, 500);
        assertThat(answer()).isInstanceOf(Safeguard.Yes.class);
        servers.ready(OWN, 200);
        servers.assertListening(false);
        assertThat(answer()).isInstanceOf(Safeguard.Yes.class);
    }

    @Test
    void whereNobodyTellsOfOthersConsentIsNeededThoughThereAreSome() {
        servers.start(SECOND, 200);
        servers.welcome = List.of("system:anonymous");
        cp1.node.withoutFile("/etc/kubernetes/admin.conf");
        cp1.put("ca", cp1.kubernetes.own);
        assertThat(answer())
                .isInstanceOfSatisfying(
                        Safeguard.Downtime.class,
                        downtime -> assertThat(downtime.what()).contains("does not say which others there are"));
    }

    @Test
    void asksWithAdminConfWhereAnonymousRequestsAreRefused() {
        servers.start(SECOND, 200);
        servers.welcome = List.of("kubernetes-admin");
        assertThat(answer()).isInstanceOf(Safeguard.Yes.class);
    }

    /** Its certificate is for another address, as somebody between would show it. */
    @Test
    void believesNoServerOfAnotherAddress() {
        servers.start(SECOND, 200);
        servers.listed.set(1, THIRD);
        assertThat(cp1.node.withPort(THIRD, 6443, cp1.node.forward(SECOND, 6443).port()))
                .isNotNull();
        assertThat(answer()).isInstanceOf(Safeguard.No.class);
    }

    @Test
    void otherComponentsAreNotItsAffair() {
        assertThat(safeguard.mayBeAway("cp1", "kube-scheduler")).isInstanceOf(Safeguard.Yes.class);
    }
}

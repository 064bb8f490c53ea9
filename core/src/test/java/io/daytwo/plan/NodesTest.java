package io.daytwo.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodesTest {
    @TempDir
    Path root;

    @Test
    void connectsWhenFirstNeededAndOnce() {
        TwoNodes two = new TwoNodes(root);
        List<String> connected = new ArrayList<>();
        Nodes nodes = Nodes.of(List.of("a", "b"), name -> {
            connected.add(name);
            return name.equals("a") ? two.a : two.b;
        });
        assertThat(connected).isEmpty();
        assertThat(nodes.node("b")).isSameAs(nodes.node("b")).isSameAs(two.b);
        assertThat(connected).containsExactly("b");
        nodes.close();
        nodes.close();
        assertThat(two.b.closed).hasValue(true);
        assertThat(two.a.closed).hasValue(false);
        assertThatThrownBy(() -> nodes.node("b")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAnotherMachineThanTheOneMeant() {
        TwoNodes two = new TwoNodes(root);
        Nodes nodes = two.nodes.withMachineIds(Map.of("a", "62".repeat(16), "b", "62".repeat(16)));
        assertThatThrownBy(() -> nodes.node("a"))
                .isInstanceOfSatisfying(
                        WrongNodeException.class,
                        wrong -> assertThat(wrong.node()).isEqualTo("a"));
        assertThat(two.a.closed).hasValue(true);
        assertThat(nodes.node("b")).isSameAs(two.b);
    }

    @Test
    void refusesTwoNamesForOneMachine() {
        TwoNodes two = new TwoNodes(root);
        Nodes nodes = Nodes.of(two.a).etcd("etcd1", new FolderNode("etcd1", root.resolve("a")));
        assertThat(nodes.names()).containsExactly("a", "etcd1");
        assertThat(nodes.node("a")).isSameAs(two.a);
        assertThatThrownBy(() -> nodes.node("etcd1")).isInstanceOf(WrongNodeException.class);
    }

    @Test
    void refusesNamesThatAreNone() {
        for (String name : List.of("", "A", "-a", "a b", "$(x)", "a\n")) {
            assertThatThrownBy(() -> Nodes.of(List.of(name), same -> new FolderNode(same, root)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new TwoNodes(root).nodes.node("c")).isInstanceOf(IllegalArgumentException.class);
    }
}

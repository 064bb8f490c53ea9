package io.daytwo.manifests;

import io.daytwo.node.Command;
import io.daytwo.node.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A command that is well when it ends with 0 in the main container, by crictl, else ctr. The kubelet runs it there
 * every few seconds, so one time more changes nothing.
 *
 * @param command program and arguments
 * @param limit for one run of it
 */
record ExecProbe(List<String> command, Duration limit) implements PodProbe {
    /** For the tools around it. */
    private static final Duration SLACK = Duration.ofSeconds(20);

    @Override
    public Answer ask(PodOnNode pod, PodState state) {
        return state.mainContainer()
                .map(container -> answer(run(pod, container)))
                .orElse(Answer.NOT_ASKED);
    }

    private CommandResult run(PodOnNode pod, String container) {
        String socket = KubeletSettings.socket(pod.node(), pod.kubelet()).orElse("");
        String[] arguments = Stream.concat(
                        Stream.of(socket, Long.toString(limit.toSeconds()), container), command.stream())
                .toArray(String[]::new);
        return pod.node().run(Command.readingShell(PodScript.EXEC, arguments).timeout(limit.plus(SLACK)));
    }

    private static Answer answer(CommandResult result) {
        if (result.exitStatus() == PodScript.NOT_ASKED) {
            return Answer.NOT_ASKED;
        }
        return result.isSuccess() ? Answer.WELL : Answer.UNWELL;
    }

    /** Without its arguments: one may be a secret. */
    @Override
    public String toString() {
        return "its own command " + command.get(0);
    }
}

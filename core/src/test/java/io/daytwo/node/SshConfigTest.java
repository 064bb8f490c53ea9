package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ssh -G} says what ssh would do. */
@Timeout(60)
class SshConfigTest {
    private static final String CONFIG = """
            IgnoreUnknown Colour,UseKeychain
            # comment
            Colour green
            Host cp1
                HostName 10.0.0.11
                User first
            Host cp?  !cp2
            \tUser second
            \tPort=2201
                IdentityFile FOLDER/one
            Host cp2
              HostName %h.example.org
              ProxyJump ops@bastion:2222,second
              UseKeychain yes
            Include FOLDER/more/*.conf
            Host "quoted name" other
              User "with blank"
            Match originalhost matched
              HostName renamed.example.org
            Match host *.example.org,!no.example.org
              Port 2203
            Match host renamed.example.org originalhost matched
              User both
            host CASE
              port 2204
              Hostname = lower.example.net
            Host direct
              ProxyJump none
            Host through
              proxyjump  [fe80::1]:22
            Host *
              User last
              IdentityFile FOLDER/two
              ProxyJump everywhere
            Match all
              Port 2209
            """;

    @TempDir
    Path folder;

    private Path config;

    @BeforeEach
    void write() throws IOException {
        config = Files.writeString(folder.resolve("config"), CONFIG.replace("FOLDER", folder.toString()));
        Path more = Files.createDirectory(folder.resolve("more"));
        Files.writeString(more.resolve("b.conf"), "Host included\n  User b\n  Port 2205\nHost cp3\n  HostName three\n");
        Files.writeString(more.resolve("a.conf"), "Host included\n  User a\n");
        for (String key : List.of("one", "two")) {
            Files.writeString(folder.resolve(key), "");
        }
    }

    private List<String> ssh(String host) throws IOException, InterruptedException {
        Process ssh;
        try {
            ssh = new ProcessBuilder("ssh", "-G", "-F", config.toString(), host).start();
        } catch (IOException e) {
            Assumptions.abort("no ssh on PATH: " + e.getMessage());
            throw e;
        }
        String said = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(ssh.waitFor()).isZero();
        return said.lines()
                .filter(line -> line.matches("(hostname|user|port|identityfile|proxyjump) .*"))
                .toList();
    }

    private SshTarget ours(String host) {
        return NodeExecutor.ssh(host).config(config).noAgent().target();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cp1",
                "cp2",
                "cp3",
                "cp10",
                "included",
                "other",
                "matched",
                "a.example.org",
                "no.example.org",
                "CASE",
                "direct",
                "through",
                "elsewhere"
            })
    void understandsAConfigurationAsSshDoes(String host) throws Exception {
        SshHostConfig read = SshConfigFile.read(config, Path.of(System.getProperty("user.home")), host);
        String user = read.user().orElse(System.getProperty("user.name"));
        List<String> lines = new ArrayList<>(List.of(
                "hostname " + read.hostName().toLowerCase(Locale.ROOT),
                "user " + user,
                "port " + read.port().orElse(22)));
        read.keys(user).forEach(key -> lines.add("identityfile " + key));
        if (!read.jumps().isEmpty()) {
            lines.add("proxyjump " + String.join(",", read.jumps()));
        }
        assertThat(lines).containsExactlyInAnyOrderElementsOf(ssh(host));
    }

    @Test
    void whatTheCallerSaysWins() {
        SshTarget said = NodeExecutor.ssh("cp1")
                .config(config)
                .user("me")
                .port(22)
                .key(folder.resolve("own"))
                .jump(NodeExecutor.ssh("direct").config(config))
                .target();
        assertThat(said.address()).isEqualTo("me@10.0.0.11");
        assertThat(said.keys()).containsExactly(folder.resolve("own"));
        assertThat(said.jumps()).singleElement().extracting(SshTarget::address).isEqualTo("last@direct:2209");
    }

    @Test
    void followsAChainOfJumpHosts() throws IOException {
        Files.writeString(config, "Host a\nProxyJump b\nHost b\nProxyJump me@c:23,d\nHost d\nHostName 10.0.0.4\n");
        assertThat(ours("a").jumps()).extracting(SshTarget::host).containsExactly("c", "10.0.0.4", "b");
        assertThat(ours("a").jumps().get(0).address()).isEqualTo("me@c:23");
    }

    @Test
    void refusesACircleOfJumpHosts() throws IOException {
        Files.writeString(config, "Host a\nProxyJump b\nHost b\nProxyJump a\n");
        SshConfigurationException circle = catchThrowableOfType(SshConfigurationException.class, () -> ours("a"));
        assertThat(circle).hasMessageContaining("circle");
    }

    @Test
    void refusesACircleOfIncludes() throws IOException {
        Files.writeString(config, "Include " + config + "\n");
        SshConfigurationException circle = catchThrowableOfType(SshConfigurationException.class, () -> ours("a"));
        assertThat(circle.file()).isEqualTo(config.toString());
    }

    @Test
    void refusesWhatItCannotDoRatherThanConnectAnotherWay() throws IOException {
        Files.writeString(config, "Host a\nProxyCommand nc %h %p\n");
        SshConfigurationException command = catchThrowableOfType(SshConfigurationException.class, () -> ours("a"));
        assertThat(command.remedy()).contains("ProxyJump");
        assertThat(ours("b").jumps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Port many", "Port 70000", "HostName \"open", "ProxyJump @:"})
    void refusesWhatIsNotUnderstandable(String line) throws IOException {
        Files.writeString(config, line + "\n");
        SshConfigurationException refused = catchThrowableOfType(SshConfigurationException.class, () -> ours("a"));
        assertThat(refused).isNotNull();
    }

    @Test
    void refusesAFileThatOthersMayWrite() throws IOException {
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-rw-r--"));
        SshConfigurationException open = catchThrowableOfType(SshConfigurationException.class, () -> ours("a"));
        assertThat(open.remedy()).contains("chmod");
    }

    @Test
    void neverSwitchesTheCheckOfHostKeysOff() throws IOException {
        Files.writeString(config, "StrictHostKeyChecking no\nUserKnownHostsFile " + folder.resolve("known") + "\n");
        assertThat(ours("a").acceptNew()).isFalse();
        assertThat(ours("a").knownHosts().get(0)).isEqualTo(folder.resolve("known"));
    }
}

package io.daytwo.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daytwo.node.rig.Keygen;
import io.daytwo.node.rig.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UserKeysOverSshTest {
    private static final String PASSPHRASE = "tr\u00fcbe 'nuff";

    private static Sshd sshd;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        sshd = Sshd.start(
                "option=AuthorizedKeysCommand /bin/cat FOLDER/authorized", "option=AuthorizedKeysCommandUser root");
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    /** As a user whose only authorized key is this one. */
    private SshConnector with(Path key) throws IOException {
        Files.copy(Path.of(key + ".pub"), sshd.folder().resolve("authorized"), StandardCopyOption.REPLACE_EXISTING);
        return NodeExecutor.ssh("127.0.0.1")
                .noConfig()
                .noAgent()
                .port(sshd.port())
                .user("ops")
                .key(key)
                .knownHosts(sshd.knownHosts());
    }

    private Path key(String typeAndOptions, String passphrase) {
        String[] words = typeAndOptions.split(" ", -1);
        String[] more = List.of(words).subList(1, words.length).toArray(String[]::new);
        return Keygen.key(folder.resolve("key"), words[0], passphrase, more);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ed25519",
                "ecdsa",
                "ecdsa -b 384",
                "ecdsa -b 521",
                "rsa",
                "ecdsa -m PEM",
                "rsa -m PEM",
                "ecdsa -m PKCS8",
                "rsa -m PKCS8"
            })
    void logsInWithEveryKindOfKey(String kind) throws IOException {
        with(key(kind, "")).connect().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa", "ecdsa -m PEM", "rsa -m PEM", "ecdsa -m PKCS8", "rsa -m PKCS8"})
    void asksOnceForThePassphraseAndClearsIt(String kind) throws IOException {
        // the library takes bytes beyond ASCII for letters of their own in PKCS #8
        String passphrase = kind.endsWith("PKCS8") ? "plain 'nuff" : PASSPHRASE;
        Path key = key(kind, passphrase);
        List<Path> asked = new ArrayList<>();
        char[] answer = passphrase.toCharArray();
        with(key)
                .passphrase(file -> {
                    asked.add(file);
                    return answer;
                })
                .connect()
                .close();
        assertThat(asked).containsExactly(key);
        assertThat(answer).containsOnly('\0');
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa", "ecdsa -m PEM", "rsa -m PEM", "ecdsa -m PKCS8", "rsa -m PKCS8"})
    void saysThatAPassphraseIsWrongAndDoesNotAskAgain(String kind) throws IOException {
        Path key = key(kind, PASSPHRASE);
        List<Path> asked = new ArrayList<>();
        SshConnector connector = with(key).passphrase(file -> {
            asked.add(file);
            return "wrong-one".toCharArray();
        });
        SshConfigurationException wrong = catchThrowableOfType(SshConfigurationException.class, connector::connect);
        assertThat(wrong.file()).isEqualTo(key.toString());
        assertThat(wrong).hasMessageContaining("the passphrase is wrong").hasMessageNotContaining("wrong-one");
        assertThat(wrong.remedy()).contains("ssh-keygen -y -f " + key);
        assertThat(asked).containsExactly(key);
    }

    @Test
    void saysThatAKeyIsEncryptedWhereNobodyCanBeAsked() throws IOException {
        SshConnector connector = with(key("ed25519", PASSPHRASE));
        SshConfigurationException encrypted = catchThrowableOfType(SshConfigurationException.class, connector::connect);
        assertThat(encrypted).hasMessageContaining("is encrypted, and no passphrase was given");
        assertThat(encrypted.remedy()).contains("passphrase(").contains("ssh-add");
    }

    @Test
    void namesTheKeysThatWereRefused() throws IOException {
        SshConnector connector = with(key("ed25519", ""));
        Files.writeString(sshd.folder().resolve("authorized"), "");
        SshAuthenticationException refused = catchThrowableOfType(SshAuthenticationException.class, connector::connect);
        assertThat(refused.offered()).containsExactly(folder.resolve("key").toString());
        assertThat(refused.user()).isEqualTo("ops");
    }

    @Test
    void refusesAKeyThatOthersMayRead() throws IOException {
        Path key = key("ed25519", "");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        SshConnector connector = with(key);
        SshConfigurationException open = catchThrowableOfType(SshConfigurationException.class, connector::connect);
        assertThat(open.remedy()).contains("chmod 600");
    }

    @Test
    void saysThatAFileIsNoKey() throws IOException {
        Path key = key("ed25519", "");
        SshConnector connector = with(key);
        Files.writeString(key, "not a key\n");
        SshConfigurationException no = catchThrowableOfType(SshConfigurationException.class, connector::connect);
        assertThat(no).hasMessageContaining("is no private key that can be used");
    }
}

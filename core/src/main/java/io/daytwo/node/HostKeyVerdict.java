package io.daytwo.node;

import io.daytwo.node.HostKeyRejectedException.Reason;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What there is to say about a key that is not trusted, and the commands that mend it.
 *
 * @param reason why
 * @param host what it was looked up by
 * @param address host and port for ssh-keyscan
 * @param keyType its type
 * @param fingerprint its fingerprint
 * @param record the line that speaks against it, where there is one
 * @param first the known_hosts file that takes new keys
 */
record HostKeyVerdict(
        Reason reason,
        String host,
        String address,
        String keyType,
        String fingerprint,
        Optional<KnownHost> record,
        Path first) {
    String problem() {
        String shown = "its " + keyType + " host key " + fingerprint;
        String place =
                record.map(line -> "line " + line.line() + " of " + line.file()).orElse(first.toString());
        return switch (reason) {
            case UNKNOWN -> shown + " is not in " + place;
            case CHANGED ->
                shown + " differs from the one in " + place
                        + ": another machine answers at this address, it was installed anew, or this is an attack";
            case OTHER_TYPE -> shown + " is of another type than the one recorded in " + place;
            case REVOKED -> shown + " is marked as revoked in " + place + ": it was stolen or withdrawn";
            case UNCERTIFIED -> shown + " has no certificate, but " + place + " names a certificate authority for it";
            case BAD_CERTIFICATE -> "its host certificate is not valid for the authority in " + place;
        };
    }

    String remedy() {
        String show = "compare the fingerprint with ssh-keygen -lf /etc/ssh/ssh_host_" + shortType()
                + "_key.pub on the node's console";
        String scan = "ssh-keyscan -t " + shortType() + " " + address + " >> " + first;
        return switch (reason) {
            case UNKNOWN -> "First " + show + ", then run " + scan + " (or connect with acceptNew()).";
            case CHANGED ->
                "If the node was installed anew, " + show + ", then run ssh-keygen -R '" + host + "' -f "
                        + record.map(KnownHost::file).orElse(first) + " && " + scan
                        + "; else find out who answers there.";
            case OTHER_TYPE -> "If the node's keys were replaced, " + show + ", then run " + scan + ".";
            case REVOKED -> "Give the node new host keys with ssh-keygen -A on its console, and record those.";
            case UNCERTIFIED ->
                "Give the node a certificate (HostCertificate in its sshd_config), or record its key: " + show
                        + ", then " + scan + ".";
            case BAD_CERTIFICATE ->
                "Have the authority sign the key for this name: ssh-keygen -s CA -h -I id -n " + principal()
                        + " ssh_host_" + shortType() + "_key.pub.";
        };
    }

    /** A certificate names the host without a port. */
    private String principal() {
        return host.startsWith("[") ? host.substring(1, host.indexOf(']')) : host;
    }

    private String shortType() {
        if (keyType.startsWith("ecdsa")) {
            return "ecdsa";
        }
        return keyType.startsWith("ssh-rsa") || keyType.startsWith("rsa") ? "rsa" : "ed25519";
    }
}

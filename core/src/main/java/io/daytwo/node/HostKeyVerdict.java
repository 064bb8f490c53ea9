package io.daytwo.node;

import io.daytwo.node.HostKeyRejectedException.Reason;

/**
 * What there is to say about a key that was shown, and the commands that mend it.
 *
 * @param host what it was looked up by
 * @param address host and port for ssh-keyscan
 * @param keyType its type
 * @param fingerprint its fingerprint
 * @param file the known_hosts file to mend
 */
record HostKeyVerdict(String host, String address, String keyType, String fingerprint, String file) {
    String problem(Reason reason) {
        String shown = "its " + keyType + " host key " + fingerprint;
        return switch (reason) {
            case UNKNOWN -> shown + " is not in " + file;
            case CHANGED ->
                shown + " differs from the one in " + file
                        + ": another machine answers at this address, it was installed anew, or this is an attack";
            case OTHER_TYPE -> shown + " is of a type not recorded in " + file + ", where other keys of this host are";
            case REVOKED -> shown + " is marked as revoked in " + file + ": it was stolen or withdrawn";
            case UNCERTIFIED ->
                shown + " has no certificate, but " + file + " names a certificate authority for this host";
            case BAD_CERTIFICATE -> "its host certificate is not valid";
        };
    }

    String remedy(Reason reason) {
        String show = "compare the fingerprint with ssh-keygen -lf /etc/ssh/ssh_host_" + shortType()
                + "_key.pub on the node's console";
        String scan = "ssh-keyscan -t " + shortType() + " " + address + " >> " + file;
        return switch (reason) {
            case UNKNOWN -> "First " + show + ", then run " + scan + " (or connect with acceptNew()).";
            case CHANGED ->
                "If the node was installed anew, " + show + ", then run ssh-keygen -R '" + host + "' -f " + file
                        + " && " + scan + "; else find out who answers there.";
            case OTHER_TYPE -> "If the node's keys were replaced, " + show + ", then run " + scan + ".";
            case REVOKED -> "Give the node new host keys with ssh-keygen -A on its console, and record those.";
            case UNCERTIFIED ->
                "Give the node a certificate (HostCertificate in its sshd_config), or record its key: " + show
                        + ", then " + scan + ".";
            case BAD_CERTIFICATE ->
                "Have the authority sign the key for this name: ssh-keygen -s CA -h -I id -n " + host + " ssh_host_"
                        + shortType() + "_key.pub.";
        };
    }

    private String shortType() {
        if (keyType.startsWith("ecdsa")) {
            return "ecdsa";
        }
        return keyType.startsWith("ssh-rsa") || keyType.startsWith("rsa") ? "rsa" : "ed25519";
    }
}

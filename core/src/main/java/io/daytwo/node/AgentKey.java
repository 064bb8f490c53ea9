package io.daytwo.node;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSchException;

/**
 * A key that an agent holds. The library asks an agent to sign for an RSA certificate with SHA-1, which sshd refuses:
 * the name of the algorithm it goes by is the certificate's, not the key's.
 *
 * @param held the library's own
 */
record AgentKey(Identity held) implements Identity {
    @Override
    public byte[] getSignature(byte[] data, String algorithm) {
        String suffix = UserCertificate.SUFFIX;
        boolean certificate = algorithm.endsWith(suffix);
        return held.getSignature(
                data, certificate ? algorithm.substring(0, algorithm.length() - suffix.length()) : algorithm);
    }

    @Override
    public byte[] getSignature(byte[] data) {
        return held.getSignature(data);
    }

    @Override
    public boolean setPassphrase(byte[] passphrase) throws JSchException {
        return held.setPassphrase(passphrase);
    }

    @Override
    public byte[] getPublicKeyBlob() {
        return held.getPublicKeyBlob();
    }

    @Override
    public String getAlgName() {
        return held.getAlgName();
    }

    @Override
    public String getName() {
        return held.getName();
    }

    @Override
    public boolean isEncrypted() {
        return held.isEncrypted();
    }

    @Override
    public void clear() {
        held.clear();
    }
}

package io.daytwo.manifests.pki;

import io.daytwo.manifests.pki.Misassignment.Kind;
import io.daytwo.node.FileStat;
import io.daytwo.node.NodeFileException;
import io.daytwo.node.NodeFiles;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** A file and what it was given as: its content, or why that could not be read. */
record GivenFile(
        String role,
        String path,
        List<X509Certificate> certificates,
        Optional<HeldKey> key,
        List<Misassignment> findings) {
    static final String CA = "CA";
    static final String CERTIFICATE = "certificate";
    static final String KEY = "key";

    private static final int READABLE_BY_OTHERS = 0004;

    static GivenFile read(NodeFiles files, String role, String path) {
        try {
            GivenFile file = of(role, path, files.read(path, PemFile.MOST_BYTES));
            return file.findings().isEmpty() ? file.with(file.judgeMode(files)) : file;
        } catch (NodeFileException e) {
            Kind kind = e.reason() == NodeFileException.Reason.WRONG_TYPE ? Kind.NOT_A_FILE : Kind.UNREADABLE;
            return unreadable(role, path, kind, e.problem(), e.remedy());
        }
    }

    static GivenFile of(String role, String path, byte[] content) {
        try {
            PemFile pem = PemFile.parse(content, path);
            GivenFile file = new GivenFile(role, path, pem.certificates(), pem.heldKey(), List.of());
            return file.with(file.judgeKind(pem));
        } catch (PemException e) {
            return unreadable(role, path, kind(e.reason()), e.problem(), e.remedy());
        }
    }

    static GivenFile unreadable(String role, String path, Kind kind, String problem, String remedy) {
        GivenFile none = new GivenFile(role, path, List.of(), Optional.empty(), List.of());
        String sentence = path + ", given as the " + role + ", " + problem + ".";
        return none.with(List.of(new Misassignment(kind, role, path, sentence, remedy)));
    }

    private static Kind kind(PemException.Reason reason) {
        return switch (reason) {
            case EMPTY -> Kind.EMPTY;
            case ENCRYPTED_KEY -> Kind.ENCRYPTED_KEY;
            case NOT_PEM, DAMAGED, BAD_CERTIFICATE, BAD_KEY -> Kind.NOT_PEM;
        };
    }

    private List<Misassignment> judgeKind(PemFile pem) {
        if (certificates.isEmpty() && key.isEmpty()) {
            String problem = given() + " holds only " + String.join(", ", pem.labels()) + ".";
            String needed = role.startsWith(KEY) ? "A private key is needed." : "A certificate is needed.";
            return List.of(new Misassignment(Kind.WRONG_KIND, role, path, problem, needed));
        }
        return List.of();
    }

    private List<Misassignment> judgeMode(NodeFiles files) {
        int mode = files.stat(path).map(FileStat::mode).orElse(0);
        if (key.isPresent() && (mode & READABLE_BY_OTHERS) != 0) {
            String problem = path + " holds a private key that every user of the machine may read.";
            String remedy = "Take the right away: chmod 0600 " + path + ".";
            return List.of(new Misassignment(Kind.KEY_READABLE_BY_OTHERS, KEY, path, problem, remedy));
        }
        return List.of();
    }

    private GivenFile with(List<Misassignment> found) {
        return new GivenFile(role, path, certificates, key, found);
    }

    /** Begin of a sentence. */
    String given() {
        return path + " is given as the " + role + ", but it";
    }

    Misassignment is(Kind kind, String what, String remedy) {
        return new Misassignment(kind, role, path, given() + " " + what + ".", remedy);
    }

    boolean holdsOnlyKey() {
        return certificates.isEmpty() && key.isPresent();
    }

    Optional<X509Certificate> first() {
        return certificates.stream().findFirst();
    }

    List<X509Certificate> authorities() {
        return certificates.stream()
                .filter(one -> new CertificateFacts(one).isAuthority())
                .toList();
    }
}

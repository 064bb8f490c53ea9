package io.daytwo.cluster.rig;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A server with TLS that answers each request as a test scripts it, down to the byte: for what no real API server can
 * be made to do. After the script's end its last line stands.
 */
public final class ScriptedServer implements AutoCloseable {
    /** Writes an answer to one request, and says whether the connection goes on. */
    public interface Answer {
        boolean write(OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Answer> script;
    private final List<String> requests = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private ScriptedServer(ServerSocket socket, List<Answer> script) throws IOException {
        this.socket = socket;
        this.script = new ConcurrentLinkedQueue<>(script);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        threads.execute(this::accept);
    }

    public static ScriptedServer tls(ClusterPki.Pair certificate, Answer... script) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", certificate.keys().getPrivate(), new char[0], new X509Certificate[] {
                certificate.certificate()
            });
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), null, null);
            return new ScriptedServer(tls.getServerSocketFactory().createServerSocket(), List.of(script));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ScriptedServer plaintext(Answer... script) {
        try {
            return new ScriptedServer(new ServerSocket(), List.of(script));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A whole answer with the right length; headers are lines. */
    public static Answer reply(int status, String type, String body, String... headers) {
        return out -> {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\nContent-Type: " + type
                    + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            out.write((head + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
            out.flush();
            return true;
        };
    }

    public static Answer json(String body) {
        return reply(200, "application/json", body);
    }

    /** These bytes, and the connection ends. */
    public static Answer cutAfter(String bytes) {
        return out -> {
            out.write(bytes.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return false;
        };
    }

    /** Nothing, ever. */
    public static Answer silence() {
        return out -> {
            Thread.sleep(60_000);
            return false;
        };
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                open.add(connection);
                threads.execute(() -> serve(connection));
            }
        } catch (IOException closed) {
            threads.shutdownNow();
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            boolean more = true;
            while (more) {
                String request = read(connection.getInputStream());
                if (request.isEmpty()) {
                    return;
                }
                requests.add(request);
                Answer answer = script.size() > 1 ? script.poll() : script.element();
                more = answer.write(connection.getOutputStream());
            }
        } catch (IOException e) {
            requests.add("failed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Head and body of one request. */
    private static String read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        int length = head.toString()
                .lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    public URI endpoint() {
        return URI.create("https://127.0.0.1:" + socket.getLocalPort());
    }

    /** What came, with headers; connections that failed, too. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}

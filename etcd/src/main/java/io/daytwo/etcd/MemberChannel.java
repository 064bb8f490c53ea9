package io.daytwo.etcd;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.netty.shaded.io.netty.util.concurrent.Future;
import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gRPC channel to one member, with threads of its own that end with it. Connects at the first call. TLS is the
 * JDK's: it needs no native library (temporary folders mounted noexec, musl), follows the JVM's security settings, and
 * says which check failed. Proxies of the environment are not used.
 */
final class MemberChannel implements AutoCloseable {
    private static final int CONNECT_MILLIS = 4_000;
    private static final int CLOSE_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(MemberChannel.class);

    private final Endpoint endpoint;
    private final Optional<TlsMaterial> tls;
    private final Route.Way way;
    private final EventLoopGroup loop;
    private final ExecutorService callbacks;
    private final ManagedChannel channel;

    private MemberChannel(Endpoint endpoint, Optional<TlsMaterial> tls, Route.Way way) {
        this.endpoint = endpoint;
        this.tls = tls;
        this.way = way;
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "daytwo-etcd " + endpoint.authority());
            thread.setDaemon(true);
            return thread;
        };
        this.loop = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
        this.callbacks =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
        this.channel = build();
    }

    /** Makes a channel; nothing is connected yet, except a forwarding node. */
    static MemberChannel open(Endpoint endpoint, EtcdTls tls, Route route) {
        return open(endpoint, tls.load(), route);
    }

    static MemberChannel open(Endpoint endpoint, Optional<TlsMaterial> tls, Route route) {
        return new MemberChannel(endpoint, tls, route.to(endpoint));
    }

    private ManagedChannel build() {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(
                        "dns:///" + Endpoint.bracketed(way.host()) + ":" + way.port())
                .overrideAuthority(endpoint.authority())
                .proxyDetector(address -> null)
                .disableServiceConfigLookUp()
                .disableRetry()
                .channelType(NioSocketChannel.class)
                .eventLoopGroup(loop)
                .executor(callbacks)
                .offloadExecutor(callbacks)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
        return tls.map(material -> builder.useTransportSecurity().sslContext(context(material)))
                .orElseGet(builder::usePlaintext)
                .build();
    }

    private static SslContext context(TlsMaterial material) {
        SslContextBuilder builder = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .trustManager(new TlsTrust(material.authorities()));
        material.identity().map(TlsIdentity::new).ifPresent(builder::keyManager);
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException("The JDK offers no TLS 1.2 with HTTP/2", e);
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** {@return the channel, for streaming calls; errors of it belong into {@link #failure}} */
    ManagedChannel grpc() {
        return channel;
    }

    /**
     * Makes one blocking call.
     *
     * @param what the call in words, for errors: {@code "Status"}
     * @param stubs makes the stub
     * @param limit for connecting and the call
     * @param call the call itself
     * @throws EtcdUnavailableException when the member cannot be asked
     * @throws EtcdRefusedException when it says no
     * @throws EtcdInterruptedException when the thread is interrupted
     */
    <S extends AbstractStub<S>, T> T call(
            String what, Function<ManagedChannel, S> stubs, Duration limit, Function<S, T> call) {
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff();
        }
        try {
            return call.apply(stubs.apply(channel).withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (StatusRuntimeException e) {
            throw failure(what, limit, e);
        }
    }

    /** The same for a call that changes something: without an answer its outcome is not known. */
    <S extends AbstractStub<S>, T> T change(
            String what, Function<ManagedChannel, S> stubs, Duration limit, Function<S, T> call) {
        try {
            return call(what, stubs, limit, call);
        } catch (EtcdUnavailableException e) {
            throw e.ofChange(what);
        }
    }

    /** {@return the typed error for what gRPC threw} */
    RuntimeException failure(String what, Duration limit, StatusRuntimeException error) {
        return CallFailure.of(what, new ConnectionDiagnosis(endpoint, tls, way), error, limit);
    }

    /** Ends calls under way, the connection and the threads; waits for each of them at most five seconds. */
    @Override
    public void close() {
        channel.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            boolean ended = channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            callbacks.shutdown();
            ended &= callbacks.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            // last: what is still resolving a name would otherwise find no loop to run on
            ended &= loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).await(CLOSE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                LOG.warn("The connection to {} takes longer than {} s to close", endpoint, CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            callbacks.shutdown();
            Future<?> ending = loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
            LOG.debug("Interrupted while closing the connection to {}: {}", endpoint, ending);
        } finally {
            way.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

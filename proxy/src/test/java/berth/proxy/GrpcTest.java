package berth.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.routing.CodeMatcher;
import berth.routing.HealthCheck;
import berth.routing.Protocol;
import berth.routing.TargetGroup;
import berth.routing.TargetGroup.ProtocolVersion;
import berth.routing.TargetGroupAttributes;
import berth.routing.TargetHealth;
import io.grpc.CallOptions;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// gRPC's own client and server, with the proxy between them: TLS and HTTP/2 in front, HTTP/2 without TLS
/// behind.
class GrpcTest {
    private static final Text TEXT = new Text();
    private static final MethodDescriptor<String, String> ECHO = method(MethodType.UNARY, "Echo");
    private static final MethodDescriptor<String, String> FAIL = method(MethodType.UNARY, "Fail");
    private static final MethodDescriptor<String, String> CHAT = method(MethodType.BIDI_STREAMING, "Chat");

    private final Rig rig = new Rig();
    private final String address = Tables.address();
    private final Server server = server();
    private final ManagedChannel channel = OkHttpChannelBuilder.forAddress(address, Tables.PORT)
            .sslSocketFactory(Certificates.trusting().getSocketFactory())
            .hostnameVerifier((host, session) -> true)
            .maxInboundMessageSize(64 * 1024 * 1024)
            .build();

    private static MethodDescriptor<String, String> method(MethodType type, String name) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName("test.Service/" + name)
                .setRequestMarshaller(TEXT)
                .setResponseMarshaller(TEXT)
                .build();
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Server server() {
        ServerServiceDefinition service = ServerServiceDefinition.builder("test.Service")
                .addMethod(ECHO, ServerCalls.asyncUnaryCall((request, observer) -> {
                    observer.onNext(request);
                    observer.onCompleted();
                }))
                .addMethod(
                        FAIL,
                        ServerCalls.asyncUnaryCall((request, observer) -> observer.onError(Status.FAILED_PRECONDITION
                                .withDescription("no " + request)
                                .asRuntimeException())))
                .addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(GrpcTest::chat))
                .build();
        try {
            return OkHttpServerBuilder.forPort(0, InsecureServerCredentials.create())
                    .addService(service)
                    .maxInboundMessageSize(64 * 1024 * 1024)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StreamObserver<String> chat(StreamObserver<String> back) {
        return new StreamObserver<>() {
            @Override
            public void onNext(String value) {
                back.onNext("re: " + value);
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {
                back.onNext("bye");
                back.onCompleted();
            }
        };
    }

    @BeforeEach
    void serve() {
        HealthCheck check = new HealthCheck(
                true,
                Protocol.HTTP,
                OptionalInt.empty(),
                "/AWS.ALB/healthcheck",
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                2,
                2,
                CodeMatcher.of("12"));
        TargetGroup group = new TargetGroup(
                "g",
                "g",
                Protocol.HTTP,
                ProtocolVersion.GRPC,
                check,
                TargetGroupAttributes.DEFAULT,
                List.of(Tables.target(server.getPort())));
        rig.serve(
                List.of(Tables.balancer(
                        address, Tables.https(List.of(Certificates.of("grpc.example.com")), Tables.forward("g")))),
                List.of(group));
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        rig.close();
        server.shutdownNow();
    }

    @Test
    void aServerWithoutTheMethodOfTheCheckIsHealthyByItsStatus() {
        assertThat(rig.await(report -> true).targets().getFirst().health()).isEqualTo(TargetHealth.HEALTHY);
    }

    @Test
    void aUnaryCallIsAnswered() {
        assertThat(ClientCalls.blockingUnaryCall(channel, ECHO, CallOptions.DEFAULT, "hello"))
                .isEqualTo("hello");
        String large = "x".repeat(5_000_000);
        assertThat(ClientCalls.blockingUnaryCall(channel, ECHO, CallOptions.DEFAULT, large))
                .isEqualTo(large);
    }

    @Test
    void aStatusArrivesInTheTrailers() {
        assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(channel, FAIL, CallOptions.DEFAULT, "way"))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
                    assertThat(e.getStatus().getDescription()).isEqualTo("no way");
                });
    }

    @Test
    void bothSidesTalkInTurn() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        StreamObserver<String> say =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(CHAT, CallOptions.DEFAULT), new StreamObserver<>() {
                    @Override
                    public void onNext(String value) {
                        heard.add(value);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        heard.add(failure.toString());
                    }

                    @Override
                    public void onCompleted() {
                        heard.add("the end");
                    }
                });
        for (int i = 0; i < 100; i++) {
            say.onNext("hello " + i);
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("re: hello " + i);
        }
        say.onCompleted();
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("bye");
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("the end");
    }

    @Test
    void manyCallsShareAConnection() throws InterruptedException {
        List<Thread> callers = new java.util.ArrayList<>();
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        for (int i = 0; i < 50; i++) {
            String text = "call " + i + "x".repeat(50_000);
            callers.add(Thread.ofVirtual().start(() -> {
                if (ClientCalls.blockingUnaryCall(channel, ECHO, CallOptions.DEFAULT, text)
                        .equals(text)) {
                    answers.add(text);
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(answers).hasSize(50);
    }

    @Test
    void aCallThatIsCancelledIsCancelledAtTheTarget() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        var call = channel.newCall(CHAT, CallOptions.DEFAULT);
        StreamObserver<String> say = ClientCalls.asyncBidiStreamingCall(call, new StreamObserver<>() {
            @Override
            public void onNext(String value) {
                heard.add(value);
            }

            @Override
            public void onError(Throwable failure) {
                heard.add("error");
            }

            @Override
            public void onCompleted() {}
        });
        say.onNext("hello");
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("re: hello");
        call.cancel("enough", null);
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("error");
        rig.await(report -> report.targets().getFirst().inFlight() == 0);
    }
}

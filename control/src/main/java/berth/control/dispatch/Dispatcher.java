package berth.control.dispatch;

import berth.control.reconcile.Invoke;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.store.Writer;
import berth.kernel.Account;
import berth.kernel.Clock;
import berth.kernel.Fault;
import berth.kernel.FaultException;
import berth.kernel.Ids;
import berth.kernel.Invariants;
import berth.kernel.Rng;
import berth.wire.Gateway;
import berth.wire.HttpCall;
import berth.wire.HttpReply;
import berth.wire.Parsed;
import berth.wire.Protocol;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkPojo;

/// The one path that every call takes.
///
/// Order, as ECS has it: signature, operation, shape, then what the operation itself checks. May be called from
/// any thread; reads are answered on it, writes after their commit on the writer's loop.
public final class Dispatcher implements Invoke {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final TreeMap<String, Operation<?, ?>> operations = new TreeMap<>();
    private final Gateway gateway;
    private final Writer writer;
    private final Clock clock;
    private final Account account;
    private final Authenticator authenticator;
    private final long seed;
    private final AtomicLong calls = new AtomicLong();
    private final ConcurrentSkipListSet<String> ignoredMembers = new ConcurrentSkipListSet<>();

    public Dispatcher(
            List<Operation<?, ?>> operations,
            Gateway gateway,
            Writer writer,
            Clock clock,
            Account account,
            Authenticator authenticator,
            long seed) {
        for (Operation<?, ?> operation : operations) {
            String key = key(operation.service(), operation.name());
            Invariants.check(this.operations.put(key, operation) == null, "%s is contributed twice", key);
        }
        this.gateway = gateway;
        this.writer = writer;
        this.clock = clock;
        this.account = account;
        this.authenticator = authenticator;
        this.seed = seed;
    }

    /// Answers a call from the wire, always with a reply.
    public CompletableFuture<HttpReply> call(HttpCall call) {
        Ids ids = new Ids(Rng.seeded(seed, "call", calls.incrementAndGet()));
        String requestId = ids.uuid();
        Protocol protocol = Gateway.protocol(call);
        CompletableFuture<HttpReply> reply = new CompletableFuture<>();
        try {
            String caller = authenticator.authenticate(call, clock.now());
            Parsed parsed = gateway.read(call);
            tellIgnored(parsed);
            String service = parsed.operation().service().signingName();
            if (operations.get(key(service, parsed.operation().name()))
                    instanceof Operation.Streaming<?, ?> streaming) {
                Events events = events(streaming, parsed.request(), context(caller, ids));
                reply.complete(gateway.stream(new EventBody(events), requestId));
                return reply;
            }
            run(service, parsed.operation().name(), caller, parsed.request(), ids, answer -> {
                reply.complete(
                        switch (answer) {
                            case Writer.Answer.Done<SdkPojo>(var response) ->
                                gateway.write(parsed, response, requestId);
                            case Writer.Answer.Refused<SdkPojo>(var fault) ->
                                gateway.fault(parsed.protocol(), fault, requestId);
                        });
            });
        } catch (FaultException e) {
            reply.complete(gateway.fault(protocol, e.fault(), requestId));
        } catch (RuntimeException e) {
            LOG.error("A call failed (request {}).", requestId, e);
            reply.complete(gateway.fault(protocol, Fault.server("Berth failed to answer: " + e), requestId));
        }
        return reply;
    }

    @Override
    public void call(
            String service, String operation, String caller, SdkPojo request, Consumer<Writer.Answer<SdkPojo>> done) {
        Ids ids = new Ids(Rng.seeded(seed, "call", calls.incrementAndGet()));
        try {
            run(service, operation, caller, request, ids, done);
        } catch (FaultException e) {
            done.accept(new Writer.Answer.Refused<>(e.fault()));
        }
    }

    private void run(
            String service,
            String name,
            String caller,
            SdkPojo request,
            Ids ids,
            Consumer<Writer.Answer<SdkPojo>> done) {
        Operation<?, ?> operation = operations.get(key(service, name));
        if (operation == null) {
            throw Fault.of("UnsupportedFeatureException", NotHere.text(service, name))
                    .raise();
        }
        perform(operation, caller, request, ids, done);
    }

    private <Q extends SdkPojo> Events events(Operation.Streaming<Q, ?> operation, SdkPojo body, Context context) {
        return operation.handle(operation.request().cast(body), writer.published(), context);
    }

    private <Q extends SdkPojo, R extends SdkPojo> void perform(
            Operation<Q, R> operation, String caller, SdkPojo body, Ids ids, Consumer<Writer.Answer<SdkPojo>> done) {
        Q request = operation.request().cast(body);
        switch (operation) {
            case Operation.Write<Q, R> write ->
                writer.<R>submit(
                        caller,
                        (state, context) -> write.handle(request, state, context),
                        answer -> done.accept(widened(answer)));
            case Operation.Read<Q, R> read -> {
                State view = writer.published();
                done.accept(new Writer.Answer.Done<>(read.handle(request, view, context(caller, ids))));
            }
            case Operation.Append<Q, R> append ->
                append.handle(
                        request, writer.published(), context(caller, ids), answer -> done.accept(widened(answer)));
            case Operation.Streaming<Q, R> streaming ->
                throw Fault.of("InvalidOperationException", streaming.name() + " is answered to a listener alone.")
                        .raise();
        }
    }

    private Context context(String caller, Ids ids) {
        return new Context(clock.now(), ids, account, caller);
    }

    private static <R extends SdkPojo> Writer.Answer<SdkPojo> widened(Writer.Answer<R> answer) {
        return switch (answer) {
            case Writer.Answer.Done<R>(var response) -> new Writer.Answer.Done<>(response);
            case Writer.Answer.Refused<R>(var fault) -> new Writer.Answer.Refused<>(fault);
        };
    }

    /// AWS ignores members that it does not know; so do we, but say so once for each.
    private void tellIgnored(Parsed parsed) {
        for (String member : parsed.unknownMembers()) {
            String plain = parsed.operation() + " " + member.replaceAll("\\[[0-9]+\\]", "[]");
            if (ignoredMembers.size() < 1000 && ignoredMembers.add(plain)) {
                LOG.warn("{}: this member is not in AWS's model and was ignored, as AWS does.", plain);
            }
        }
    }

    private static String key(String service, String name) {
        return service + ':' + name;
    }
}

package berth.server;

import berth.control.ControlPlane;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.model.HostKey;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.AddressBlock;
import berth.server.channel.HostGate;
import berth.server.channel.JoinKey;
import berth.server.http.Handler;
import berth.wire.HttpCall;
import berth.wire.HttpReply;
import java.security.SecureRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// `/_berth/hosts`: GET lists the hosts, with `?show=routes` the routes to their tasks, POST
/// `?name=` makes a key and shows it this once,
/// DELETE `?name=&force=true` revokes it and forgets the host.
final class HostsHandler implements Handler {
    static final String PATH = "/_berth/hosts";

    private final ControlPlane control;
    private final HostGate gate;
    private final SecureRandom random = new SecureRandom();

    HostsHandler(ControlPlane control, HostGate gate) {
        this.control = control;
        this.gate = gate;
    }

    @Override
    public CompletionStage<HttpReply> call(HttpCall call) {
        TreeMap<String, String> parameters = Parameters.of(call.rawQuery());
        String name = parameters.getOrDefault("name", "");
        return switch (call.method()) {
            case "GET" ->
                done(ApiHandler.text(
                        200,
                        "routes".equals(parameters.get("show"))
                                ? routes(control.published())
                                : list(control.published())));
            case "POST" -> add(name);
            case "DELETE" -> remove(name, "true".equals(parameters.get("force")));
            default -> done(ApiHandler.text(405, "GET, POST and DELETE are known here.\n"));
        };
    }

    private CompletionStage<HttpReply> add(String name) {
        if (!JoinKey.isName(name)) {
            return done(ApiHandler.text(
                    400, "A host's name has 1 to 63 letters, digits and . _ - and begins with a letter or digit.\n"));
        }
        JoinKey key = JoinKey.random(name, random);
        CompletableFuture<HttpReply> answer = new CompletableFuture<>();
        control.hostKeys().add(name, key.hash(), refusal -> answer.complete(answered(refusal, key.text() + '\n')));
        return answer;
    }

    private CompletionStage<HttpReply> remove(String name, boolean force) {
        CompletableFuture<HttpReply> answer = new CompletableFuture<>();
        control.hostKeys().remove(name, force, refusal -> {
            if (refusal == null) {
                gate.shutOut(name);
            }
            answer.complete(answered(refusal, "The host " + name + " is removed; its agent is not let in any more.\n"));
        });
        return answer;
    }

    private static HttpReply answered(@Nullable String refusal, String text) {
        return refusal == null ? ApiHandler.text(200, text) : ApiHandler.text(400, refusal + '\n');
    }

    private static String list(State state) {
        StringBuilder text = new StringBuilder(line("NAME", "HOST", "STATUS", "ZONE", "ADDRESS", "CPU", "MEMORY"));
        TreeSet<String> shown = new TreeSet<>();
        for (HostKey key : state.all(InstanceViews.HOST_KEYS)) {
            Host host = key.hostId() == null ? null : state.find(InstanceViews.HOSTS, key.hostId());
            if (host == null) {
                text.append(line(key.name(), "-", "NEVER JOINED", "-", "-", "-", "-"));
            } else {
                shown.add(host.id());
                text.append(line(key.name(), host));
            }
        }
        for (Host host : state.all(InstanceViews.HOSTS)) {
            if (!shown.contains(host.id())) {
                text.append(line(host.name(), host));
            }
        }
        return text.toString();
    }

    /// What a machine needs to reach the addresses of tasks on the others, as commands; it leaves out its own lines.
    private static String routes(State state) {
        StringBuilder text = new StringBuilder();
        for (AddressBlock block : state.all(VpcViews.ADDRESS_BLOCKS)) {
            Host host = state.find(InstanceViews.HOSTS, block.hostId());
            if (host != null) {
                text.append("ip route replace %s via %s  # %s%n".formatted(block.cidr(), address(host), host.name()));
            }
        }
        return text.toString();
    }

    private static String address(Host host) {
        return host.address() == null ? host.publishAddress() : host.address();
    }

    private static String line(String name, Host host) {
        return line(
                name,
                host.id(),
                host.connected() ? "CONNECTED" : "DISCONNECTED",
                host.zone(),
                address(host),
                Integer.toString(host.capacity().cpu()),
                Integer.toString(host.capacity().memory()));
    }

    private static String line(
            String name, String host, String status, String zone, String address, String cpu, String memory) {
        return "%-20s %-17s %-13s %-12s %-16s %6s %8s%n".formatted(name, host, status, zone, address, cpu, memory);
    }

    private static CompletionStage<HttpReply> done(HttpReply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}

package berth.agent.metadata;

import berth.agent.engine.ContainerEngine;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.Reply;
import berth.agent.fault.FaultInjection;
import berth.agent.fault.FaultTask;
import berth.agent.task.TaskUrls;
import berth.kernel.Clock;
import berth.kernel.Loop;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.HostChannel;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Answers the paths of the task metadata endpoint, versions 3 and 4, and those below `/api/`
/// ([TaskProtectionEndpoint], [FaultEndpoint]).
///
/// `/v4/TOKEN`, and behind it `/task`, `/taskWithTags`, `/stats`, `/task/stats`. A token that names no
/// container is ECS's lookup error: 404 in version 4, 500 in version 3.
public final class MetadataEndpoint {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final MetadataDirectory directory;
    private final View view;
    private final ContainerEngine engine;
    private final Clock clock;
    private final Loop loop;
    private final RequestLimit limit = RequestLimit.ofMetadata();
    private final NetworkRates rates = new NetworkRates();
    private final TaskProtectionEndpoint protection;
    private final FaultEndpoint faults;
    private final TaskUrls urls;

    /// What the agent knows of a task.
    @FunctionalInterface
    public interface View {
        /// @param task as last wanted
        MetadataSubject of(DesiredTask task, String container);
    }

    /// @param upstream answers what tasks ask of their protection
    /// @param faults what tasks may ask of their network
    /// @param urls where tasks reach this endpoint
    public MetadataEndpoint(
            MetadataDirectory directory,
            View view,
            ContainerEngine engine,
            Clock clock,
            Loop loop,
            String hostId,
            HostChannel.Upstream upstream,
            FaultInjection faults,
            TaskUrls urls) {
        this.directory = directory;
        this.view = view;
        this.engine = engine;
        this.clock = clock;
        this.loop = loop;
        this.protection = new TaskProtectionEndpoint(hostId, upstream, loop);
        this.faults = new FaultEndpoint(faults);
        this.urls = urls;
    }

    /// Answers one request, exactly once, on the loop. To be called on the loop.
    public void answer(MetadataRequest request, Consumer<MetadataReply> done) {
        MetadataPath parsed = MetadataPath.parse(request.path());
        FaultEndpoint.Path fault = FaultEndpoint.Path.parse(request.path());
        String protectionToken = TaskProtectionEndpoint.token(request.path());
        String token = parsed != null ? parsed.token() : fault != null ? fault.token() : protectionToken;
        if (token == null) {
            done.accept(text(404, "404 page not found"));
            return;
        }
        MetadataDirectory.Address address = directory.find(token);
        // Where the token names nobody, the address is counted that the listener saw.
        String counted = address == null ? "from " + request.remoteAddress() : address.taskArn();
        if (!limit.admits(counted, clock.now())) {
            done.accept(new MetadataReply(429, "text/plain; charset=utf-8", RequestLimit.REACHED));
        } else if (parsed != null) {
            describe(parsed, address, done);
        } else if (fault != null) {
            faults.answer(fault, request, faultTask(address), clock.now(), done);
        } else {
            protection.answer(request, address == null ? null : address.taskArn(), done);
        }
    }

    private @Nullable MetadataSubject subject(MetadataDirectory.@Nullable Address address) {
        DesiredTask task = address == null ? null : directory.task(address.taskArn());
        return address == null || task == null ? null : view.of(task, address.container());
    }

    private @Nullable FaultTask faultTask(MetadataDirectory.@Nullable Address address) {
        MetadataSubject subject = subject(address);
        if (subject == null) {
            return null;
        }
        DesiredTask task = subject.task();
        EngineContainer pause = subject.now().pause();
        return new FaultTask(
                task.arn(),
                task.faultInjection(),
                task.networkMode(),
                pause == null || pause.status() != Status.RUNNING ? null : pause,
                urls.of(task.networkMode(), task.networkInterface()));
    }

    private void describe(
            MetadataPath parsed, MetadataDirectory.@Nullable Address address, Consumer<MetadataReply> done) {
        MetadataSubject subject = subject(address);
        if (subject == null) {
            done.accept(unknown(parsed));
            return;
        }
        dispatch(parsed, subject, done);
    }

    private void dispatch(MetadataPath path, MetadataSubject subject, Consumer<MetadataReply> done) {
        EngineContainer container =
                subject.now().container(subject.container().name()).engine();
        MetadataBodies bodies = new MetadataBodies(path.v4());
        switch (path.kind()) {
            case TASK -> done.accept(json(bodies.task(subject)));
            case CONTAINER ->
                done.accept(
                        container == null
                                ? unknown(path)
                                : json(bodies.container(subject, subject.container(), container)));
            case CONTAINER_STATS -> containerStats(path, subject, container, done);
            case TASK_STATS -> taskStats(subject, done);
        }
    }

    private void containerStats(
            MetadataPath path,
            MetadataSubject subject,
            @Nullable EngineContainer container,
            Consumer<MetadataReply> done) {
        if (container == null) {
            done.accept(unknown(path));
            return;
        }
        stats(
                subject,
                container,
                stats -> done.accept(
                        stats == null
                                ? text(500, "Unable to get container stats for: " + container.id())
                                : json(stats)));
    }

    /// One entry a container; null for one that has no sample.
    private void taskStats(MetadataSubject subject, Consumer<MetadataReply> done) {
        List<EngineContainer> containers =
                new ArrayList<>(subject.now().present().values());
        statsFrom(subject, containers, 0, JsonNodeFactory.instance.objectNode(), done);
    }

    private void statsFrom(
            MetadataSubject subject,
            List<EngineContainer> containers,
            int index,
            ObjectNode body,
            Consumer<MetadataReply> done) {
        if (index == containers.size()) {
            done.accept(json(body));
            return;
        }
        EngineContainer container = containers.get(index);
        stats(subject, container, stats -> {
            body.set(container.id(), stats);
            statsFrom(subject, containers, index + 1, body, done);
        });
    }

    /// A container's sample, its network's taken from the pause container where that holds the namespace.
    private void stats(MetadataSubject subject, EngineContainer container, Consumer<@Nullable ObjectNode> done) {
        if (container.status() != Status.RUNNING) {
            done.accept(null);
            return;
        }
        sample(container.id(), stats -> {
            EngineContainer pause = subject.now().pause();
            if (stats == null || pause == null) {
                done.accept(rated(stats, container.id()));
                return;
            }
            sample(pause.id(), namespace -> {
                if (namespace != null && namespace.has("networks")) {
                    stats.set("networks", namespace.get("networks"));
                }
                done.accept(rated(stats, container.id()));
            });
        });
    }

    private @Nullable ObjectNode rated(@Nullable ObjectNode stats, String engineId) {
        if (stats != null) {
            rates.addTo(stats, engineId);
        }
        return stats;
    }

    private void sample(String engineId, Consumer<@Nullable ObjectNode> done) {
        engine.stats(
                engineId,
                reply -> loop.execute(() -> done.accept(
                        switch (reply) {
                            case Reply.Done<String>(var body) -> read(body);
                            case Reply.Failed<String> failed -> null;
                        })));
    }

    private static @Nullable ObjectNode read(String body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            return node instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static MetadataReply unknown(MetadataPath path) {
        String version = path.v4() ? "V4" : "V3";
        String task = "unable to get task arn from request: unable to get task Arn from v3 endpoint ID: ";
        String container = "unable to get container ID from request: unable to get docker ID from v3 endpoint ID: ";
        String message = switch (path.kind()) {
            case CONTAINER -> " container metadata handler: " + container;
            case TASK -> " task metadata handler: " + task;
            case CONTAINER_STATS -> " container stats handler: " + task;
            case TASK_STATS -> " task stats handler: " + task;
        };
        return text(path.v4() ? 404 : 500, version + message + path.token());
    }

    private static MetadataReply text(int status, String message) {
        return new MetadataReply(
                status,
                "application/json",
                JsonNodeFactory.instance.textNode(message).toString());
    }

    private static MetadataReply json(ObjectNode body) {
        return new MetadataReply(200, "application/json", body.toString());
    }
}

package berth.control.ecs.instance.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.InstanceTasks;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.ContainerInstance.Status;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.plan.Attributes;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.ecs.tag.plan.TagRules;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Fault;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceResponse;

/// Makes a host a container instance of a cluster at once, with attributes and tags: one that had no EC2 task there
/// yet,
/// or was deregistered. One that is an instance already stays the same and gets what is new.
///
/// The host is named by the `instanceId` of the instance identity document, which is the ec2InstanceId that
/// DescribeContainerInstances shows, or by the ARN of its container instance.
///
/// Differs from ECS: there agents call it, with a document that Amazon signed. Berth's agents prove themselves by a key
/// of
/// their own and measure their resources themselves; what would say otherwise is refused by name.
public record RegisterContainerInstance(InstanceTasks tasks)
        implements Operation.Write<RegisterContainerInstanceRequest, RegisterContainerInstanceResponse> {
    private static final String MEASURED = "the agent of the host measures it";
    static final Honoured HONOURED = Honoured.of(
                    RegisterContainerInstanceRequest.class,
                    "cluster",
                    "instanceIdentityDocument",
                    "containerInstanceArn",
                    "attributes.name",
                    "attributes.value",
                    "tags")
            .refusing("instanceIdentityDocumentSignature", "a host proves itself by the key with which it joined")
            .refusing("attributes.targetType", "they are those of the container instance")
            .refusing("attributes.targetId", "they are those of the container instance")
            .refusing("totalResources", MEASURED)
            .refusing("versionInfo", MEASURED)
            .refusing("platformDevices", "no GPU and no accelerator is handed out");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "RegisterContainerInstance";
    }

    @Override
    public Class<RegisterContainerInstanceRequest> request() {
        return RegisterContainerInstanceRequest.class;
    }

    @Override
    public Outcome<RegisterContainerInstanceResponse> handle(
            RegisterContainerInstanceRequest request, State state, Context context) {
        HONOURED.check(request);
        Account account = context.account();
        Cluster cluster = ClusterViews.active(state, account, request.cluster());
        ContainerInstance named = named(request.containerInstanceArn(), cluster, state, account);
        Host host = host(request.instanceIdentityDocument(), named, state);
        ContainerInstance known = named == null ? known(state, cluster, host) : named;
        ContainerInstance before = known == null || known.status() == Status.INACTIVE
                ? ContainerInstance.registered(cluster.name(), context.ids().hex32(), host.id(), context.now())
                : known;
        ContainerInstance after = before;
        for (Attribute attribute : request.attributes()) {
            after = isItsOwn(attribute, host, after) ? after : AttributeTarget.put(after, attribute);
        }
        List<Change> changes = new ArrayList<>();
        if (known != null && !known.name().equals(after.name())) {
            changes.add(Change.delete(InstanceViews.CONTAINER_INSTANCES, known.name()));
        }
        if (!after.equals(known)) {
            changes.add(Change.put(InstanceViews.CONTAINER_INSTANCES, after));
        }
        SortedMap<String, String> tags =
                TagRules.merged(TagViews.of(state, resource(after)), TagMapper.fromSdk(request.tags()));
        changes.addAll(TagViews.replaced(state, resource(after), tags));
        State then = state.with(changes, state.version());
        return new Outcome<>(
                changes,
                RegisterContainerInstanceResponse.builder()
                        .containerInstance(InstanceMapper.toSdk(then, after, tasks, account).toBuilder()
                                .tags(TagMapper.toSdk(tags))
                                .build())
                        .build());
    }

    private static String resource(ContainerInstance instance) {
        return "container-instance/" + instance.name();
    }

    private static @Nullable ContainerInstance named(
            @Nullable String given, Cluster cluster, State state, Account account) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        ContainerInstance instance =
                InstanceReference.of(given, cluster, account).find(state);
        if (instance == null || instance.status() == Status.INACTIVE) {
            throw Fault.invalidParameter("The referenced container instance was not found.")
                    .raise();
        }
        return instance;
    }

    private static @Nullable ContainerInstance known(State state, Cluster cluster, Host host) {
        return state.first(
                InstanceViews.CONTAINER_INSTANCES,
                InstanceViews.BY_HOST,
                host.id(),
                instance -> instance.cluster().equals(cluster.name()));
    }

    private static Host host(@Nullable String document, @Nullable ContainerInstance named, State state) {
        if (document == null || document.isEmpty()) {
            Host host = named == null ? null : state.find(InstanceViews.HOSTS, named.hostId());
            if (host == null) {
                throw Fault.invalidParameter("instanceIdentityDocument or containerInstanceArn must name a host.")
                        .raise();
            }
            return host;
        }
        String id = instanceId(document);
        List<Host> found = state.by(InstanceViews.HOSTS, InstanceViews.HOSTS_BY_EC2_INSTANCE, id);
        if (found.isEmpty()) {
            throw Fault.invalidParameter("No host of this Berth is instance '%s'.".formatted(id))
                    .raise();
        }
        if (named != null && !named.hostId().equals(found.getFirst().id())) {
            throw Fault.invalidParameter("The container instance is on another host than '%s'.".formatted(id))
                    .raise();
        }
        return found.getFirst();
    }

    private static String instanceId(String document) {
        try {
            JsonNode id = JSON.readTree(document).path("instanceId");
            if (id.isTextual()) {
                return id.textValue();
            }
        } catch (JsonProcessingException e) {
            throw Fault.invalidParameter("instanceIdentityDocument is not JSON: " + e.getOriginalMessage())
                    .raise();
        }
        throw Fault.invalidParameter("instanceIdentityDocument has no instanceId.")
                .raise();
    }

    /// An agent names what the host can do, too.
    private static boolean isItsOwn(Attribute attribute, Host host, ContainerInstance instance) {
        String value = attribute.value() == null ? "" : attribute.value();
        return attribute.name() != null
                && Attributes.isBuiltIn(attribute.name())
                && value.equals(Attributes.of(host, instance).get(attribute.name()));
    }
}

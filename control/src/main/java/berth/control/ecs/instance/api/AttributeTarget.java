package berth.control.ecs.instance.api;

import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.plan.Attributes;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Arn;
import berth.kernel.Fault;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;

/// What an attribute of a request is put on, and the rules for its name and value.
final class AttributeTarget {
    static final String TYPE = "container-instance";

    /// ECS: attributes in one call, and custom ones on one container instance.
    static final int MOST = 10;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./\\\\-]{1,128}");
    private static final Pattern VALUE =
            Pattern.compile("[A-Za-z0-9_./\\\\@:-]([A-Za-z0-9_./\\\\@: -]{0,126}[A-Za-z0-9_./\\\\@:-])?");

    private AttributeTarget() {}

    /// The container instance that an attribute names, by ARN, or by id and type.
    ///
    /// @throws berth.kernel.FaultException TargetNotFoundException
    static ContainerInstance find(State state, Account account, Cluster cluster, Attribute attribute) {
        String target = attribute.targetId();
        if (target == null || target.isEmpty()) {
            throw Fault.invalidParameter("Target ID cannot be empty.").raise();
        }
        checkType(attribute.targetTypeAsString(), Arn.looksLike(target));
        String prefix = account.ecs("container-instance", cluster.name() + '/');
        String id = Arn.looksLike(target) ? target.startsWith(prefix) ? target.substring(prefix.length()) : "" : target;
        ContainerInstance instance = state.find(InstanceViews.CONTAINER_INSTANCES, cluster.name() + '/' + id);
        if (instance == null) {
            throw Fault.of("TargetNotFoundException", "Could not find " + target)
                    .raise();
        }
        return instance;
    }

    static void checkType(@Nullable String type, boolean optional) {
        boolean none = type == null || type.isEmpty();
        if (none ? !optional : !TYPE.equals(type)) {
            throw Fault.invalidParameter("targetType must be %s, was '%s'.".formatted(TYPE, none ? "" : type))
                    .raise();
        }
    }

    /// @throws berth.kernel.FaultException InvalidParameterException
    static void checkCount(List<Attribute> attributes) {
        if (attributes.isEmpty() || attributes.size() > MOST) {
            throw Fault.invalidParameter(
                            "1 to %d attributes are needed, there are %d.".formatted(MOST, attributes.size()))
                    .raise();
        }
    }

    /// The name of a custom attribute.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    static String name(Attribute attribute) {
        String name = attribute.name();
        if (name == null || !NAME.matcher(name).matches()) {
            throw Fault.invalidParameter(
                            "The attribute name '%s' must have 1 to 128 characters, each a letter, a digit or one of _ . / \\ -"
                                    .formatted(name))
                    .raise();
        }
        if (Attributes.isBuiltIn(name)) {
            throw Fault.invalidParameter("The attribute %s is ECS's own. It can't be put or deleted.".formatted(name))
                    .raise();
        }
        return name;
    }

    /// The value, empty where there is none.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    static String value(Attribute attribute) {
        String value = attribute.value();
        if (value == null) {
            return "";
        }
        if (!VALUE.matcher(value).matches()) {
            throw Fault.invalidParameter(
                            "The attribute value '%s' must have 1 to 128 characters, each a letter, a digit, one of _ . / \\ @ : - or, inside, a blank."
                                    .formatted(value))
                    .raise();
        }
        return value;
    }

    /// The instance with one more custom attribute, or with another value of one that it has; the same where that
    /// changes
    /// nothing.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException, AttributeLimitExceededException
    static ContainerInstance put(ContainerInstance instance, Attribute attribute) {
        TreeMap<String, String> attributes = new TreeMap<>(instance.attributes());
        attributes.put(name(attribute), value(attribute));
        if (attributes.size() > MOST) {
            throw Fault.of(
                            "AttributeLimitExceededException",
                            "Container instance %s has %d custom attributes; more are not allowed."
                                    .formatted(instance.id(), MOST))
                    .raise();
        }
        return attributes.equals(instance.attributes()) ? instance : instance.with(attributes);
    }

    static Attribute shown(Account account, ContainerInstance instance, String name, String value) {
        return Attribute.builder()
                .name(name)
                .value(value.isEmpty() ? null : value)
                .targetType(TYPE)
                .targetId(account.ecs("container-instance", instance.name()))
                .build();
    }
}

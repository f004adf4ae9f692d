package berth.control.elb.plan;

import berth.control.elb.model.Listener;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.model.TargetGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The attributes that a load balancer, a listener or a target group has: those that were set, and the defaults of
/// all others. One that has no meaning here says so when it is set to anything else than what happens anyway.
///
/// Worked example: of a target group where `slow_start.duration_seconds` was set to 60, `all` has that and twelve
/// defaults; setting `slow_start.duration_seconds` to 10 is refused: 0, or 30 to 900.
public record Attributes(List<Attribute> known, SortedMap<String, String> given) {

    public static Attributes of(LoadBalancer loadBalancer) {
        return new Attributes(
                switch (loadBalancer.spec().type()) {
                    case APPLICATION -> LoadBalancerAttributes.APPLICATION;
                    case NETWORK -> LoadBalancerAttributes.NETWORK;
                },
                loadBalancer.attributes());
    }

    public static Attributes of(TargetGroup group) {
        return new Attributes(
                group.protocol().readsRequests() ? TargetGroupAttributes.REQUESTS : TargetGroupAttributes.BYTES,
                group.attributes());
    }

    public static Attributes of(Listener listener) {
        return new Attributes(
                listener.spec().protocol().readsRequests()
                        ? LoadBalancerAttributes.LISTENER
                        : LoadBalancerAttributes.TCP_LISTENER,
                listener.attributes());
    }

    /// Every attribute with its value, in ELB's order.
    public SequencedMap<String, String> all() {
        SequencedMap<String, String> all = new LinkedHashMap<>();
        known.forEach(attribute -> all.put(attribute.key(), value(attribute)));
        return all;
    }

    /// The value of an attribute that there is.
    public String value(String key) {
        return value(Objects.requireNonNull(find(key), key));
    }

    public boolean isOn(String key) {
        return value(key).equals("true");
    }

    public int number(String key) {
        return Integer.parseInt(value(key));
    }

    /// What is given, with one more.
    ///
    /// @throws berth.kernel.FaultException ValidationError
    public Attributes with(@Nullable String key, @Nullable String value) {
        if (key == null || value == null) {
            throw ElbFaults.validation("Attribute key and value must be specified")
                    .raise();
        }
        Attribute attribute = find(key);
        if (attribute == null) {
            throw ElbFaults.configuration("Attribute key '%s' is not recognized", key)
                    .raise();
        }
        if (!attribute.allowed().test(value)) {
            String why = attribute.why();
            throw (why == null
                            ? ElbFaults.configuration(
                                    "The value '%s' of attribute '%s' is invalid: it %s", value, key, attribute.rule())
                            : ElbFaults.unsupported("the value '%s' of attribute %s".formatted(value, key), why))
                    .raise();
        }
        SortedMap<String, String> more = new TreeMap<>(given);
        more.put(key, value);
        return new Attributes(known, more);
    }

    private String value(Attribute attribute) {
        return given.getOrDefault(attribute.key(), attribute.byDefault());
    }

    private @Nullable Attribute find(String key) {
        for (Attribute attribute : known) {
            if (attribute.key().equals(key)) {
                return attribute;
            }
        }
        return null;
    }
}

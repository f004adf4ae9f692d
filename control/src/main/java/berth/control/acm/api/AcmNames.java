package berth.control.acm.api;

import berth.control.acm.AcmViews;
import berth.control.acm.model.Certificate;
import berth.control.elb.ElbViews;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.acm.model.Tag;

/// What the operations of ACM share: certificates by ARN, who uses them, tags.
final class AcmNames {
    private static final int MAX_TAGS = 50;

    private AcmNames() {}

    /// @throws berth.kernel.FaultException InvalidArnException, ResourceNotFoundException
    static Certificate certificate(State state, @Nullable String arn) {
        if (arn == null || !arn.startsWith("arn:") || !arn.contains(":certificate/")) {
            throw Fault.of("InvalidArnException", "'%s' is not a valid certificate ARN.".formatted(arn))
                    .raise();
        }
        Certificate certificate = state.find(AcmViews.CERTIFICATES, arn);
        if (certificate == null) {
            throw Fault.of("ResourceNotFoundException", "Could not find certificate %s.".formatted(arn))
                    .raise();
        }
        return certificate;
    }

    /// ARNs of the load balancers that use a certificate; sorted.
    static List<String> users(State state, String arn) {
        TreeSet<String> users = new TreeSet<>();
        state.by(ElbViews.LISTENERS, ElbViews.LISTENERS_BY_CERTIFICATE, arn)
                .forEach(listener -> users.add(listener.loadBalancerArn()));
        return List.copyOf(users);
    }

    /// @throws berth.kernel.FaultException InvalidTagException, TooManyTagsException
    static SortedMap<String, String> tags(SortedMap<String, String> before, List<Tag> more) {
        SortedMap<String, String> tags = new TreeMap<>(before);
        for (Tag tag : more) {
            String key = tag.key();
            if (key == null || key.isEmpty() || key.length() > 128 || key.startsWith("aws:")) {
                throw Fault.of("InvalidTagException", "The tag key '%s' is not valid.".formatted(key))
                        .raise();
            }
            tags.put(key, tag.value() == null ? "" : tag.value());
        }
        if (tags.size() > MAX_TAGS) {
            throw Fault.of("TooManyTagsException", "A certificate can have at most %d tags.".formatted(MAX_TAGS))
                    .raise();
        }
        return tags;
    }
}

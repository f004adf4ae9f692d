package berth.control.elb.api;

import berth.control.elb.model.Protocol;
import berth.control.elb.plan.ElbFaults;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Enumerations as ELB writes them, and back.
final class Words {
    private Words() {}

    /// @throws berth.kernel.FaultException UnsupportedProtocol's words for what is refused by name
    static Protocol protocol(String word) {
        return switch (word) {
            case "HTTP" -> Protocol.HTTP;
            case "HTTPS" -> Protocol.HTTPS;
            case "TCP" -> Protocol.TCP;
            case "TLS" -> Protocol.TLS;
            case "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC" ->
                throw ElbFaults.unsupported("the protocol " + word, "load balancers speak HTTP, HTTPS, TCP and TLS")
                        .raise();
            default ->
                throw ElbFaults.validation("Protocol '%s' must be one of 'HTTP, HTTPS, TCP, TLS'", word)
                        .raise();
        };
    }

    /// A text that was given: clients send empty ones for what they leave out.
    static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    static @Nullable Protocol protocolOrNull(@Nullable String word) {
        return word == null || word.isEmpty() ? null : protocol(word);
    }

    /// `internet-facing` of INTERNET_FACING.
    static String hyphened(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// `active_impaired` of ACTIVE_IMPAIRED.
    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

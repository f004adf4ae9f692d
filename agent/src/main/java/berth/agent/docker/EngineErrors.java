package berth.agent.docker;

import berth.agent.engine.EngineFault;
import berth.agent.engine.EngineFault.Kind;
import java.util.List;
import java.util.Locale;

/// Sorts the engine's error texts into the kinds that the agent decides by. The words themselves are kept.
///
/// The engine has no error codes beyond the HTTP status, and answers 500 for most of what matters, so the text is read.
/// Two look alike and must not be mixed up: a host port that is taken says `port is already allocated` or
/// `bind: address already in use` with a listen address; a static container address that is taken says
/// `Address already in use` alone.
final class EngineErrors {
    private static final List<String> PORT = List.of(
            "port is already allocated",
            "bind: address already in use",
            "failed to bind host port",
            "ports are not available",
            "rootlessport listen");
    private static final List<String> NO_ACCESS = List.of(
            "unauthorized",
            "no basic auth credentials",
            "authentication required",
            "pull access denied",
            "incorrect username or password",
            "requested access to the resource is denied");
    private static final List<String> UNKNOWN_IMAGE =
            List.of("manifest unknown", "name unknown", "no such image", "not found: manifest", "not found");
    private static final List<String> BAD_REQUEST = List.of(
            "invalid reference format", "no matching manifest", "image operating system", "repository name must");

    private EngineErrors() {}

    /// A call about a container or a network failed.
    static EngineFault call(int status, String message) {
        String text = message.toLowerCase(Locale.ROOT);
        if (containsAny(text, PORT) || (text.contains("listen ") && text.contains("address already in use"))) {
            return new EngineFault(Kind.PORT_TAKEN, message);
        }
        if (text.contains("address already in use")) {
            return new EngineFault(Kind.ADDRESS_TAKEN, message);
        }
        return switch (status) {
            // A start whose program is missing in the image answers 404, too: the container is there all the same.
            case 404 -> new EngineFault(text.contains("runtime create") ? Kind.REFUSED : Kind.NOT_FOUND, message);
            case 401, 403 -> new EngineFault(Kind.UNAUTHORIZED, message);
            case 502, 503, 504 -> new EngineFault(Kind.UNAVAILABLE, message);
            default -> new EngineFault(Kind.REFUSED, message);
        };
    }

    /// A pull failed, by its HTTP status or in the middle of its stream of progress (then the status is 200).
    static EngineFault pull(int status, String message) {
        String text = message.toLowerCase(Locale.ROOT);
        if (containsAny(text, NO_ACCESS)) {
            return new EngineFault(Kind.UNAUTHORIZED, message);
        }
        if (status == 400 || containsAny(text, BAD_REQUEST)) {
            return new EngineFault(Kind.REFUSED, message);
        }
        if (!text.contains("no such host") && containsAny(text, UNKNOWN_IMAGE)) {
            return new EngineFault(Kind.NOT_FOUND, message);
        }
        return new EngineFault(Kind.UNAVAILABLE, message);
    }

    private static boolean containsAny(String text, List<String> parts) {
        return parts.stream().anyMatch(text::contains);
    }
}

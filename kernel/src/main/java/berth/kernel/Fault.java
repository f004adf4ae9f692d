package berth.kernel;

import java.util.List;

/// An error as AWS words it: what a client reads as exception name and message.
///
/// @param code the exception's name on the wire, for example `ClusterNotFoundException`
/// @param message the text that clients and scripts match on
/// @param status the HTTP status: 400 the caller's, 403 not authenticated, 5xx ours
/// @param resourceIds ARNs that a ConflictException names; empty elsewhere
public record Fault(String code, String message, int status, List<String> resourceIds) {

    public Fault {
        Invariants.check(!code.isEmpty(), "a fault has a code");
        resourceIds = List.copyOf(resourceIds);
    }

    /// An error of the caller's, with HTTP status 400.
    public static Fault of(String code, String message) {
        return new Fault(code, message, 400, List.of());
    }

    /// A required or typed parameter is wrong.
    public static Fault invalidParameter(String message) {
        return of("InvalidParameterException", message);
    }

    /// A semantic rule of the operation is broken; RegisterTaskDefinition answers nearly everything with it.
    public static Fault client(String message) {
        return of("ClientException", message);
    }

    /// Ours: the request may be tried again as it is.
    public static Fault server(String message) {
        return new Fault("ServerException", message, 500, List.of());
    }

    /// This fault as a throwable, for code that can only leave by throwing.
    public FaultException raise() {
        return new FaultException(this);
    }
}

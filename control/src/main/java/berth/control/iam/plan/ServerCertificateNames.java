package berth.control.iam.plan;

import berth.kernel.Fault;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Names and paths of server certificates.
///
/// IAM: a name has 1 to 128 letters, digits and `_+=,.@-`; a path is `/`, or begins and ends with it.
public final class ServerCertificateNames {
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,128}");
    private static final Pattern PATH = Pattern.compile("/|/[\\x21-\\x7e]{1,510}/");

    private ServerCertificateNames() {}

    /// @throws berth.kernel.FaultException ValidationError
    public static String name(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw invalid("serverCertificateName", name == null ? "" : name);
        }
        return name;
    }

    /// @throws berth.kernel.FaultException ValidationError
    public static String path(@Nullable String path) {
        String given = path == null ? "/" : path;
        if (!PATH.matcher(given).matches()) {
            throw invalid("path", given);
        }
        return given;
    }

    private static RuntimeException invalid(String member, String value) {
        return Fault.of("ValidationError", "The specified value for %s is invalid: '%s'".formatted(member, value))
                .raise();
    }

    /// IAM's words for a certificate that there isn't, with status 404.
    public static Fault missing(String name) {
        return new Fault(
                "NoSuchEntity",
                "The Server Certificate with name %s cannot be found.".formatted(name),
                404,
                java.util.List.of());
    }
}

package berth.control.dispatch;

import berth.kernel.Fault;
import java.util.regex.Pattern;

/// The rule for names of clusters, services, families and containers.
///
/// ECS: 1 to 255 characters of `A-Z a-z 0-9 _ -`.
public final class ResourceName {
    public static final int MAX_LENGTH = 255;

    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9_-]+");

    private ResourceName() {}

    /// Whether the name has only characters that ECS allows, and at least one.
    public static boolean hasGoodCharacters(String name) {
        return CHARACTERS.matcher(name).matches();
    }

    /// @param what how the message calls the name, for example `Cluster name`
    /// @throws berth.kernel.FaultException InvalidParameterException
    public static void check(String what, String name) {
        if (name.isEmpty()) {
            throw Fault.invalidParameter(what + " cannot be empty.").raise();
        }
        if (name.length() > MAX_LENGTH) {
            throw Fault.invalidParameter("%s is too long: it has %d characters, at most %d are allowed."
                            .formatted(what, name.length(), MAX_LENGTH))
                    .raise();
        }
        if (!hasGoodCharacters(name)) {
            throw Fault.invalidParameter(
                            what + " contains invalid characters: only letters, digits, hyphens and underscores are"
                                    + " allowed.")
                    .raise();
        }
    }
}

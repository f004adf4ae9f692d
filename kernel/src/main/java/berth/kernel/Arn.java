package berth.kernel;

import java.util.Optional;

/// An Amazon Resource Name: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`.
public record Arn(String partition, String service, String region, String account, String resource) {

    /// Reads an ARN; empty if `text` is not one.
    public static Optional<Arn> parse(String text) {
        String[] parts = text.split(":", 6);
        if (parts.length != 6 || !parts[0].equals("arn") || parts[2].isEmpty() || parts[5].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]));
    }

    public static boolean looksLike(String text) {
        return text.startsWith("arn:");
    }

    /// The part of the resource after its last slash: `task/c/1234` gives `1234`.
    public String lastSegment() {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return "arn:" + partition + ':' + service + ':' + region + ':' + account + ':' + resource;
    }
}

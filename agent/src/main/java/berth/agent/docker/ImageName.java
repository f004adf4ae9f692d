package berth.agent.docker;

import org.jspecify.annotations.Nullable;

/// An image's name, taken apart as the engine does.
///
/// @param repository as written, without tag and digest
/// @param tag or null
/// @param digest `sha256:…` or null
record ImageName(
        String repository, @Nullable String tag, @Nullable String digest) {

    static ImageName parse(String name) {
        int at = name.indexOf('@');
        String digest = at < 0 ? null : name.substring(at + 1);
        String rest = at < 0 ? name : name.substring(0, at);
        int colon = rest.lastIndexOf(':');
        boolean hasTag = colon > rest.lastIndexOf('/');
        return new ImageName(
                hasTag ? rest.substring(0, colon) : rest, hasTag ? rest.substring(colon + 1) : null, digest);
    }

    /// Whether the name begins with a registry's host: a first part with a dot or a port, or `localhost`.
    boolean hasRegistry() {
        return !registry().isEmpty();
    }

    private String registry() {
        int slash = repository.indexOf('/');
        if (slash < 0) {
            return "";
        }
        String first = repository.substring(0, slash);
        return first.contains(".") || first.contains(":") || first.equals("localhost") ? first : "";
    }

    /// What the engine calls the repository in its digests: Docker Hub's prefix left out.
    String familiarRepository() {
        String name = repository;
        for (String prefix : new String[] {"docker.io/", "index.docker.io/", "library/"}) {
            if (name.startsWith(prefix)) {
                name = name.substring(prefix.length());
            }
        }
        return name;
    }

    /// The registry as the engine's credentials name it.
    String serverAddress() {
        String registry = registry();
        return registry.isEmpty() ? "https://index.docker.io/v1/" : registry;
    }

    /// What to ask the registry for, beside the repository.
    String reference() {
        if (digest != null) {
            return digest;
        }
        return tag == null ? "latest" : tag;
    }
}

package berth.control.acm.model;

import org.jspecify.annotations.Nullable;

/// A certificate, what leads from it to a root, and its key.
///
/// @param certificate PEM
/// @param chain PEM, or null
public record Material(String certificate, @Nullable String chain, PrivateKeyText key) {
    /// The certificate and all that leads to a root, in the order in which a server sends them.
    public String fullChain() {
        return chain == null ? certificate : certificate.stripTrailing() + '\n' + chain;
    }
}

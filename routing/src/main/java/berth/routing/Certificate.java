package berth.routing;

import java.util.List;

/// A certificate of a listener. Its key is secret: [#toString] doesn't show it.
///
/// @param chain PEM, the server's own certificate first
/// @param key PEM, PKCS#8 without a password
/// @param domainNames for which it is chosen when a client names one (SNI), in lower case; `*.example.com`
///     stands for one label
public record Certificate(String arn, String chain, String key, List<String> domainNames) {
    public Certificate {
        domainNames = List.copyOf(domainNames);
    }

    @Override
    public String toString() {
        return "Certificate[arn=" + arn + ", domainNames=" + domainNames + ']';
    }
}

package berth.control.acm.model;

/// A private key as PEM, PKCS#8. Secret: [#toString] does not show it.
public record PrivateKeyText(String pem) {
    @Override
    public String toString() {
        return "PrivateKeyText[...]";
    }
}

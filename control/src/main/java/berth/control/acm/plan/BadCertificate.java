package berth.control.acm.plan;

/// What is wrong with a certificate or a key. The services have their own codes and words for each.
public final class BadCertificate extends Exception {
    private static final long serialVersionUID = 1L;

    private final Part part;

    BadCertificate(Part part, String message) {
        super(message, null, false, false);
        this.part = part;
    }

    public Part part() {
        return part;
    }

    /// What it is that is wrong.
    public enum Part {
        CERTIFICATE,
        CHAIN,
        KEY,
        /// The key is good and another certificate's.
        PAIR
    }
}

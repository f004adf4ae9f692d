package berth.control.acm.plan;

/// What is wrong with a certificate or a key. The services have their own codes and words for each.
public final class BadCertificate extends Exception {
    private static final long serialVersionUID = 1L;

    private final Part part;
    private final String why;

    BadCertificate(Part part, String why) {
        super(why, null, false, false);
        this.part = part;
        this.why = why;
    }

    /// What is wrong with it, as a sentence.
    public String why() {
        return why;
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

package berth.server;

/// Which Berth this is.
public final class Version {
    /// The same as in the build.
    public static final String CURRENT = "0.1.0";

    private Version() {}
}

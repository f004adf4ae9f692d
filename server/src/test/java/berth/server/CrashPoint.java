package berth.server;

/// Where in the life of a call Berth is killed.
enum CrashPoint {
    /// The engine has made a container and not started it yet.
    BETWEEN_CREATE_AND_START("between create and start"),
    /// A layer is on its way from the registry.
    DURING_A_PULL("during a pull"),
    /// The caller has its answer, and no container has been touched for it.
    BETWEEN_COMMIT_AND_EFFECT("between commit and effect"),
    /// A moment drawn at random, also before the answer.
    ANYWHERE("elsewhere");

    private final String words;

    CrashPoint(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}

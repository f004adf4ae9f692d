package berth.agent.docker;

/// A version of the engine's API, for example 1.41.
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    /// Docker 20.10; Podman 4 offers the same.
    static final ApiVersion OLDEST = new ApiVersion(1, 41);

    /// Docker 25, and the least that Docker 29 takes. From here on a MAC address belongs to the endpoint.
    static final ApiVersion NEWEST = new ApiVersion(1, 44);

    static ApiVersion parse(String text) {
        int dot = text.indexOf('.');
        if (dot <= 0) {
            throw new IllegalArgumentException("no API version: '" + text + "'");
        }
        return new ApiVersion(Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
    }

    /// The version to speak with an engine that offers `least` to `most`: the newest that we know, or the engine's
    /// newest when it is older, or the engine's least when we know none of its own.
    ///
    /// Example: 1.24 to 1.41 gives 1.41; 1.24 to 1.50 gives 1.44; 1.52 to 1.60 gives 1.52.
    ///
    /// @throws IllegalArgumentException when the engine is older than [#OLDEST]
    static ApiVersion negotiate(ApiVersion least, ApiVersion most) {
        if (most.compareTo(OLDEST) < 0) {
            throw new IllegalArgumentException(
                    "the engine speaks API " + most + " at most; Berth needs " + OLDEST + " (Docker 20.10) or later");
        }
        ApiVersion wanted = most.compareTo(NEWEST) < 0 ? most : NEWEST;
        return wanted.compareTo(least) < 0 ? least : wanted;
    }

    boolean atLeast(ApiVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}

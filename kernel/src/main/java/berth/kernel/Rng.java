package berth.kernel;

/// A stream of pseudo-random numbers that is the same for the same seed, on every machine and JVM (SplitMix64).
///
/// Not for secrets: access keys come from the system's secure source, in an adapter.
public final class Rng {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    private Rng(long seed) {
        this.state = seed;
    }

    public static Rng seeded(long seed) {
        return new Rng(mix(seed + GOLDEN_GAMMA));
    }

    /// A generator for one decision: the same root, name and number give the same stream.
    public static Rng seeded(long root, String name, long number) {
        long hash = root;
        for (int i = 0; i < name.length(); i++) {
            hash = hash * 31 + name.charAt(i);
        }
        return seeded(mix(hash) ^ mix(number * GOLDEN_GAMMA));
    }

    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /// A number in `[0, bound)`. `bound` must be positive.
    public int nextInt(int bound) {
        Invariants.check(bound > 0, "bound must be positive, was %d", bound);
        return (int) Math.floorMod(nextLong() >>> 1, (long) bound);
    }

    /// A number in `[0, 1)`.
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /// True with the given probability, 0 to 1.
    public boolean chance(double probability) {
        return nextDouble() < probability;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}

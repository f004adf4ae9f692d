package berth.proxy.choice;

/// Numbers in [0, 1) that cover it evenly, without chance.
final class Spread {
    private static final double GOLDEN = 0.6180339887498949;

    private Spread() {}

    /// The nth multiple of the golden ratio: any stretch of numbers is spread far more evenly than by chance,
    /// so that shares hold after a few requests.
    static double at(int number) {
        double product = (number & 0x7fffffff) * GOLDEN;
        return product - Math.floor(product);
    }

    /// The nth of numbers that look like chance.
    static double scattered(int number) {
        long z = (number + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }
}

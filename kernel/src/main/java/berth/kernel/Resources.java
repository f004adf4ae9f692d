package berth.kernel;

/// An amount of what a host has and a task takes.
///
/// @param cpu CPU units, 1024 a core
/// @param memory MiB
public record Resources(int cpu, int memory) {
    public static final Resources NONE = new Resources(0, 0);

    public Resources plus(Resources other) {
        return new Resources(cpu + other.cpu, memory + other.memory);
    }

    public Resources minus(Resources other) {
        return new Resources(cpu - other.cpu, memory - other.memory);
    }

    public boolean fits(Resources available) {
        return cpu <= available.cpu && memory <= available.memory;
    }
}

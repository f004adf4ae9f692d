package berth.control.ecs.taskdef.plan;

import berth.kernel.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The sizes that a Fargate task can have.
///
/// ECS: each cpu goes with a range of memory in steps, see [#SIZES]. A container's cpu and memory must fit: 300 cpu
/// and 600 MiB need 512 with 1024.
public final class FargateSizes {
    /// Every size, ascending by cpu and then by memory.
    public static final List<Resources> SIZES = sizes();

    private FargateSizes() {}

    public static boolean has(int cpu, int memory) {
        return SIZES.contains(new Resources(cpu, memory));
    }

    public static boolean hasCpu(int cpu) {
        return SIZES.stream().anyMatch(size -> size.cpu() == cpu);
    }

    /// The smallest size that holds `needed`, by cpu and then by memory: 256 and 600 give 256 with 1024.
    public static Optional<Resources> smallestFor(Resources needed) {
        return SIZES.stream().filter(needed::fits).findFirst();
    }

    private static List<Resources> sizes() {
        List<Resources> sizes = new ArrayList<>();
        range(sizes, 256, 512, 512, 1);
        range(sizes, 256, 1024, 2048, 1024);
        range(sizes, 512, 1024, 4096, 1024);
        range(sizes, 1024, 2048, 8192, 1024);
        range(sizes, 2048, 4096, 16384, 1024);
        range(sizes, 4096, 8192, 30720, 1024);
        range(sizes, 8192, 16384, 61440, 4096);
        range(sizes, 16384, 32768, 122880, 8192);
        range(sizes, 32768, 61440, 122880, 61440);
        range(sizes, 32768, 249856, 249856, 1);
        return List.copyOf(sizes);
    }

    private static void range(List<Resources> sizes, int cpu, int from, int to, int step) {
        for (int memory = from; memory <= to; memory += step) {
            sizes.add(new Resources(cpu, memory));
        }
    }
}

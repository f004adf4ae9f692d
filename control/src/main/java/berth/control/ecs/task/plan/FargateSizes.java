package berth.control.ecs.task.plan;

import berth.kernel.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The sizes that a Fargate task may have.
///
/// ECS: each amount of CPU has its own amounts of memory: 256 units go with 512, 1024 and 2048 MiB, 512 with
/// 1 to 4 GiB in steps of 1 GiB, and so on up to 32768 units.
///
/// Worked example: containers that take 300 units and 700 MiB need 512 units and 1024 MiB: 256 units are too
/// few.
public final class FargateSizes {
    private static final List<Resources> ALL = all();

    private FargateSizes() {}

    /// The smallest size that holds `wanted`: the least CPU, and of that the least memory.
    public static Optional<Resources> smallest(Resources wanted) {
        return ALL.stream().filter(wanted::fits).findFirst();
    }

    public static boolean exists(Resources size) {
        return ALL.contains(size);
    }

    private static List<Resources> all() {
        List<Resources> sizes = new ArrayList<>();
        sizes.add(new Resources(256, 512));
        sizes.add(new Resources(256, 1024));
        sizes.add(new Resources(256, 2048));
        add(sizes, 512, 1, 4, 1);
        add(sizes, 1024, 2, 8, 1);
        add(sizes, 2048, 4, 16, 1);
        add(sizes, 4096, 8, 30, 1);
        add(sizes, 8192, 16, 60, 4);
        add(sizes, 16384, 32, 120, 8);
        sizes.add(new Resources(32768, 61440));
        sizes.add(new Resources(32768, 122880));
        sizes.add(new Resources(32768, 249856));
        return List.copyOf(sizes);
    }

    private static void add(List<Resources> sizes, int cpu, int fromGib, int toGib, int stepGib) {
        for (int gib = fromGib; gib <= toGib; gib += stepGib) {
            sizes.add(new Resources(cpu, gib * 1024));
        }
    }
}

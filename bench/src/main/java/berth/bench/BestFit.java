package berth.bench;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Host;
import berth.control.store.State;
import berth.kernel.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// The reference: the least that an index for placement can do. In the zone with the fewest new tasks it takes the
/// least free memory that still fits, and books it. It knows no constraints, ports, groups, refusals and records,
/// and changes in place.
final class BestFit {
    private static final class Machine {
        final int id;
        int cpu;
        int memory;

        Machine(int id, Resources free) {
            this.id = id;
            this.cpu = free.cpu();
            this.memory = free.memory();
        }
    }

    private static final Comparator<Machine> ORDER =
            Comparator.<Machine>comparingInt(machine -> machine.memory).thenComparingInt(machine -> machine.id);

    private final List<TreeSet<Machine>> zones = new ArrayList<>();
    private final int[] placed = new int[3];

    BestFit(State state) {
        for (int zone = 0; zone < 3; zone++) {
            zones.add(new TreeSet<>(ORDER));
        }
        int id = 0;
        for (Host host : state.all(InstanceViews.HOSTS)) {
            zones.get(host.zone().charAt(host.zone().length() - 1) - 'a')
                    .add(new Machine(id++, InstanceViews.remaining(state, host)));
        }
    }

    /// Whether there was room.
    boolean place(int cpu, int memory) {
        int zone = placed[0] <= placed[1] && placed[0] <= placed[2] ? 0 : placed[1] <= placed[2] ? 1 : 2;
        TreeSet<Machine> machines = zones.get(zone);
        Machine wanted = new Machine(-1, new Resources(cpu, memory));
        for (Machine machine : machines.tailSet(wanted)) {
            if (machine.cpu >= cpu) {
                machines.remove(machine);
                machine.cpu -= cpu;
                machine.memory -= memory;
                machines.add(machine);
                placed[zone]++;
                return true;
            }
        }
        return false;
    }
}

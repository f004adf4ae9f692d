package berth.sim;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// What happened in one run or in many: faults, transitions, operations.
final class Coverage {
    private final EnumMap<Chaos.Fault, Long> faults = new EnumMap<>(Chaos.Fault.class);
    private final TreeMap<String, Long> transitions = new TreeMap<>();
    private final TreeMap<String, Long> operations = new TreeMap<>();

    Coverage() {
        for (Chaos.Fault fault : Chaos.Fault.values()) {
            faults.put(fault, 0L);
        }
        Transitions.LEGAL.forEach(transition -> transitions.put(transition, 0L));
    }

    void fault(Chaos.Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    void transition(String transition) {
        transitions.merge(transition, 1L, Long::sum);
    }

    void operation(String operation) {
        operations.merge(operation, 1L, Long::sum);
    }

    void add(Coverage other) {
        other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
        other.transitions.forEach((transition, count) -> transitions.merge(transition, count, Long::sum));
        other.operations.forEach((operation, count) -> operations.merge(operation, count, Long::sum));
    }

    Map<Chaos.Fault, Long> faults() {
        return faults;
    }

    Map<String, Long> transitions() {
        return transitions;
    }

    Map<String, Long> operations() {
        return operations;
    }
}

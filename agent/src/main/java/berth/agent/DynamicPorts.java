package berth.agent;

import berth.kernel.Rng;
import berth.kernel.host.PortBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Chooses host ports for containers that asked for any.
///
/// Ports above the kernel's own range are taken in turn, so that one that was just given up rests; each is
/// tested by binding. ECS: dynamic ports come from the kernel's range. Differs from ECS: there an outgoing
/// connection may hold the port at the moment of the start. Where the kernel's range leaves less than 256 ports
/// above it, ECS's fallback range 49153 to 65535 is used.
///
/// Worked example: kernel range to 60999, so ours is 61000 to 65535; last given 65535; 61000 taken by a
/// process: the next is 61001. A range of three, 61003 taken: 61004 to 61006.
final class DynamicPorts {
    private static final int LAST = 65_535;
    private static final int FALLBACK_FIRST = 49_153;
    private static final int ENOUGH = 256;

    private final HostPorts ports;
    private final int first;
    private final SortedMap<String, List<Integer>> held = new TreeMap<>();
    private int next;

    DynamicPorts(HostPorts ports, Rng rng) {
        this.ports = ports;
        int above = ports.lastEphemeral() + 1;
        this.first = LAST - above + 1 >= ENOUGH ? above : FALLBACK_FIRST;
        this.next = first + rng.nextInt(LAST - first + 1);
    }

    /// The same bindings with every 0 replaced; empty if no port is free.
    ///
    /// @param owner what holds the ports until [#release]
    Optional<List<PortBinding>> choose(String owner, List<PortBinding> wanted) {
        List<Integer> mine = new ArrayList<>();
        held.put(owner, mine);
        List<PortBinding> chosen = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            PortBinding port = wanted.get(i);
            int hostPort = switch (port.hostPort()) {
                case 0 -> take(port, row(wanted, i), mine);
                case PortBinding.NEXT -> chosen.getLast().hostPort() + 1;
                default -> port.hostPort();
            };
            if (hostPort == 0) {
                held.remove(owner);
                return Optional.empty();
            }
            chosen.add(new PortBinding(port.bindIp(), port.containerPort(), hostPort, port.protocol()));
        }
        return Optional.of(chosen);
    }

    void release(String owner) {
        held.remove(owner);
    }

    /// What went wrong when nothing was chosen.
    String exhausted() {
        return "no free host port between " + first + " and " + LAST;
    }

    /// How many ports in a row begin with this one.
    private static int row(List<PortBinding> wanted, int from) {
        int end = from + 1;
        while (end < wanted.size() && wanted.get(end).hostPort() == PortBinding.NEXT) {
            end++;
        }
        return end - from;
    }

    /// The first of so many free ports, or 0.
    private int take(PortBinding port, int count, List<Integer> mine) {
        for (int tries = first; tries <= LAST; tries++) {
            int candidate = next;
            next = next == LAST ? first : next + 1;
            if (candidate + count - 1 <= LAST && allFree(port, candidate, count)) {
                for (int taken = candidate; taken < candidate + count; taken++) {
                    mine.add(taken);
                }
                next = candidate + count > LAST ? first : candidate + count;
                return candidate;
            }
        }
        return 0;
    }

    private boolean allFree(PortBinding port, int from, int count) {
        for (int number = from; number < from + count; number++) {
            int candidate = number;
            boolean taken = held.values().stream().anyMatch(list -> list.contains(candidate));
            if (taken || !ports.free(port.bindIp(), candidate, port.protocol())) {
                return false;
            }
        }
        return true;
    }
}

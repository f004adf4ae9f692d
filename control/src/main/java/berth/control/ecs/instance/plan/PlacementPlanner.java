package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.model.ContainerInstance;
import berth.kernel.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// Chooses the host of one task.
///
/// The rule: a candidate is refused for the first of these that holds: it is not ACTIVE; its agent is not
/// connected; its zone has none of the wanted subnets; too little CPU is free; too little memory is free; a
/// static port of the task is taken or reserved there. Of those that are left the one with the fewest tasks
/// of the group is taken, then the one with the fewest tasks, then the first by host id.
///
/// Worked example: 256 CPU units, 512 MiB and tcp 80 are wanted. Host a has 2048 and 1792 of its units taken,
/// hence 256 free, and 300 MiB free: NotEnoughMemory(512, 300). Host b has room but tcp 80 is taken:
/// PortTaken. Host c has room and one task of the group, d has room and none: d.
///
/// ECS: without a strategy services go where the fewest of their tasks are; RunTask may go to any instance
/// that fits.
public final class PlacementPlanner {
    private PlacementPlanner() {}

    /// What came of it.
    public sealed interface Choice {
        record Placed(Candidate candidate) implements Choice {}

        /// @param refusals one a candidate, in the order of the candidates
        record Refused(List<Refusal> refusals) implements Choice {}
    }

    /// @param zones zones of the wanted subnets; null: any zone will do
    public static Choice choose(List<Candidate> candidates, Claim claim, @Nullable SortedSet<String> zones) {
        List<Refusal> refusals = new ArrayList<>();
        List<Candidate> left = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Refusal refusal = refusal(candidate, claim, zones);
            if (refusal == null) {
                left.add(candidate);
            } else {
                refusals.add(refusal);
            }
        }
        return left.stream()
                .min(Comparator.comparingInt(Candidate::ofGroup)
                        .thenComparing(candidate -> candidate.allocation().tasks())
                        .thenComparing(candidate -> candidate.host().id()))
                .<Choice>map(Choice.Placed::new)
                .orElseGet(() -> new Choice.Refused(refusals));
    }

    private static @Nullable Refusal refusal(Candidate candidate, Claim claim, @Nullable SortedSet<String> zones) {
        String arn = candidate.instanceArn();
        if (candidate.instance() != null && candidate.instance().status() != ContainerInstance.Status.ACTIVE) {
            return new Refusal.Draining(arn);
        }
        if (!candidate.host().connected()) {
            return new Refusal.AgentDisconnected(arn);
        }
        if (zones != null && !zones.contains(candidate.host().zone())) {
            return new Refusal.WrongZone(arn, candidate.host().zone());
        }
        Resources free =
                candidate.host().capacity().minus(candidate.allocation().taken());
        if (claim.resources().cpu() > free.cpu()) {
            return new Refusal.NotEnoughCpu(arn, claim.resources().cpu(), free.cpu());
        }
        if (claim.resources().memory() > free.memory()) {
            return new Refusal.NotEnoughMemory(arn, claim.resources().memory(), free.memory());
        }
        Integer tcp = taken(claim.tcp(), candidate.allocation().tcp(), candidate);
        if (tcp != null) {
            return new Refusal.PortTaken(arn, tcp, "tcp");
        }
        Integer udp = taken(claim.udp(), candidate.allocation().udp(), candidate);
        return udp == null ? null : new Refusal.PortTaken(arn, udp, "udp");
    }

    private static @Nullable Integer taken(List<Integer> wanted, List<Integer> taken, Candidate candidate) {
        for (Integer port : wanted) {
            if (taken.contains(port) || candidate.host().reservedPorts().contains(port)) {
                return port;
            }
        }
        return null;
    }
}

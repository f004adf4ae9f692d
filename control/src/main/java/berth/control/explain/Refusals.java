package berth.control.explain;

import berth.control.ecs.instance.plan.Refusal;
import org.jspecify.annotations.Nullable;

/// Why a host was not chosen, with its numbers.
final class Refusals {
    private Refusals() {}

    static String sentence(Refusal refusal) {
        if (refusal instanceof Refusal.NoInstances) {
            return "The cluster has no container instance; is a host's agent connected?";
        }
        if (refusal instanceof Refusal.NoCapacity none) {
            return none.closest() == null
                    ? "There is no host at all; is an agent connected?"
                    : "The Fargate pool is full. The closest host: " + sentence(none.closest());
        }
        return "%s %s%s.".formatted(instance(refusal.instanceArn()), refusal.lack(), numbers(refusal));
    }

    private static String instance(@Nullable String arn) {
        return arn == null ? "It" : "Container instance " + arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static String numbers(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NotEnoughCpu cpu -> ": %d units are wanted, %d are free".formatted(cpu.wanted(), cpu.free());
            case Refusal.NotEnoughMemory memory ->
                ": %d MiB are wanted, %d are free".formatted(memory.wanted(), memory.free());
            case Refusal.PortTaken port -> ": %s port %d".formatted(port.protocol(), port.port());
            case Refusal.AttributeMissing missing -> ": " + missing.attribute();
            case Refusal.NotMemberOf member -> ", which is: " + member.expression();
            case Refusal.NotDistinct distinct -> ": it has a task of group " + distinct.group();
            case Refusal.NoAddress address -> " (" + address.subnets() + ")";
            default -> "";
        };
    }
}

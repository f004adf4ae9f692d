package berth.control.ecs.instance.plan;

import org.jspecify.annotations.Nullable;

/// Why a host was not chosen for a task, kept as data so that a failure entry, a service event and `explain`
/// all tell the same.
public sealed interface Refusal {
    /// The ARN that ECS puts into a failure entry: the container instance's, or null on Fargate, where ECS
    /// names none.
    @Nullable
    String instanceArn();

    /// ECS: the `reason` of a failure entry, for example `RESOURCE:CPU`.
    String reason();

    /// What was lacking, as the end of a sentence about the instance: `has insufficient memory available`.
    ///
    /// ECS: the closing words of the service event "was unable to place a task …".
    String lack();

    /// How far the host was from being chosen; the smallest is the closest match. First the kind of refusal,
    /// then the lacked amount.
    long distance();

    /// Too little CPU is free.
    ///
    /// @param wanted CPU units that the task takes
    /// @param free CPU units that are free
    record NotEnoughCpu(@Nullable String instanceArn, int wanted, int free) implements Refusal {
        @Override
        public String reason() {
            return "RESOURCE:CPU";
        }

        @Override
        public String lack() {
            return "has insufficient CPU units available";
        }

        @Override
        public long distance() {
            return wanted - (long) free;
        }
    }

    /// Too little memory is free.
    ///
    /// @param wanted MiB that the task takes
    /// @param free MiB that are free
    record NotEnoughMemory(@Nullable String instanceArn, int wanted, int free) implements Refusal {
        @Override
        public String reason() {
            return "RESOURCE:MEMORY";
        }

        @Override
        public String lack() {
            return "has insufficient memory available";
        }

        @Override
        public long distance() {
            return wanted - (long) free;
        }
    }

    /// A static host port is taken by another task or reserved.
    record PortTaken(@Nullable String instanceArn, int port, String protocol) implements Refusal {
        @Override
        public String reason() {
            return "RESOURCE:PORTS";
        }

        @Override
        public String lack() {
            return "is already using a port required by your task";
        }

        @Override
        public long distance() {
            return 1L << 40;
        }
    }

    /// No address is free in the wanted subnets.
    record NoAddress(@Nullable String instanceArn, String subnets) implements Refusal {
        @Override
        public String reason() {
            return "RESOURCE:ENI";
        }

        @Override
        public String lack() {
            return "has no free address in the subnets of the network configuration";
        }

        @Override
        public long distance() {
            return 1L << 41;
        }
    }

    /// None of the wanted subnets is in the host's zone.
    record WrongZone(@Nullable String instanceArn, String zone) implements Refusal {
        @Override
        public String reason() {
            return "LOCATION";
        }

        @Override
        public String lack() {
            return "is in zone " + zone + ", where the network configuration has no subnet";
        }

        @Override
        public long distance() {
            return 4L << 40;
        }
    }

    /// An attribute that the task definition requires is not there.
    record AttributeMissing(@Nullable String instanceArn, String attribute) implements Refusal {
        @Override
        public String reason() {
            return "ATTRIBUTE";
        }

        @Override
        public String lack() {
            return "is missing an attribute required by your task";
        }

        @Override
        public long distance() {
            return 3L << 40;
        }
    }

    /// Another task of the group is there, and each is to be on an instance of its own.
    record NotDistinct(@Nullable String instanceArn, String group) implements Refusal {
        @Override
        public String reason() {
            return "distinctInstance placement constraint unsatisfied.";
        }

        @Override
        public String lack() {
            return "encountered error \"" + reason() + '"';
        }

        @Override
        public long distance() {
            return 5L << 40;
        }
    }

    /// It doesn't satisfy an expression.
    record NotMemberOf(@Nullable String instanceArn, String expression) implements Refusal {
        @Override
        public String reason() {
            return "MemberOf placement constraint unsatisfied.";
        }

        @Override
        public String lack() {
            return "encountered error \"" + reason() + '"';
        }

        @Override
        public long distance() {
            return 6L << 40;
        }
    }

    /// The instance is being drained.
    record Draining(@Nullable String instanceArn) implements Refusal {
        @Override
        public String reason() {
            return "INACTIVE";
        }

        @Override
        public String lack() {
            return "is in DRAINING state";
        }

        @Override
        public long distance() {
            return 7L << 40;
        }
    }

    /// The host's agent is not connected.
    record AgentDisconnected(@Nullable String instanceArn) implements Refusal {
        @Override
        public String reason() {
            return "AGENT";
        }

        @Override
        public String lack() {
            return "has an agent that is disconnected";
        }

        @Override
        public long distance() {
            return 1L << 43;
        }
    }

    /// The Fargate pool has no host with enough room.
    ///
    /// @param closest why the host that was nearest to having room had none; null where there is no host
    record NoCapacity(@Nullable Refusal closest) implements Refusal {
        @Override
        public @Nullable String instanceArn() {
            return null;
        }

        @Override
        public String reason() {
            return "Capacity is unavailable at this time. Please try again later or in a different availability"
                    + " zone";
        }

        @Override
        public String lack() {
            return reason();
        }

        @Override
        public long distance() {
            return Long.MAX_VALUE;
        }
    }

    /// The cluster has no container instance at all.
    record NoInstances() implements Refusal {
        @Override
        public @Nullable String instanceArn() {
            return null;
        }

        @Override
        public String reason() {
            return "No Container Instances were found in your cluster.";
        }

        @Override
        public String lack() {
            return reason();
        }

        @Override
        public long distance() {
            return Long.MAX_VALUE;
        }
    }
}

package berth.sim;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Allocation;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.store.Change;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.NetworkInterface;
import berth.kernel.Resources;
import berth.sim.Checkers.Checker;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Bugs that are planted to show that each checker finds one, and that without it nobody would.
///
/// Bugs of the ports are planted into the adapters; bugs of decisions are shown to the checkers as the state
/// that a faulty Berth would have left behind.
enum PlantedBug {
    OVERSELLS(Checker.HOSTS_NEVER_OVERSOLD) {
        @Override
        void plantInto(World world) {
            world.checkers().tamper(state -> {
                State next = state;
                for (Host host : state.all(InstanceViews.HOSTS)) {
                    Resources taken = InstanceViews.allocation(state, host.id()).taken();
                    Resources tooFew = new Resources(Math.max(0, taken.cpu() - 1), taken.memory());
                    next = next.with(Change.put(InstanceViews.HOSTS, smaller(host, tooFew)));
                }
                return next;
            });
        }
    },
    FORGETS_TO_BOOK(Checker.ALLOCATION_EQUALS_RECOUNT) {
        @Override
        void plantInto(World world) {
            world.checkers().tamper(state -> {
                State next = state;
                for (Allocation booked : state.all(InstanceViews.ALLOCATIONS)) {
                    next = next.with(Change.put(
                            InstanceViews.ALLOCATIONS,
                            new Allocation(
                                    booked.hostId(),
                                    booked.taken().minus(new Resources(0, 1)),
                                    booked.tcp(),
                                    booked.udp(),
                                    booked.tasks())));
                }
                return next;
            });
        }
    },
    GIVES_A_PORT_TWICE(Checker.PORTS_GIVEN_ONCE) {
        @Override
        void plantInto(World world) {
            tamperTasks(
                    world, task -> !task.stopped() && !task.spec().hostPorts().isEmpty(), Tampered::withDoubledPorts);
        }
    },
    GIVES_AN_ADDRESS_TWICE(Checker.ADDRESSES_GIVEN_ONCE) {
        @Override
        void plantInto(World world) {
            world.checkers().tamper(state -> {
                State next = state;
                for (NetworkInterface given : state.all(VpcViews.NETWORK_INTERFACES)) {
                    next = next.with(Change.put(VpcViews.NETWORK_INTERFACES, Tampered.twin(given)));
                }
                return next;
            });
        }
    },
    GOES_BACK(Checker.STATUS_ONLY_FORWARD) {
        @Override
        void plantInto(World world) {
            EnumSet<LastStatus> late = EnumSet.of(LastStatus.STOPPING, LastStatus.DEPROVISIONING);
            tamperTasks(world, task -> late.contains(task.status().last()), Tampered::backToPending);
        }
    },
    RUNNING_BY_GUESS(Checker.RUNNING_IS_OBSERVED) {
        @Override
        void plantInto(World world) {
            world.hosts().forEach(host -> host.machine.forgetStarts());
        }
    },
    STOPS_TOO_MANY(Checker.LOWER_BOUND_HOLDS) {
        @Override
        void plantInto(World world) {
            world.checkers().tamper(Tampered::withHigherMinimum);
        }
    },
    STARTS_TOO_MANY(Checker.UPPER_BOUND_HOLDS) {
        @Override
        void plantInto(World world) {
            world.checkers().tamper(Tampered::withLowerMaximum);
        }
    },
    CROWDS_ONE_INSTANCE(Checker.DAEMONS_NEVER_TWICE) {
        @Override
        void plantInto(World world) {
            world.checkers().tamper(Tampered::withDaemonsOnly);
        }
    },
    PULLS_THE_TAG_AGAIN(Checker.PINNED_IMAGES_ARE_RUN) {
        @Override
        void plantInto(World world) {
            tamperTasks(world, task -> !task.spec().imageDigests().isEmpty(), Tampered::withOtherDigests);
        }
    },
    STOPS_WHAT_IS_PROTECTED(Checker.PROTECTED_TASKS_STAY) {
        @Override
        void plantInto(World world) {
            tamperTasks(
                    world,
                    task -> !task.stopped() && task.status().stoppingAt() != null,
                    task -> task.withProtectedUntil(
                            Objects.requireNonNull(task.status().stoppingAt()).plusSeconds(60)));
        }
    },
    CROWDS_ONE_ZONE(Checker.ZONES_ARE_BALANCED) {
        @Override
        void plantInto(World world) {
            tamperTasks(world, task -> true, task -> Tampered.inZone(task, "us-east-1a"));
        }
    },
    USES_ONE_PROVIDER_ONLY(Checker.PROVIDERS_HAVE_THEIR_SHARE) {
        @Override
        void plantInto(World world) {
            tamperTasks(world, task -> true, task -> Tampered.on(task, "FARGATE_SPOT"));
        }
    },
    CALLS_EVERY_SET_STEADY(Checker.STEADY_SETS_ARE_WHOLE) {
        @Override
        void plantInto(World world) {
            world.checkers()
                    .tamper(state ->
                            Tampered.withSteadySets(state, world.timeline().now()));
        }
    },
    GOES_ON_AFTER_GIVING_UP(Checker.GIVEN_UP_STARTS_NOTHING) {
        @Override
        void plantInto(World world) {
            world.checkers().tamper(Tampered::withFailedDeployments);
        }
    },
    GOES_BACK_ELSEWHERE(Checker.GOES_BACK_TO_WHAT_WAS_COMPLETE) {
        @Override
        void plantInto(World world) {
            world.checkers().tamper(Tampered::withOtherRevisions);
        }
    },
    SHARES_OUT_TOO_MUCH(Checker.SHARES_ARE_WHOLE) {
        @Override
        void plantInto(World world) {
            world.checkers().tamper(TamperedTraffic::sharedTooMuch);
        }
    },
    SENDS_TRAFFIC_NOWHERE(Checker.TRAFFIC_GOES_TO_THE_HEALTHY) {
        @Override
        void plantInto(World world) {
            world.checkers().tamper(TamperedTraffic::sentNowhere);
        }
    },
    LEAVES_TRAFFIC_ON_GREEN(Checker.WAY_BACK_TAKES_ALL_TRAFFIC) {
        @Override
        void plantInto(World world) {
            world.checkers().tamper(TamperedTraffic::leftOnGreen);
        }
    },
    STOPS_WHAT_DRAINS(Checker.DRAINED_BEFORE_STOPPED) {
        @Override
        void plantInto(World world) {
            world.checkers()
                    .tamper(state -> TamperedTraffic.drainingStill(
                            state, world.timeline().now()));
        }
    },
    FORGETS_A_DEPLOYMENT(Checker.DEPLOYMENTS_END) {
        @Override
        void plantInto(World world) {
            world.checkers().tamper(TamperedTraffic::neverEnded);
        }
    },
    ACKNOWLEDGES_UNWRITTEN(Checker.ACKNOWLEDGED_WRITES_KEPT) {
        @Override
        void plantInto(World world) {
            world.disk().forget();
        }
    },
    STARTS_A_SECOND_COPY(Checker.ONE_COPY_ON_THE_MACHINE) {
        @Override
        void plantInto(World world) {
            world.hosts().forEach(host -> host.machine.restartsByItself());
        }
    },
    STARTS_TOO_EARLY(Checker.DEPENDENCIES_HOLD_AT_START) {
        @Override
        void plantInto(World world) {
            world.tellOtherwise(Untied::ofOthersThanRouters);
        }
    },
    STARTS_BEFORE_ITS_ROUTER(Checker.ROUTER_IS_STARTED_FIRST) {
        @Override
        void plantInto(World world) {
            world.tellOtherwise(Untied::ofRouters);
        }
    },
    STOPS_THE_ROUTER_TOO(Checker.ROUTER_IS_STOPPED_LAST) {
        @Override
        void plantInto(World world) {
            world.tellOtherwise(Untied::ofRoutersAtTheEnd);
        }
    },
    IGNORES_THE_FENCE(Checker.FENCED_MEANS_STOPPED) {
        @Override
        void plantInto(World world) {
            world.ignoreFence();
            world.timeline()
                    .schedule(
                            null,
                            Duration.ofSeconds(85),
                            () -> world.cutOff(world.hosts().getFirst(), Duration.ofSeconds(200)));
        }
    },
    COUNTS_WRONG(Checker.DESCRIBE_EQUALS_RECOUNT) {
        @Override
        void plantInto(World world) {
            world.miscount();
        }
    },
    STORES_LINES_TWICE(Checker.LOG_LINES_ONCE_IN_ORDER) {
        @Override
        void plantInto(World world) {
            world.logs().repeat();
        }
    },
    HIDES_AN_EXIT(Checker.ESSENTIAL_EXIT_STOPS_TASK) {
        @Override
        void plantInto(World world) {
            world.hosts().forEach(host -> host.machine.hideExits());
        }
    },
    LEAVES_A_STRAY(Checker.NO_STRAY_CONTAINER) {
        @Override
        void plantInto(World world) {
            world.hosts().forEach(host -> host.machine.ignoreStops());
        }
    },
    NEVER_SETTLES(Checker.CONVERGES) {
        @Override
        void plantInto(World world) {
            world.hosts().forEach(host -> host.machine.refuseStarts());
        }
    };

    private final Checker finder;

    PlantedBug(Checker finder) {
        this.finder = finder;
    }

    /// The checker that finds it.
    Checker finder() {
        return finder;
    }

    abstract void plantInto(World world);

    /// Shows these tasks to the checkers as a faulty Berth would have left them.
    private static void tamperTasks(World world, Predicate<Task> which, UnaryOperator<Task> bug) {
        world.checkers().tamper(state -> {
            State next = state;
            for (Task task : state.all(TaskViews.TASKS)) {
                if (which.test(task)) {
                    next = next.with(Change.put(TaskViews.TASKS, bug.apply(task)));
                }
            }
            return next;
        });
    }

    private static Host smaller(Host host, Resources capacity) {
        return new Host(
                host.id(),
                host.name(),
                capacity,
                host.reservedPorts(),
                host.architecture(),
                host.engineVersion(),
                host.agentVersion(),
                host.zone(),
                host.session(),
                host.publishAddress(),
                host.address(),
                host.connected(),
                host.joinedAt(),
                host.lostAt());
    }
}

package berth.agent.fault;

import berth.agent.engine.EngineContainer;
import berth.agent.fault.FaultRequests.InvalidFault;
import berth.agent.fault.NetworkFault.BlackholePort;
import berth.agent.fault.NetworkFault.Traffic;
import berth.agent.fault.NetworkNamespaces.Command;
import berth.agent.fault.NetworkNamespaces.Outcome;
import berth.kernel.Clock;
import berth.kernel.Loop;
import berth.kernel.host.NetworkMode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers a task's requests for faults, one at a time: looks what runs, and starts or stops it.
///
/// ECS: any number of black holes of different ports, and one latency or one packet loss. A black hole that runs
/// already, or is stopped although it doesn't run, is a success; so is a stop of the others, but their start is a
/// conflict. All commands of a request have 5 seconds.
public final class FaultInjection {
    private static final Logger LOG = LoggerFactory.getLogger(FaultInjection.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int HTTP_PORT = 80;

    private static final String RUNNING = "running";
    private static final String STOPPED = "stopped";
    private static final String NOT_RUNNING = "not-running";

    /// The exit code of `iptables -C` where the rule or its chain is missing. Others say that it could not look.
    private static final int NO_SUCH_RULE = 1;

    private static final String KERNEL =
            " Latency and packet loss take the kernel's modules sch_prio, cls_u32 and sch_netem.";

    private final NetworkNamespaces namespaces;
    private final Clock clock;
    private final Loop loop;
    private final SortedMap<String, Deque<Runnable>> turns = new TreeMap<>();

    /// @param clock the agent's
    /// @param loop the agent's, on which everything happens
    public FaultInjection(NetworkNamespaces namespaces, Clock clock, Loop loop) {
        this.namespaces = namespaces;
        this.clock = clock;
        this.loop = loop;
    }

    /// One request, on its way.
    private record Asked(
            FaultType type,
            FaultOperation operation,
            FaultCommands commands,
            EngineContainer holder,
            String taskArn,
            Instant deadline) {

        String name() {
            return operation.of(type);
        }
    }

    /// Answers one request, exactly once, on the loop. To be called on the loop.
    ///
    /// @param token what stands for the container
    /// @param task null where the token names nobody
    public void answer(
            FaultType type,
            FaultOperation operation,
            String body,
            String token,
            @Nullable FaultTask task,
            Consumer<FaultAnswer> done) {
        FaultCommands commands;
        try {
            commands = commands(type, operation, body, task);
        } catch (InvalidFault e) {
            done.accept(new FaultAnswer(400, e.words()));
            return;
        }
        FaultAnswer refused = refusal(operation, token, task);
        if (refused != null) {
            done.accept(refused);
        } else if (task == null || task.holder() == null) {
            done.accept(internalError("the task has no network namespace."));
        } else {
            EngineContainer holder = task.holder();
            take(
                    task.arn(),
                    over -> look(
                            new Asked(
                                    type,
                                    operation,
                                    commands,
                                    holder,
                                    task.arn(),
                                    clock.now().plus(TIMEOUT)),
                            answer -> {
                                done.accept(answer);
                                over.run();
                            }));
        }
    }

    /// ECS: to stop and to find a latency or a packet loss takes no body.
    private static FaultCommands commands(
            FaultType type, FaultOperation operation, String body, @Nullable FaultTask task) throws InvalidFault {
        if (type != FaultType.BLACKHOLE_PORT && operation != FaultOperation.START) {
            return FaultCommands.ofDisciplines();
        }
        NetworkFault fault = FaultRequests.read(type, body);
        return FaultCommands.of(
                fault instanceof BlackholePort port && task != null && task.metadataUrl() != null
                        ? sparing(port, task.metadataUrl())
                        : fault);
    }

    /// ECS: a task that shuts itself off from the port of the metadata endpoint still reaches the endpoint.
    private static BlackholePort sparing(BlackholePort fault, String metadataUrl) {
        URI url = URI.create(metadataUrl);
        int port = url.getPort() < 0 ? HTTP_PORT : url.getPort();
        IpBlock endpoint = IpBlock.parse(url.getHost());
        if (endpoint == null
                || fault.traffic() != Traffic.EGRESS
                || fault.port() != port
                || fault.spared().contains(endpoint)) {
            return fault;
        }
        List<IpBlock> spared = new ArrayList<>(fault.spared());
        spared.add(endpoint);
        return new BlackholePort(port, fault.protocol(), fault.traffic(), spared);
    }

    private static @Nullable FaultAnswer refusal(FaultOperation operation, String token, @Nullable FaultTask task) {
        if (task == null) {
            return new FaultAnswer(
                    404, "unable to get task arn from request: unable to get task Arn from v3 endpoint ID: " + token);
        }
        if (!task.enabled()) {
            return new FaultAnswer(400, "enableFaultInjection is not enabled for task: " + task.arn());
        }
        return switch (task.networkMode()) {
            case AWSVPC -> null;
            case HOST -> inHostMode(operation);
            case BRIDGE, NONE ->
                new FaultAnswer(
                        400,
                        task.networkMode().word() + " mode is not supported. Please use either host or awsvpc mode.");
        };
    }

    /// Differs from ECS: no fault is ever started on the machine itself, so that none runs.
    private static FaultAnswer inHostMode(FaultOperation operation) {
        return switch (operation) {
            case START ->
                new FaultAnswer(
                        400,
                        NetworkMode.HOST.word() + " mode is not supported by Berth: the fault would be that of the"
                                + " whole machine. Please use awsvpc mode.");
            case STOP -> FaultAnswer.status(STOPPED);
            case STATUS -> FaultAnswer.status(NOT_RUNNING);
        };
    }

    /// Runs a request when those of its task that came before are over. It says when it is over itself.
    private void take(String taskArn, Consumer<Runnable> request) {
        Runnable turn = () -> request.accept(() -> loop.execute(() -> next(taskArn)));
        Deque<Runnable> waiting = turns.get(taskArn);
        if (waiting == null) {
            turns.put(taskArn, new ArrayDeque<>());
            turn.run();
        } else {
            waiting.add(turn);
        }
    }

    private void next(String taskArn) {
        Deque<Runnable> waiting = turns.get(taskArn);
        Runnable turn = waiting == null ? null : waiting.poll();
        if (turn == null) {
            turns.remove(taskArn);
        } else {
            turn.run();
        }
    }

    private void look(Asked asked, Consumer<FaultAnswer> done) {
        run(asked, List.of(asked.commands().check()), outcome -> {
            boolean missing = asked.type() == FaultType.BLACKHOLE_PORT
                    && outcome instanceof Outcome.Failed failed
                    && failed.exitCode() == NO_SUCH_RULE;
            if (missing || outcome instanceof Outcome.Done) {
                looked(asked, outcome, done);
            } else {
                done.accept(failure(asked, List.of(asked.commands().check()), outcome));
            }
        });
    }

    private void looked(Asked asked, Outcome outcome, Consumer<FaultAnswer> done) {
        if (asked.type() == FaultType.BLACKHOLE_PORT) {
            boolean running = outcome instanceof Outcome.Done;
            act(asked, running, running ? FaultAnswer.status(RUNNING) : null, done);
            return;
        }
        String output = outcome instanceof Outcome.Done(var printed) ? printed : "";
        Disciplines found = Disciplines.parse(output);
        if (found == null) {
            done.accept(internalError(
                    "`%s` printed no JSON: %s".formatted(asked.commands().check(), output.strip())));
            return;
        }
        FaultAnswer conflict = found.latency()
                ? new FaultAnswer(409, "There is already one network latency fault running")
                : found.packetLoss()
                        ? new FaultAnswer(409, "There is already one network packet loss fault running")
                        : null;
        act(asked, asked.type() == FaultType.LATENCY ? found.latency() : found.packetLoss(), conflict, done);
    }

    /// @param instead what a start is answered where something runs that it can't be added to
    private void act(Asked asked, boolean running, @Nullable FaultAnswer instead, Consumer<FaultAnswer> done) {
        switch (asked.operation()) {
            case STATUS -> done.accept(FaultAnswer.status(running ? RUNNING : NOT_RUNNING));
            case START -> {
                if (instead != null) {
                    done.accept(instead);
                } else {
                    start(asked, done);
                }
            }
            case STOP -> {
                if (running) {
                    stop(asked, done);
                } else {
                    done.accept(FaultAnswer.status(STOPPED));
                }
            }
        }
    }

    private void start(Asked asked, Consumer<FaultAnswer> done) {
        List<Command> start = asked.commands().start();
        run(asked, start, outcome -> {
            if (outcome instanceof Outcome.Done) {
                LOG.info("Task {}: {} runs.", asked.taskArn(), asked.type().word());
                done.accept(FaultAnswer.status(RUNNING));
                return;
            }
            FaultAnswer failure = failure(asked, start, outcome);
            if (leftSomething(asked, outcome)) {
                run(asked.holder(), asked.commands().undo(), TIMEOUT, undone -> done.accept(failure));
            } else {
                done.accept(failure);
            }
        });
    }

    private static boolean leftSomething(Asked asked, Outcome outcome) {
        int ours = asked.commands().ours();
        return switch (outcome) {
            case Outcome.Done done -> false;
            case Outcome.Failed failed -> failed.index() >= ours;
            case Outcome.Unable unable -> unable.index() > 0 && unable.index() >= ours;
            case Outcome.TimedOut timedOut -> true;
        };
    }

    private void stop(Asked asked, Consumer<FaultAnswer> done) {
        List<Command> stop = asked.commands().stop();
        run(asked, stop, outcome -> {
            if (outcome instanceof Outcome.Done) {
                LOG.info(
                        "Task {}: {} is stopped.", asked.taskArn(), asked.type().word());
                done.accept(FaultAnswer.status(STOPPED));
            } else {
                done.accept(failure(asked, stop, outcome));
            }
        });
    }

    private void run(Asked asked, List<Command> commands, Consumer<Outcome> done) {
        run(asked.holder(), commands, Duration.between(clock.now(), asked.deadline()), done);
    }

    private void run(EngineContainer holder, List<Command> commands, Duration limit, Consumer<Outcome> done) {
        namespaces.run(holder, commands, limit, outcome -> loop.execute(() -> done.accept(outcome)));
    }

    private static FaultAnswer failure(Asked asked, List<Command> commands, Outcome outcome) {
        FaultAnswer failure = switch (outcome) {
            case Outcome.Done done -> internalError("nothing failed.");
            case Outcome.Failed(var index, var exitCode, var output) ->
                internalError("`%s` ended with exit code %d: %s%s"
                        .formatted(
                                commands.get(index),
                                exitCode,
                                output.strip(),
                                asked.type() == FaultType.BLACKHOLE_PORT ? "" : KERNEL));
            case Outcome.Unable(var index, var why) -> internalError(why);
            case Outcome.TimedOut timedOut -> new FaultAnswer(500, asked.name() + ": request timed out");
        };
        LOG.warn("Task {}: {} failed: {}", asked.taskArn(), asked.name(), failure.text());
        return failure;
    }

    private static FaultAnswer internalError(String why) {
        return new FaultAnswer(500, "internal error: " + why);
    }
}

package berth.agent.task;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.kernel.host.Desired;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Interface;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Keeps the namespaces that tasks to come will use, and closes those that nobody wants.
///
/// The rule: an interface of `warm` that no task has yet is opened ahead of time. A pause container whose
/// interface is neither warm nor any wanted task's is closed, unless a container that still runs joined it. A
/// task's own interface is [TaskSupervisor]'s.
///
/// Worked example: warm {a, b}, task with c; pauses a, c, d. Open b, close d.
public final class InterfacePool {
    private InterfacePool() {}

    /// The actions that are due.
    ///
    /// @param pauses pause containers by interface
    /// @param attempts failures by [EngineAction#attemptKey]
    /// @param joined interfaces whose namespace a container that is not over has joined, or is about to
    /// @param resting true while tasks are being started: what the pool opens then would slow them down
    public static List<EngineAction> decide(
            Desired desired,
            SortedMap<String, EngineContainer> pauses,
            SortedMap<String, Attempt> attempts,
            Set<String> joined,
            Set<String> inFlight,
            boolean resting) {
        Set<String> owned = new TreeSet<>();
        for (DesiredTask task : desired.tasks()) {
            if (task.networkInterface() != null) {
                owned.add(task.networkInterface().id());
            }
        }
        List<EngineAction> actions = new ArrayList<>();
        Set<String> warm = new TreeSet<>();
        for (Interface eni : desired.warm()) {
            warm.add(eni.id());
            if (!owned.contains(eni.id())) {
                warmUp(eni, pauses.get(eni.id()), actions);
            }
        }
        for (Map.Entry<String, EngineContainer> pause : pauses.entrySet()) {
            String id = pause.getKey();
            if (!owned.contains(id) && !warm.contains(id) && !joined.contains(id)) {
                actions.add(new EngineAction.CloseInterface(
                        null, id, pause.getValue().id()));
            }
        }
        actions.removeIf(action -> resting && action instanceof EngineAction.OpenInterface);
        actions.removeIf(action -> inFlight.contains(action.subject()) || waits(attempts.get(action.attemptKey())));
        return List.copyOf(actions);
    }

    /// The warm interfaces that are ready, in the order wanted.
    public static List<String> ready(Desired desired, SortedMap<String, EngineContainer> pauses) {
        return desired.warm().stream()
                .map(Interface::id)
                .filter(id -> {
                    EngineContainer pause = pauses.get(id);
                    return pause != null && pause.status() == Status.RUNNING;
                })
                .toList();
    }

    /// Whether a pause container holds no namespace and never will.
    static boolean broken(EngineContainer pause) {
        return pause.status() == Status.EXITED || (pause.status() == Status.CREATED && pause.error() != null);
    }

    private static void warmUp(Interface eni, @Nullable EngineContainer pause, List<EngineAction> actions) {
        if (pause == null || (pause.status() == Status.CREATED && !broken(pause))) {
            actions.add(new EngineAction.OpenInterface(null, eni));
        } else if (broken(pause)) {
            actions.add(new EngineAction.CloseInterface(null, eni.id(), pause.id()));
        }
    }

    /// The pool has time: it waits after every failure, and never gives up.
    private static boolean waits(@Nullable Attempt attempt) {
        return attempt != null && attempt.waiting();
    }
}

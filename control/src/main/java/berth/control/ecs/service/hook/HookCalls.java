package berth.control.ecs.service.hook;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.hook.HookCaller.Reply;
import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.LifecycleHook;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.service.plan.shift.HookAnswer;
import berth.control.ecs.service.plan.shift.HookPayload;
import berth.control.reconcile.Projection;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.control.store.Writer;
import berth.kernel.Account;
import berth.kernel.Loop;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Calls the functions that a deployment waits for. Key: `cluster/service/deployment`.
///
/// Remembers which calls are under way, so that one is not sent twice by one process; another process, after a
/// crash, knows nothing of them and sends them again with the same executionId.
public final class HookCalls implements Projection {
    private final HookCaller caller;
    private final Account account;
    private final TreeSet<String> underWay = new TreeSet<>();
    private @Nullable Writer writer;
    private @Nullable Loop loop;

    public HookCalls(HookCaller caller, Account account) {
        this.caller = caller;
        this.account = account;
    }

    /// Where answers go. Before this nothing is called.
    public void connect(Writer to, Loop on) {
        this.writer = to;
        this.loop = on;
    }

    @Override
    public String name() {
        return "lifecycle-hook";
    }

    @Override
    public void wakes(State state, Change change, Consumer<String> wake) {
        if (change instanceof Change.Put<?> put
                && put.row() instanceof ServiceDeployment deployment
                && deployment.awaitsHooks()) {
            wake.accept(deployment.name());
        }
    }

    @Override
    public Collection<String> keys(State state) {
        return state.ids(ServiceViews.HOOKED, ServiceViews.WAITING);
    }

    @Override
    public void project(State published, String key) {
        ServiceDeployment deployment = published.find(ServiceViews.DEPLOYMENTS, key);
        TrafficShift shift = deployment == null ? null : deployment.shift();
        if (deployment == null || shift == null || writer == null) {
            return;
        }
        for (HookRun run : shift.hooks()) {
            String call = run.id() + '/' + run.calls();
            if (run.awaitsAnswer() && underWay.add(call)) {
                LifecycleHook hook = deployment.configuration().lifecycleHooks().get(run.hook());
                String url = Objects.requireNonNull(hook.target());
                caller.call(url, payload(deployment, shift, hook, run), reply -> answered(key, run, call, url, reply));
            }
        }
    }

    private void answered(String key, HookRun asked, String call, String url, Reply reply) {
        Objects.requireNonNull(loop)
                .execute(() -> Objects.requireNonNull(writer)
                        .<Boolean>submit(
                                "berth:lifecycle-hook",
                                (state, context) -> decide(state, context, key, asked, url, reply),
                                // What could not be committed is called again at the next resync.
                                answer -> underWay.remove(call)));
    }

    /// Writes an answer down, if somebody still waits for it.
    static Outcome<Boolean> decide(State state, Context context, String key, HookRun asked, String url, Reply reply) {
        ServiceDeployment deployment = state.find(ServiceViews.DEPLOYMENTS, key);
        TrafficShift shift = deployment == null ? null : deployment.shift();
        if (deployment == null || shift == null || deployment.status().terminal()) {
            return Outcome.unchanged(false);
        }
        HookRun run = shift.hooks().stream()
                .filter(one -> one.id().equals(asked.id()) && one.calls() == asked.calls() && one.awaitsAnswer())
                .findFirst()
                .orElse(null);
        if (run == null) {
            return Outcome.unchanged(false);
        }
        HookRun after = switch (reply) {
            case Reply.Answered(var body) -> HookAnswer.answered(run, url, body, context.now());
            case Reply.Unreached(var why) -> HookAnswer.unreached(run, url, why);
        };
        return new Outcome<>(
                List.of(Change.put(ServiceViews.DEPLOYMENTS, deployment.with(shift.with(after), context.now()))), true);
    }

    private String payload(ServiceDeployment deployment, TrafficShift shift, LifecycleHook hook, HookRun run) {
        return HookPayload.of(
                shift,
                hook,
                run,
                arn("service-deployment/" + deployment.name()),
                arn("service/" + deployment.service()),
                arn("service-revision/" + deployment.service() + '/' + deployment.target()),
                shift.blue() == null
                        ? null
                        : arn("service-revision/" + deployment.service() + '/'
                                + shift.blue().revision()));
    }

    private String arn(String resource) {
        return account.arn("ecs", resource);
    }
}

package berth.sim;

import berth.control.ecs.service.hook.HookCaller;
import berth.kernel.Loop;
import berth.sim.Chaos.Fault;
import java.util.function.Consumer;

/// Functions of lifecycle hooks that mostly succeed, sometimes want more time, and now and then fail. What a
/// process had called when it died is never answered to it.
final class SimHookCaller implements HookCaller {
    private static final String SUCCEEDED = "{\"hookStatus\":\"SUCCEEDED\"}";
    private static final int SLOWEST_MILLIS = 5000;

    private final Loop loop;
    private final Chaos chaos;
    private final String answer;

    /// @param answer what a function says where nothing goes wrong, or null
    SimHookCaller(Loop loop, Chaos chaos, @org.jspecify.annotations.Nullable String answer) {
        this.loop = loop;
        this.chaos = chaos;
        this.answer = answer == null ? SUCCEEDED : answer;
    }

    @Override
    public void call(String url, String payload, Consumer<Reply> done) {
        Reply reply = reply();
        loop.schedule(chaos.between(1, SLOWEST_MILLIS), () -> done.accept(reply));
    }

    private Reply reply() {
        if (chaos.happens(Fault.HOOK_IN_PROGRESS)) {
            return new Reply.Answered("{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":3,\"hookDetails\":{\"n\":1}}");
        }
        if (chaos.happens(Fault.HOOK_FAILED)) {
            return new Reply.Answered("{\"hookStatus\":\"FAILED\"}");
        }
        return chaos.happens(Fault.HOOK_UNREACHED)
                ? new Reply.Unreached("it answered with HTTP status 500.")
                : new Reply.Answered(answer);
    }
}

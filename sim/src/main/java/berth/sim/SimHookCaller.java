package berth.sim;

import berth.control.ecs.service.hook.HookCaller;
import berth.kernel.Loop;
import berth.kernel.Rng;
import java.time.Duration;
import java.util.function.Consumer;

/// Functions of lifecycle hooks that mostly succeed, sometimes want more time, and now and then fail. What a
/// process had called when it died is never answered to it.
final class SimHookCaller implements HookCaller {
    private static final int SLOWEST_MILLIS = 5000;

    private final Loop loop;
    private final Rng rng;

    SimHookCaller(Loop loop, Rng rng) {
        this.loop = loop;
        this.rng = rng;
    }

    @Override
    public void call(String url, String payload, Consumer<Reply> done) {
        Reply reply = reply();
        loop.schedule(Duration.ofMillis(rng.nextInt(SLOWEST_MILLIS)), () -> done.accept(reply));
    }

    private Reply reply() {
        double chance = rng.nextDouble();
        if (chance < 0.75) {
            return new Reply.Answered("{\"hookStatus\":\"SUCCEEDED\"}");
        }
        if (chance < 0.92) {
            return new Reply.Answered("{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":3,\"hookDetails\":{\"n\":1}}");
        }
        return chance < 0.97
                ? new Reply.Answered("{\"hookStatus\":\"FAILED\"}")
                : new Reply.Unreached("it answered with HTTP status 500.");
    }
}

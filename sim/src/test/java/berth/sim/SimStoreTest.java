package berth.sim;

import berth.control.store.Store;
import berth.control.store.StoreContract;
import berth.kernel.Rng;

/// The simulated disk keeps what every store keeps.
class SimStoreTest extends StoreContract {
    private final Timeline timeline = new Timeline();
    private final SimDisk disk = new SimDisk(timeline, calm());

    static Chaos calm() {
        Chaos chaos = new Chaos(Rng.seeded(1), new Coverage());
        chaos.calm(true);
        return chaos;
    }

    @Override
    protected Store reopened() {
        return disk.store(new Timeline.Process("control"));
    }

    @Override
    @SuppressWarnings("StatementWithEmptyBody")
    protected void settle() {
        while (timeline.step()) {}
    }
}

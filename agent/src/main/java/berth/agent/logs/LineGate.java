package berth.agent.logs;

import java.util.concurrent.Semaphore;

/// Where an engine's reading thread waits while a container's lines have no room: the back-pressure.
public interface LineGate {

    /// Called by the reader. True: there may be room, look again. False: stop reading; the same lines are read
    /// again later.
    boolean awaitRoom();

    /// Called by the agent: room was made, or nothing is wanted any more.
    void release();

    /// A gate that blocks the calling thread, for engines that read on threads of their own.
    static LineGate blocking() {
        return new LineGate() {
            private final Semaphore room = new Semaphore(0);

            @Override
            public boolean awaitRoom() {
                try {
                    room.acquire();
                    room.drainPermits();
                    return true;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }

            @Override
            public void release() {
                room.release();
            }
        };
    }

    /// A gate that never waits, for engines that read on the agent's own loop, as the simulator's does.
    static LineGate refusing() {
        return new LineGate() {
            @Override
            public boolean awaitRoom() {
                return false;
            }

            @Override
            public void release() {}
        };
    }
}

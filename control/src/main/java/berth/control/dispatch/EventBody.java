package berth.control.dispatch;

import berth.wire.EventMessage;
import berth.wire.HttpStream;
import software.amazon.awssdk.core.SdkPojo;

/// Events as the body of a reply.
final class EventBody implements HttpStream {
    private final Events events;

    EventBody(Events events) {
        this.events = events;
    }

    @Override
    public void begin(Outlet outlet) {
        outlet.write(EventMessage.initialResponse());
        events.begin(new Events.Listener() {
            @Override
            public boolean takesMore() {
                return outlet.takesMore();
            }

            @Override
            public void event(String name, SdkPojo event) {
                outlet.write(EventMessage.event(name, event));
            }

            @Override
            public void fail(String name, String message) {
                outlet.write(EventMessage.exception(name, message));
                outlet.end();
            }
        });
    }

    @Override
    public void ended() {
        events.ended();
    }
}

package berth.control.logs;

import berth.control.logs.model.SubscriptionFilter;
import berth.control.logs.plan.SubscriptionPayload;
import berth.control.logs.plan.pattern.FilterPattern;
import berth.control.reconcile.Projection;
import berth.control.store.Change;
import berth.control.store.State;
import berth.control.store.Store;
import berth.kernel.Account;
import berth.kernel.Clock;
import berth.kernel.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers events to the destinations of subscription filters, one batch of a filter after the other. Key:
/// `group:filter`.
///
/// The log store keeps what was not delivered, so that a crash loses nothing; what was sent and not yet noted is sent
/// again. A destination that does not answer is asked again, first after 1 s and at the longest after 1 min.
/// CloudWatch: what can't be delivered for 24 hours is given up.
///
/// All of its state is touched on the loop alone.
public final class LogDelivery implements Projection {
    private static final Logger LOG = LoggerFactory.getLogger(LogDelivery.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration GIVEN_UP = Duration.ofHours(24);

    private final LogStore store;
    private final LogDestination destination;
    private final Loop loop;
    private final Clock clock;
    private final Account account;
    private final TreeMap<String, Delivery> deliveries = new TreeMap<>();

    /// @param loop the one that projections run on
    public LogDelivery(LogStore store, LogDestination destination, Loop loop, Clock clock, Account account) {
        this.store = store;
        this.destination = destination;
        this.loop = loop;
        this.clock = clock;
        this.account = account;
    }

    /// What is known of one filter.
    private static final class Delivery {
        private SubscriptionFilter filter;
        private boolean subscribed;
        private boolean busy;
        private boolean again;
        private Duration pause = FIRST_PAUSE;

        Delivery(SubscriptionFilter filter) {
            this.filter = filter;
        }
    }

    /// Listens for events, and forgets filters that were deleted while Berth was down.
    public void start(State published) {
        store.listen(group -> loop.execute(() -> came(group)));
        store.subscriptions(known -> loop.execute(() -> known.stream()
                .filter(key -> published.find(LogViews.SUBSCRIPTIONS, key) == null)
                .forEach(this::unsubscribe)));
    }

    @Override
    public String name() {
        return "log-delivery";
    }

    @Override
    public void wakes(State state, Change change, Consumer<String> wake) {
        if (change.kind() == LogViews.SUBSCRIPTIONS) {
            wake.accept(change.id());
        }
    }

    @Override
    public Collection<String> keys(State state) {
        return state.all(LogViews.SUBSCRIPTIONS).stream()
                .map(SubscriptionFilter::name)
                .toList();
    }

    @Override
    public void project(State published, String key) {
        SubscriptionFilter filter = published.find(LogViews.SUBSCRIPTIONS, key);
        if (filter == null) {
            deliveries.remove(key);
            unsubscribe(key);
            return;
        }
        Delivery delivery = deliveries.computeIfAbsent(key, name -> new Delivery(filter));
        delivery.filter = filter;
        if (delivery.subscribed) {
            next(key, delivery);
        } else {
            store.subscribe(
                    filter.group(),
                    filter.filter(),
                    result -> loop.execute(() -> {
                        if (result instanceof Store.Result.Committed) {
                            delivery.subscribed = true;
                            next(key, delivery);
                        }
                    }));
        }
    }

    private void unsubscribe(String key) {
        int colon = key.lastIndexOf(':');
        // What fails is seen at the next start.
        store.unsubscribe(key.substring(0, colon), key.substring(colon + 1), result -> {});
    }

    private void came(String group) {
        deliveries.forEach((key, delivery) -> {
            if (delivery.filter.group().equals(group)) {
                delivery.again = true;
                next(key, delivery);
            }
        });
    }

    private void next(String key, Delivery delivery) {
        if (delivery.busy || deliveries.get(key) != delivery) {
            return;
        }
        delivery.busy = true;
        delivery.again = false;
        SubscriptionFilter filter = delivery.filter;
        store.pending(
                filter.group(),
                filter.filter(),
                pending -> loop.execute(() -> {
                    if (pending.events().isEmpty()) {
                        delivery.busy = false;
                        if (delivery.again) {
                            next(key, delivery);
                        }
                    } else {
                        send(key, delivery, pending, payloads(filter, pending), 0);
                    }
                }));
    }

    private List<String> payloads(SubscriptionFilter filter, LogStore.Pending pending) {
        return SubscriptionPayload.of(
                account.id(),
                filter.group(),
                filter.filter(),
                FilterPattern.parse(filter.pattern()),
                pending.events().stream()
                        .map(event ->
                                new SubscriptionPayload.Line(event.stream(), event.id(), event.at(), event.message()))
                        .toList());
    }

    private void send(String key, Delivery delivery, LogStore.Pending pending, List<String> payloads, int index) {
        if (deliveries.get(key) != delivery) {
            return;
        }
        if (index == payloads.size()) {
            delivery.pause = FIRST_PAUSE;
            noted(key, delivery, pending);
            return;
        }
        destination.send(
                delivery.filter.url(),
                payloads.get(index),
                why -> loop.execute(() -> {
                    if (why == null) {
                        send(key, delivery, pending, payloads, index + 1);
                    } else {
                        failed(key, delivery, pending, payloads, index, why);
                    }
                }));
    }

    private void failed(
            String key, Delivery delivery, LogStore.Pending pending, List<String> payloads, int index, String why) {
        Instant oldest = pending.events().getFirst().ingested();
        if (oldest.isBefore(clock.now().minus(GIVEN_UP))) {
            LOG.warn(
                    "{} events for {} are given up after {}: {}",
                    pending.events().size(),
                    key,
                    GIVEN_UP,
                    why);
            noted(key, delivery, pending);
            return;
        }
        Duration pause = delivery.pause;
        if (pause.equals(FIRST_PAUSE)) {
            LOG.warn(
                    "Events for {} can't be delivered to {}: {} They are kept and sent again.",
                    key,
                    delivery.filter.destination(),
                    why);
        }
        delivery.pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        loop.schedule(pause, () -> send(key, delivery, pending, payloads, index));
    }

    private void noted(String key, Delivery delivery, LogStore.Pending pending) {
        SubscriptionFilter filter = delivery.filter;
        store.delivered(
                filter.group(),
                filter.filter(),
                pending.through(),
                result -> loop.execute(() -> {
                    delivery.busy = false;
                    // What could not be noted is sent again, with the next resync.
                    if (result instanceof Store.Result.Committed) {
                        next(key, delivery);
                    }
                }));
    }
}

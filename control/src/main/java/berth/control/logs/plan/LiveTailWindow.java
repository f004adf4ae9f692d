package berth.control.logs.plan;

import java.util.ArrayList;
import java.util.List;

/// The events of one second of a live tail.
///
/// CloudWatch: an update has at most 500 events; of more it has a sample of 500. Rule: of what came, every first, every
/// second, every fourth ... event is kept, so that no more than twice 500 are ever held; of these, 500 at even
/// distances are taken. Of a second's text, 1 Mi characters are looked at and the rest is passed over: what writes logs
/// waits for the looking, and what is kept takes memory.
///
/// Example: of 1,200 events every second is kept from the 1,001st on, which leaves the 600 with even numbers; taken are
/// the first, second, third, fourth, fifth and seventh of them, and so on.
///
/// @param <E> an event
public final class LiveTailWindow<E> {
    /// CloudWatch: events of an update.
    public static final int MOST = 500;

    /// Characters of text that are looked at in a second; as much as one PutLogEvents may bring.
    public static final int MOST_TEXT = 1_048_576;

    private List<E> kept = new ArrayList<>();
    private long came;
    private long distance = 1;
    private long text;

    /// What is sent of one second.
    ///
    /// @param sampled whether there was more
    public record Update<E>(List<E> events, boolean sampled) {
        public Update {
            events = List.copyOf(events);
        }
    }

    /// Whether an event is looked at; what is passed over makes this second a sample.
    ///
    /// @param length of the event's text, in characters
    public boolean looksAt(int length) {
        text += length;
        return text <= MOST_TEXT;
    }

    public void add(E event) {
        if (came % distance == 0) {
            kept.add(event);
        }
        came++;
        if (kept.size() > 2 * MOST) {
            List<E> thinner = new ArrayList<>();
            for (int i = 0; i < kept.size(); i += 2) {
                thinner.add(kept.get(i));
            }
            kept = thinner;
            distance *= 2;
        }
    }

    /// What came since the last time.
    public Update<E> take() {
        List<E> taken = new ArrayList<>();
        int most = Math.min(MOST, kept.size());
        for (int i = 0; i < most; i++) {
            taken.add(kept.get((int) ((long) i * kept.size() / most)));
        }
        Update<E> update = new Update<>(taken, came > MOST || text > MOST_TEXT);
        kept = new ArrayList<>();
        came = 0;
        distance = 1;
        text = 0;
        return update;
    }
}

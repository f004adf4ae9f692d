package berth.control.ecs.instance.plan;

import java.util.Collection;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The connected hosts of a zone, in each order. Immutable; an order is brought up to date when it is asked for.
///
/// The rule: what changes is only written down. Who asks for an order has the changes since it was last asked for made
/// in it, one a host, whatever number there were; an order that nobody asked for in so many changes that it is cheaper
/// to make it anew is forgotten, with the changes.
///
/// **Example.** 10,000 tasks that are packed by memory on 1,600 hosts change the order by memory 10,000 times, and
/// those by CPU and by tasks, as nobody asks, not once. The first spread makes the one by tasks anew, of 1,600 hosts.
final class Zone {
    /// After so many changes a host the oldest are forgotten.
    private static final int CHANGES_A_HOST = 4;

    /// And after so many that no host counts for.
    private static final int CHANGES = 64;

    private final String name;
    private final int size;
    private final Change last;
    /// By the order's number. What was asked for is put there by any thread; it follows from the same.
    private final @Nullable Kept[] kept;

    private Zone(String name, int size, Change last, @Nullable Kept[] kept) {
        this.name = name;
        this.size = size;
        this.last = last;
        this.kept = kept;
    }

    static Zone empty(String name) {
        return new Zone(name, 0, Change.first(), new Kept[RoomOrder.values().length]);
    }

    /// One host that came, changed, or went. Each is another, also one that says the same.
    ///
    /// To tell whether one comes after another, each also knows one that is further back, by the rule of
    /// skew-binary numbers: among 3,000 changes any one is reached in some 20 steps.
    static final class Change {
        private final @Nullable Change before;
        private final @Nullable Change farBefore;
        private final @Nullable Change lastGain;
        private final @Nullable Room from;
        private final @Nullable Room to;
        private final int number;
        private final Object mark = new Object();

        /// @param before null for the first of all
        private Change(@Nullable Change before, @Nullable Room from, @Nullable Room to) {
            this.before = before;
            this.farBefore = farBefore(before);
            this.from = from;
            this.to = to;
            this.number = before == null ? 0 : before.number + 1;
            boolean gain = to != null && (from == null || !to.isNoBetterThan(from));
            this.lastGain = gain ? this : before == null ? null : before.lastGain;
        }

        /// Two jumps of one length become one of twice the length and one.
        private static @Nullable Change farBefore(@Nullable Change before) {
            Change far = before == null ? null : before.farBefore;
            Change farther = far == null ? null : far.farBefore;
            return before != null
                            && far != null
                            && farther != null
                            && before.number - far.number == far.number - farther.number
                    ? farther
                    : before;
        }

        static Change first() {
            return new Change(null, null, null);
        }

        /// What this change alone has. To keep it keeps nothing else.
        Object mark() {
            return mark;
        }

        /// How many came before it since the first that is known.
        int number() {
            return number;
        }

        /// Whether the change with this number and mark is this one or came before it.
        boolean follows(int earlier, Object itsMark) {
            Change one = this;
            while (one != null && one.number > earlier) {
                Change far = one.farBefore;
                one = far != null && far.number >= earlier ? far : one.before;
            }
            return one != null && one.mark == itsMark;
        }

        /// The latest that gave a host room that it had not, this one or one before it; null where there is none.
        @Nullable
        Change lastGain() {
            return lastGain;
        }

        /// The one before a gain.
        @Nullable
        Change gainBefore() {
            return before == null ? null : before.lastGain;
        }

        String host() {
            return Objects.requireNonNull(to == null ? from : to).id();
        }

        RoomTree in(RoomTree tree) {
            if (from == null) {
                return to == null ? tree : tree.plus(to);
            }
            return to == null ? tree.minus(from) : tree.moved(from, to);
        }
    }

    /// An order in which every change up to one was made.
    private record Kept(RoomTree tree, Change upTo) {
        /// @param last a later change
        @SuppressWarnings("ReferenceEquality") // each change is another
        Kept caughtUp(Change last) {
            if (upTo == last) {
                return this;
            }
            if (last.before == upTo) {
                return new Kept(last.in(tree), last);
            }
            TreeMap<String, Change> wholes = new TreeMap<>();
            for (Change one = last; one != upTo; one = Objects.requireNonNull(one.before)) {
                wholes.merge(one.host(), one, (newer, older) -> new Change(null, older.from, newer.to));
            }
            RoomTree caughtUp = tree;
            for (Change whole : wholes.values()) {
                caughtUp = whole.in(caughtUp);
            }
            return new Kept(caughtUp, last);
        }
    }

    /// What changed last.
    Change last() {
        return last;
    }

    /// How many hosts.
    int size() {
        return size;
    }

    /// With a host that came, changed or went.
    ///
    /// @param from as it was, null for one that comes
    /// @param to as it is, null for one that goes
    Zone with(@Nullable Room from, @Nullable Room to) {
        int hosts = size + (to == null ? 0 : 1) - (from == null ? 0 : 1);
        Zone base = last.number < CHANGES + CHANGES_A_HOST * hosts ? this : forgetful();
        return new Zone(name, hosts, new Change(base.last, from, to), base.kept.clone());
    }

    /// The same without its past.
    private Zone forgetful() {
        Change first = Change.first();
        @Nullable Kept[] rest = new Kept[kept.length];
        for (int i = 0; i < kept.length; i++) {
            Kept one = kept[i];
            if (one != null && last.number - one.upTo().number < size) {
                rest[i] = new Kept(one.caughtUp(last).tree(), first);
            }
        }
        return new Zone(name, size, first, rest);
    }

    /// @param all all hosts of all zones
    @SuppressWarnings("ReferenceEquality") // each change is another
    RoomTree in(RoomOrder order, Collection<Room> all) {
        Kept one = kept[order.ordinal()];
        if (one == null || one.upTo() != last) {
            one = one == null ? new Kept(made(order, all), last) : one.caughtUp(last);
            kept[order.ordinal()] = one;
        }
        return one.tree();
    }

    private RoomTree made(RoomOrder order, Collection<Room> all) {
        RoomTree tree = RoomTree.empty(order);
        for (Room room : all) {
            tree = room.host().connected() && room.zone().equals(name) ? tree.plus(room) : tree;
        }
        return tree;
    }
}

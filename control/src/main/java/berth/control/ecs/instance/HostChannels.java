package berth.control.ecs.instance;

import berth.kernel.host.Beat;
import berth.kernel.host.Desired;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.HostChannel;
import berth.kernel.host.Lease;
import berth.kernel.host.Observed;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// The channels that are open now, and what was said on each: thin, and the one place where it is remembered
/// what a host was told. Thread-safe: projections send from the writer's loop, hosts report from theirs.
public final class HostChannels {
    /// Of a host that acknowledges nothing, so many messages are remembered.
    private static final int REMEMBERED = 64;

    private final ConcurrentSkipListMap<String, Channel> channels = new ConcurrentSkipListMap<>();

    /// A new connection; what was said on an older one does not count any more.
    ///
    /// @return false if one of a newer session is open, which then stays
    boolean open(String hostId, long session, HostChannel channel) {
        Channel opened = new Channel(session, channel);
        return channels.merge(hostId, opened, Channel::orNewer) == opened;
    }

    /// @return whether there was a connection
    boolean close(String hostId) {
        return channels.remove(hostId) != null;
    }

    /// Closes a connection unless the host has another by now.
    ///
    /// @return whether it was the current one
    boolean close(String hostId, HostChannel line) {
        Channel channel = channels.get(hostId);
        return channel != null && channel.line == line && channels.remove(hostId, channel);
    }

    /// Answers a beat, if it is of the current session.
    ///
    /// @return whether it was
    boolean renew(Beat beat, @Nullable Duration fence) {
        Channel channel = channels.get(beat.hostId());
        if (channel == null || channel.session != beat.session()) {
            return false;
        }
        channel.line.renew(new Lease(beat.number(), fence));
        return true;
    }

    public boolean isOpen(String hostId) {
        return channels.containsKey(hostId);
    }

    /// Whether a report is the newest of the current connection. Remembers it.
    boolean admits(Observed report) {
        Channel channel = channels.get(report.hostId());
        return channel != null && channel.admits(report);
    }

    /// ARNs of the tasks in the message that a report of everything took into account; empty if that is not
    /// known, and for any other report, which says nothing about what it leaves out.
    SortedSet<String> known(Observed report) {
        Channel channel = channels.get(report.hostId());
        return channel == null || !report.full()
                ? Collections.emptySortedSet()
                : channel.known(report.desiredVersion());
    }

    /// Sends what a host should run, unless the host is known to know it.
    ///
    /// @return whether it was sent
    public boolean tell(Desired desired) {
        Channel channel = channels.get(desired.hostId());
        return channel != null && channel.tell(desired);
    }

    private static final class Channel {
        private final long session;
        private final HostChannel line;
        private final TreeMap<Long, Desired> told = new TreeMap<>();
        private @Nullable Desired newest;
        private long acknowledged = -1;
        private long sequence = -1;

        Channel(long session, HostChannel line) {
            this.session = session;
            this.line = line;
        }

        /// The connection of the newer session. A new one of the same session still knows which reports came.
        Channel orNewer(Channel next) {
            if (session > next.session) {
                return this;
            }
            next.sequence = session == next.session ? Math.max(sequence, next.sequence) : next.sequence;
            return next;
        }

        synchronized boolean admits(Observed report) {
            if (report.session() != session || report.sequence() <= sequence) {
                return false;
            }
            sequence = report.sequence();
            acknowledged = Math.max(acknowledged, report.desiredVersion());
            told.headMap(acknowledged, false).clear();
            return true;
        }

        synchronized SortedSet<String> known(long version) {
            Desired desired = told.get(version);
            SortedSet<String> arns = new TreeSet<>();
            if (desired != null) {
                desired.tasks().stream().map(DesiredTask::arn).forEach(arns::add);
            }
            return arns;
        }

        synchronized boolean tell(Desired desired) {
            Desired last = newest;
            if (last != null && acknowledged >= last.version() && sameButVersion(last, desired)) {
                return false;
            }
            if (last != null && last.version() > desired.version()) {
                return false;
            }
            newest = desired;
            told.put(desired.version(), desired);
            if (told.size() > REMEMBERED) {
                told.pollFirstEntry();
            }
            line.send(desired);
            return true;
        }

        private static boolean sameButVersion(Desired one, Desired other) {
            return one.tasks().equals(other.tasks()) && one.warm().equals(other.warm());
        }
    }
}

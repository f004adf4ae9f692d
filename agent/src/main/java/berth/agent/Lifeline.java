package berth.agent;

import berth.agent.LastWord.Word;
import berth.kernel.host.Beat;
import berth.kernel.host.Fencing;
import berth.kernel.host.HostChannel;
import berth.kernel.host.Lease;
import java.time.Duration;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent's end of the lease (see [Fencing]): sends beats, keeps what is answered, and knows whether the host's
/// tasks
/// may still run. On the agent's loop.
///
/// Once the lease ran out it is not enough that a beat is answered again: what was wanted last may have been replaced
/// meanwhile. The tasks are fenced until the control plane also said, on a connection that was opened since, what is
/// wanted now.
final class Lifeline {
    private static final Logger LOG = LoggerFactory.getLogger(Lifeline.class);
    private static final int REMEMBERED = 64;

    /// After so many beats without an answer the agent joins again, with each beat.
    private static final int PATIENCE = 3;

    private final HostChannel.Upstream upstream;
    private final LastWord lastWord;
    private final String hostId;
    private final long session;
    private final Duration startedAt;
    private final TreeMap<Long, Duration> sent = new TreeMap<>();
    private @Nullable Word word;
    private long number;
    private int unanswered;
    private boolean answered;
    private boolean fenced;
    private int fencedAt;

    Lifeline(HostChannel.Upstream upstream, LastWord lastWord, String hostId, long session) {
        this.upstream = upstream;
        this.lastWord = lastWord;
        this.hostId = hostId;
        this.session = session;
        this.startedAt = lastWord.elapsed();
        this.word = lastWord.kept();
    }

    /// Sends a beat.
    ///
    /// @return whether it is time to join again, since beats that were answered once are not any more
    boolean beat() {
        sent.put(++number, lastWord.elapsed());
        if (sent.size() > REMEMBERED) {
            sent.pollFirstEntry();
        }
        upstream.beat(new Beat(hostId, session, number));
        return answered && ++unanswered > PATIENCE;
    }

    /// @return whether tasks may run now that might not before
    boolean renewed(Lease lease) {
        boolean lasted = lasts();
        Duration from = sent.get(lease.beat());
        if (from != null) {
            word = new Word(from, lease.fence());
            lastWord.keep(word);
            sent.headMap(lease.beat(), true).clear();
            unanswered = 0;
            answered = true;
        }
        return !lasted && lasts();
    }

    /// Looks whether the lease has run out.
    ///
    /// @param channel number of the newest connection
    /// @return true if it has just been found to
    boolean runsOut(int channel) {
        if (fenced || word == null || lasts() || sinceStart().compareTo(Fencing.GRACE) < 0) {
            return false;
        }
        fenced = true;
        fencedAt = channel;
        LOG.warn(
                "The control plane was not heard for {}: every task of this host is stopped, since it may be replaced"
                        + " elsewhere.",
                word == null ? "long" : word.fence());
        return true;
    }

    /// Looks whether what is wanted may be acted on again.
    ///
    /// @param desiredChannel number of the newest connection on which something was said
    /// @return true if it has just been found to
    boolean comesBack(int desiredChannel) {
        if (!fenced || !lasts() || desiredChannel <= fencedAt) {
            return false;
        }
        fenced = false;
        LOG.info("The control plane is back and said what is wanted now.");
        return true;
    }

    boolean fenced() {
        return fenced;
    }

    /// Whether to join again: the control plane answers beats, but what it says on the connections from before the
    /// lease ran out does not count any more, even where it comes after that.
    ///
    /// @param channel number of the newest connection
    boolean mustJoin(int channel) {
        return fenced && lasts() && channel <= fencedAt;
    }

    /// Whether there is a lease that has not run out. Before the first one nothing is started: it would never be
    /// fenced.
    boolean lasts() {
        Word known = word;
        return known != null
                && (known.fence() == null
                        || lastWord.elapsed().minus(known.from()).compareTo(known.fence()) < 0);
    }

    private Duration sinceStart() {
        return lastWord.elapsed().minus(startedAt);
    }
}

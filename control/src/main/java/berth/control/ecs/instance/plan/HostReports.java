package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.model.Host;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.host.Observed;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

/// What hosts say means for their tasks. Pure; decided on the writer by the package that knows tasks.
public interface HostReports {
    /// The tasks of a host whose agent is connected or not connected any more.
    List<Change> connected(State state, Host host, boolean connected, Instant now);

    /// The tasks of a host that was not heard for the fencing time: they are STOPPED.
    List<Change> lost(State state, Host host, Instant now);

    /// The tasks of a host that is taken away by force: they are STOPPED. Empty where it has none.
    List<Change> removed(State state, Host host, Instant now);

    /// A report of what a host has.
    ///
    /// @param known ARNs of the tasks of which the host knew when it reported: those missing from a full
    ///     report are gone
    List<Change> observed(State state, Observed report, SortedSet<String> known, Context context);
}

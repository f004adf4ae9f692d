package berth.control.elb;

import berth.control.elb.plan.Reports;
import berth.control.elb.plan.RoutingPlanner;
import berth.control.store.Outcome;
import berth.control.store.Writer;
import berth.routing.ProxyChannel;
import berth.routing.RoutingTable;
import berth.routing.TargetsReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control plane's end of the proxy's channel: turns reports into decisions. Thin; what a report means is decided
/// in [Reports].
///
/// A report that changes nothing is not submitted, so probes cost no commits. One whose commit fails is not submitted
/// again: the next, a few seconds later, says the same.
public final class ProxyDirectory implements ProxyChannel.Upstream {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyDirectory.class);
    private static final String CALLER = "berth:proxy";

    private final Writer writer;
    private final ProxyChannels channels;
    private final boolean drainsEndEarly;

    /// @param drainsEndEarly whether a deregistered target with nothing in flight goes before its delay is over
    public ProxyDirectory(Writer writer, ProxyChannels channels, boolean drainsEndEarly) {
        this.writer = writer;
        this.channels = channels;
        this.drainsEndEarly = drainsEndEarly;
    }

    @Override
    public void joined(ProxyChannel channel) {
        channels.open(channel);
        channels.tell(RoutingPlanner.table(writer.published()));
    }

    @Override
    public void reported(TargetsReport report) {
        RoutingTable table = channels.told(report.tableVersion());
        if (table == null
                || Reports.changes(writer.published(), report, table, drainsEndEarly)
                        .isEmpty()) {
            return;
        }
        writer.<Boolean>submit(
                CALLER,
                (state, context) -> new Outcome<>(Reports.changes(state, report, table, drainsEndEarly), true),
                answer -> {
                    if (answer instanceof Writer.Answer.Refused<Boolean>(var fault)) {
                        LOG.warn("A report of the proxy could not be taken in. {}", fault.message());
                    }
                });
    }
}

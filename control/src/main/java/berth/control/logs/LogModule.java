package berth.control.logs;

import berth.control.Module;
import berth.control.logs.api.CreateLogGroup;
import berth.control.logs.api.CreateLogStream;
import berth.control.logs.api.DescribeLogGroups;
import berth.control.logs.api.DescribeLogStreams;
import berth.control.logs.api.FilterLogEvents;
import berth.control.logs.api.GetLogEvents;
import berth.control.logs.api.PutLogEvents;
import java.util.List;

/// What CloudWatch Logs contributes.
public final class LogModule {
    private LogModule() {}

    public static Module module(LogStore store) {
        return new Module(
                List.of(LogViews.GROUPS, LogViews.STREAMS),
                List.of(
                        new CreateLogGroup(),
                        new CreateLogStream(),
                        new PutLogEvents(store),
                        new DescribeLogGroups(),
                        new DescribeLogStreams(store),
                        new GetLogEvents(store),
                        new FilterLogEvents(store)),
                List.of());
    }
}

package berth.control.logs.api;

import berth.control.dispatch.Operation;
import berth.control.logs.LogStore;
import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.model.LogStream;
import berth.control.logs.plan.LogRules;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.store.Writer;
import berth.kernel.Account;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;

/// DescribeLogStreams: by name or by the time of the last event, 50 a page. `storedBytes` is 0, as AWS has it
/// since 2019.
public final class DescribeLogStreams
        implements Operation.Append<DescribeLogStreamsRequest, DescribeLogStreamsResponse> {
    private final LogStore store;

    public DescribeLogStreams(LogStore store) {
        this.store = store;
    }

    @Override
    public String service() {
        return "logs";
    }

    @Override
    public String name() {
        return "DescribeLogStreams";
    }

    @Override
    public Class<DescribeLogStreamsRequest> request() {
        return DescribeLogStreamsRequest.class;
    }

    private record Known(LogStream stream, LogStore.@Nullable Extent extent) {
        long lastEvent() {
            return extent == null ? 0 : extent.last().toEpochMilli();
        }
    }

    @Override
    public void handle(
            DescribeLogStreamsRequest request,
            State state,
            Context context,
            Consumer<Writer.Answer<DescribeLogStreamsResponse>> done) {
        LogGroup group = LogViews.group(state, request.logGroupName(), request.logGroupIdentifier());
        int limit = LogRules.limit(request.limit(), 50, 50);
        String prefix = request.logStreamNamePrefix();
        boolean byTime = "LastEventTime".equals(request.orderByAsString());
        if (byTime && prefix != null) {
            throw Fault.invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.")
                    .raise();
        }
        List<LogStream> streams = state.by(LogViews.STREAMS, LogViews.STREAMS_BY_GROUP, group.name()).stream()
                .filter(stream -> prefix == null || stream.stream().startsWith(prefix))
                .toList();
        extents(streams, 0, new ArrayList<>(), known -> {
            List<Known> ordered = ordered(known, byTime, Boolean.TRUE.equals(request.descending()));
            int from = start(ordered, request.nextToken());
            List<Known> page = ordered.subList(from, Math.min(from + limit, ordered.size()));
            String next = from + limit < ordered.size() ? page.getLast().stream().stream() : null;
            done.accept(new Writer.Answer.Done<>(response(page, context.account(), next)));
        });
    }

    /// Asks the store for one stream after the other.
    private void extents(List<LogStream> streams, int index, List<Known> known, Consumer<List<Known>> done) {
        if (index == streams.size()) {
            done.accept(known);
            return;
        }
        LogStream stream = streams.get(index);
        store.extent(stream.group(), stream.stream(), extent -> {
            known.add(new Known(stream, extent));
            extents(streams, index + 1, known, done);
        });
    }

    private static List<Known> ordered(List<Known> known, boolean byTime, boolean descending) {
        Comparator<Known> order = byTime
                ? Comparator.comparingLong(Known::lastEvent).thenComparing(one -> one.stream().stream())
                : Comparator.comparing(one -> one.stream().stream());
        return known.stream().sorted(descending ? order.reversed() : order).toList();
    }

    private static int start(List<Known> ordered, @Nullable String token) {
        for (int i = 0; token != null && i < ordered.size(); i++) {
            if (ordered.get(i).stream().stream().equals(token)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static DescribeLogStreamsResponse response(List<Known> page, Account account, @Nullable String next) {
        return DescribeLogStreamsResponse.builder()
                .logStreams(
                        page.stream().map(known -> described(known, account)).toList())
                .nextToken(next)
                .build();
    }

    private static software.amazon.awssdk.services.cloudwatchlogs.model.LogStream described(
            Known known, Account account) {
        LogStream stream = known.stream();
        var described = software.amazon.awssdk.services.cloudwatchlogs.model.LogStream.builder()
                .logStreamName(stream.stream())
                .creationTime(stream.createdAt().toEpochMilli())
                .arn(account.arn("logs", "log-group:" + stream.group() + ":log-stream:" + stream.stream()))
                .uploadSequenceToken("1")
                .storedBytes(0L);
        LogStore.Extent extent = known.extent();
        if (extent != null) {
            described
                    .firstEventTimestamp(extent.first().toEpochMilli())
                    .lastEventTimestamp(extent.last().toEpochMilli())
                    .lastIngestionTime(extent.lastIngested().toEpochMilli());
        }
        return described.build();
    }
}

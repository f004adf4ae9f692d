package berth.control.logs;

import berth.control.logs.model.LogGroup;
import berth.control.logs.model.LogStream;
import berth.control.store.Index;
import berth.control.store.Kind;

/// How log groups and streams are found.
public final class LogViews {
    public static final Kind<LogGroup> GROUPS = Kind.of("log-group", LogGroup.class, LogGroup::name);

    public static final Index<LogStream> STREAMS_BY_GROUP = Index.of("log-stream.by-group", LogStream::group);
    public static final Kind<LogStream> STREAMS =
            Kind.of("log-stream", LogStream.class, LogStream::name, STREAMS_BY_GROUP);

    private LogViews() {}
}

package berth.control.logs.api;

import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Fault;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;

/// Log groups as the SDK has them.
final class Groups {
    private Groups() {}

    static String arn(LogGroup group, Account account) {
        return account.arn("logs", "log-group:" + group.name());
    }

    /// The group that a resource's ARN names, with or without `:*`.
    ///
    /// @throws berth.kernel.FaultException ResourceNotFoundException, InvalidParameterException
    static LogGroup byArn(State state, @Nullable String arn) {
        if (arn == null || !arn.startsWith("arn:") || !arn.contains(":log-group:")) {
            throw Fault.invalidParameter(
                            "1 validation error detected: Value '%s' at 'resourceArn' failed to satisfy constraint: Member must be the ARN of a log group"
                                    .formatted(arn))
                    .raise();
        }
        return LogViews.named(state, LogViews.nameOf(arn));
    }

    /// Whether a request for groups of a class includes those that there are: all are STANDARD.
    static boolean wanted(@Nullable LogGroupClass given) {
        return given == null || given == LogGroupClass.STANDARD;
    }

    static software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup described(
            LogGroup group, Account account, long storedBytes, int metricFilters) {
        return software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup.builder()
                .logGroupName(group.name())
                .creationTime(group.createdAt().toEpochMilli())
                .retentionInDays(group.retentionInDays())
                .metricFilterCount(metricFilters)
                .arn(arn(group, account) + ":*")
                .storedBytes(storedBytes)
                .logGroupArn(arn(group, account))
                .logGroupClass(LogGroupClass.STANDARD)
                .deletionProtectionEnabled(false)
                .build();
    }
}

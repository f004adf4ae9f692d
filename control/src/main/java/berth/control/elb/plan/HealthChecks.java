package berth.control.elb.plan;

import berth.control.elb.model.Protocol;
import berth.control.elb.model.TargetGroup.HealthCheck;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a health check is when only parts of it are given, and within which bounds.
///
/// ELB's defaults: groups of HTTP and HTTPS are probed by HTTP on `/` and must answer 200 within 5 s, those of gRPC by
/// `/AWS.ALB/healthcheck` and must answer status 12; groups of TCP and TLS by TCP within 10 s (by HTTP: 6 s). Every
/// 30 s; 5 successes make an unhealthy target healthy, 2 failures the other way round.
///
/// Worked example: of an HTTP group with interval 5 and no timeout the timeout would be 5: refused, since it must be
/// smaller than the interval; with interval 10 it is 5.
public final class HealthChecks {
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");
    private static final Pattern CODES = Pattern.compile("\\d{1,3}(-\\d{1,3})?(,\\d{1,3}(-\\d{1,3})?)*");
    private static final int MAX_PATH = 1024;

    private HealthChecks() {}

    /// What is asked for; null where nothing is said.
    public record Wanted(
            @Nullable Protocol protocol,
            @Nullable String port,
            @Nullable String path,
            @Nullable Integer intervalSeconds,
            @Nullable Integer timeoutSeconds,
            @Nullable Integer healthyThreshold,
            @Nullable Integer unhealthyThreshold,
            @Nullable String matcher) {}

    /// The check of a new group.
    ///
    /// @param protocolVersion of the group, or null
    /// @throws berth.kernel.FaultException ValidationError
    public static HealthCheck created(Protocol group, @Nullable String protocolVersion, Wanted wanted) {
        boolean grpc = "GRPC".equals(protocolVersion);
        Protocol protocol = or(wanted.protocol(), group.readsRequests() ? Protocol.HTTP : Protocol.TCP);
        boolean http = protocol.readsRequests();
        boolean requests = group.readsRequests();
        return checked(
                group,
                grpc,
                new HealthCheck(
                        protocol,
                        or(wanted.port(), "traffic-port"),
                        http ? or(wanted.path(), grpc ? "/AWS.ALB/healthcheck" : "/") : wanted.path(),
                        or(wanted.intervalSeconds(), 30),
                        or(wanted.timeoutSeconds(), requests ? 5 : protocol == Protocol.HTTP ? 6 : 10),
                        or(wanted.healthyThreshold(), 5),
                        or(wanted.unhealthyThreshold(), 2),
                        http ? or(wanted.matcher(), grpc ? "12" : requests ? "200" : "200-399") : wanted.matcher()));
    }

    /// The check of a group after a change.
    ///
    /// @throws berth.kernel.FaultException ValidationError
    public static HealthCheck modified(
            Protocol group, @Nullable String protocolVersion, HealthCheck before, Wanted wanted) {
        Protocol protocol = or(wanted.protocol(), before.protocol());
        boolean http = protocol.readsRequests();
        boolean grpc = "GRPC".equals(protocolVersion);
        String path = http ? or(wanted.path(), before.path() == null ? "/" : before.path()) : wanted.path();
        String matcher =
                http ? or(wanted.matcher(), before.matcher() == null ? "200-399" : before.matcher()) : wanted.matcher();
        return checked(
                group,
                grpc,
                new HealthCheck(
                        protocol,
                        or(wanted.port(), before.port()),
                        path,
                        or(wanted.intervalSeconds(), before.intervalSeconds()),
                        or(wanted.timeoutSeconds(), before.timeoutSeconds()),
                        or(wanted.healthyThreshold(), before.healthyThreshold()),
                        or(wanted.unhealthyThreshold(), before.unhealthyThreshold()),
                        matcher));
    }

    private static HealthCheck checked(Protocol group, boolean grpc, HealthCheck check) {
        boolean http = check.protocol().readsRequests();
        if (group.readsRequests() ? !http : check.protocol() == Protocol.TLS) {
            throw ElbFaults.validation(
                            "Health check protocol '%s' is not supported for target groups with the protocol '%s'",
                            check.protocol(), group)
                    .raise();
        }
        if (!http && (check.path() != null || check.matcher() != null)) {
            throw ElbFaults.validation(
                            "Health check path and matcher are not supported for health check protocol '%s'",
                            check.protocol())
                    .raise();
        }
        within("Health check interval", check.intervalSeconds(), 5, 300);
        within("Health check timeout", check.timeoutSeconds(), 2, 120);
        within("Healthy threshold count", check.healthyThreshold(), 2, 10);
        within("Unhealthy threshold count", check.unhealthyThreshold(), 2, 10);
        if (check.timeoutSeconds() >= check.intervalSeconds() && group.readsRequests()
                || check.timeoutSeconds() > check.intervalSeconds()) {
            throw ElbFaults.validation(
                            "Health check interval must be greater than the timeout; the interval is %d and the timeout"
                                    + " is %d",
                            check.intervalSeconds(), check.timeoutSeconds())
                    .raise();
        }
        checkPort(check.port());
        String path = check.path();
        if (path != null && (!path.startsWith("/") || path.length() > MAX_PATH)) {
            throw ElbFaults.validation(
                            "Health check path '%s' must begin with a '/' character, and can be no longer than %d"
                                    + " characters",
                            path, MAX_PATH)
                    .raise();
        }
        String matcher = check.matcher();
        if (matcher != null) {
            checkMatcher(matcher, grpc ? 0 : 200, grpc ? 99 : group.readsRequests() ? 499 : 599);
        }
        return check;
    }

    private static void checkPort(String port) {
        boolean number =
                PORT.matcher(port).matches() && Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= 65_535;
        if (!number && !port.equals("traffic-port")) {
            throw ElbFaults.validation(
                            "Health check port '%s' must be either 'traffic-port' or a value between 1 and 65535", port)
                    .raise();
        }
    }

    private static void checkMatcher(String matcher, int least, int most) {
        boolean good = CODES.matcher(matcher).matches();
        if (good) {
            for (String range : matcher.split(",", -1)) {
                String[] ends = range.split("-", -1);
                int first = Integer.parseInt(ends[0]);
                int last = Integer.parseInt(ends[ends.length - 1]);
                good &= least <= first && first <= last && last <= most;
            }
        }
        if (!good) {
            throw ElbFaults.validation(
                            "Health check matcher '%s' must be codes between %d and %d, for example %d or %d-%d",
                            matcher, least, most, least, least, most)
                    .raise();
        }
    }

    private static void within(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw ElbFaults.validation("%s '%d' must be between %d and %d", what, value, least, most)
                    .raise();
        }
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }
}

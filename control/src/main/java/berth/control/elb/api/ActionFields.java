package berth.control.elb.api;

import java.util.ArrayList;
import java.util.List;

/// The members of actions and conditions that are honoured.
final class ActionFields {
    private ActionFields() {}

    /// @param path of the list of actions
    static List<String> actions(String path) {
        return below(path, "Type", "TargetGroupArn", "Order", "RedirectConfig", "FixedResponseConfig", "ForwardConfig");
    }

    static List<String> conditions(String path) {
        return below(
                path,
                "Field",
                "Values",
                "RegexValues",
                "HostHeaderConfig",
                "PathPatternConfig",
                "HttpHeaderConfig",
                "QueryStringConfig",
                "HttpRequestMethodConfig",
                "SourceIpConfig");
    }

    @SafeVarargs
    static List<String> joined(List<String>... lists) {
        return List.of(lists).stream().flatMap(List::stream).toList();
    }

    private static List<String> below(String path, String... names) {
        List<String> paths = new ArrayList<>();
        for (String name : names) {
            paths.add(path + '.' + name);
        }
        return paths;
    }
}

package berth.agent.task;

import berth.agent.task.FirelensConfiguration.Route;
import berth.kernel.host.Firelens;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A router's configuration as fluentbit reads it: sections of a name and of a value each line.
final class FluentBitText {
    private static final String HEALTH_TAG = "firelens-healthcheck";

    private FluentBitText() {}

    /// @param listen address of the port, or null: none
    /// @param included path of more configuration, or null
    static String of(
            @Nullable String listen,
            SortedMap<String, String> metadata,
            @Nullable String included,
            List<Route> routes) {
        List<String> sections = new ArrayList<>();
        sections.add(section("INPUT", "Name forward", "unix_path " + FirelensConfiguration.SOCKET));
        if (listen != null) {
            sections.add(section("INPUT", "Name forward", "Listen " + listen, "Port " + Firelens.PORT));
            sections.add(section(
                    "INPUT",
                    "Name tcp",
                    "Tag " + HEALTH_TAG,
                    "Listen 127.0.0.1",
                    "Port " + FirelensConfiguration.HEALTH_PORT));
        }
        routes.forEach(route -> grep(sections, route));
        if (!metadata.isEmpty()) {
            List<String> lines = new ArrayList<>(List.of("Name record_modifier", "Match *"));
            metadata.forEach((name, value) -> lines.add("Record " + name + ' ' + value));
            sections.add(section("FILTER", lines.toArray(String[]::new)));
        }
        if (included != null) {
            sections.add("@INCLUDE " + included + "\n");
        }
        if (listen != null) {
            sections.add(section("OUTPUT", "Name null", "Match " + HEALTH_TAG));
        }
        for (Route route : routes) {
            if (route.plugin() != null) {
                List<String> lines = new ArrayList<>(List.of("Name " + route.plugin(), match(route)));
                route.options().forEach((name, value) -> lines.add(name + ' ' + value));
                sections.add(section("OUTPUT", lines.toArray(String[]::new)));
            }
        }
        return String.join("\n", sections);
    }

    private static void grep(List<String> sections, Route route) {
        if (route.include() != null) {
            sections.add(section("FILTER", "Name grep", match(route), "Regex log " + route.include()));
        }
        if (route.exclude() != null) {
            sections.add(section("FILTER", "Name grep", match(route), "Exclude log " + route.exclude()));
        }
    }

    private static String match(Route route) {
        return "Match " + route.tag() + '*';
    }

    private static String section(String name, String... lines) {
        return "[" + name + "]\n    " + String.join("\n    ", lines) + '\n';
    }
}

package berth.agent.task;

import berth.agent.task.FirelensConfiguration.Route;
import berth.kernel.host.Firelens;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A router's configuration as fluentd reads it: elements with lines of a name and a value each.
final class FluentdText {
    private FluentdText() {}

    /// @param listen address of the port, or null: none
    /// @param included path of more configuration, or null
    static String of(
            @Nullable String listen,
            SortedMap<String, String> metadata,
            @Nullable String included,
            List<Route> routes) {
        List<String> elements = new ArrayList<>();
        elements.add(element("source", "", List.of("@type unix", "path " + FirelensConfiguration.SOCKET)));
        if (listen != null) {
            elements.add(element("source", "", List.of("@type forward", "bind " + listen, "port " + Firelens.PORT)));
        }
        for (Route route : routes) {
            grep(elements, route, "regexp", route.include());
            grep(elements, route, "exclude", route.exclude());
        }
        if (!metadata.isEmpty()) {
            List<String> lines = new ArrayList<>(List.of("@type record_transformer", "<record>"));
            metadata.forEach((name, value) -> lines.add("    " + name + ' ' + value));
            lines.add("</record>");
            elements.add(element("filter", " **", lines));
        }
        if (included != null) {
            elements.add("@include " + included + "\n");
        }
        for (Route route : routes) {
            if (route.plugin() != null) {
                List<String> lines = new ArrayList<>(List.of("@type " + route.plugin()));
                route.options().forEach((name, value) -> lines.add(name + ' ' + value));
                elements.add(element("match", match(route), lines));
            }
        }
        return String.join("\n", elements);
    }

    private static void grep(List<String> elements, Route route, String kind, @Nullable String pattern) {
        if (pattern != null) {
            elements.add(element(
                    "filter",
                    match(route),
                    List.of(
                            "@type grep",
                            "<" + kind + ">",
                            "    key log",
                            "    pattern " + pattern,
                            "</" + kind + ">")));
        }
    }

    private static String match(Route route) {
        return " " + route.tag() + "**";
    }

    private static String element(String name, String argument, List<String> lines) {
        return "<" + name + argument + ">\n    " + String.join("\n    ", lines) + "\n</" + name + ">\n";
    }
}

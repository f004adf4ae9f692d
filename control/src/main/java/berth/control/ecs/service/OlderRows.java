package berth.control.ecs.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Services that were stored before their records were grouped: what a task is was spread over the spec and each
/// deployment, and the percents stood in the spec.
final class OlderRows {
    private static final List<String> WORKLOAD = List.of("taskDefinition", "launchType", "platformVersion", "network");

    private OlderRows() {}

    /// A service's row in the shape of today.
    static Map<String, Object> today(Map<String, Object> stored) {
        Map<String, Object> spec = members(stored, "spec");
        if (spec.containsKey("workload")) {
            return stored;
        }
        group(spec, "workload", WORKLOAD);
        group(spec, "deployment", List.of("minimumHealthyPercent", "maximumPercent"));
        group(spec, "origin", List.of("clientToken", "createdBy", "createdAt"));
        Map<String, Object> status = members(stored, "status");
        List<Object> deployments = new ArrayList<>();
        if (status.get("deployments") instanceof List<?> old) {
            for (Object one : old) {
                Map<String, Object> deployment = copy(one);
                group(deployment, "workload", WORKLOAD);
                deployments.add(deployment);
            }
        }
        status.put("deployments", deployments);
        Map<String, Object> today = new LinkedHashMap<>(stored);
        today.put("spec", spec);
        today.put("status", status);
        return today;
    }

    private static void group(Map<String, Object> row, String name, List<String> members) {
        Map<String, Object> group = new LinkedHashMap<>();
        for (String member : members) {
            Object value = row.remove(member);
            if (value != null) {
                group.put(member, value);
            }
        }
        row.put(name, group);
    }

    private static Map<String, Object> members(Map<String, Object> row, String name) {
        return copy(row.getOrDefault(name, new LinkedHashMap<String, Object>()));
    }

    private static Map<String, Object> copy(Object given) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        }
        return copy;
    }
}

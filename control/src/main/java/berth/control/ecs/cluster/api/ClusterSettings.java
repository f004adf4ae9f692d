package berth.control.ecs.cluster.api;

import berth.control.ecs.setting.plan.SettingRules;
import berth.kernel.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;

/// The settings of a cluster in a request. ECS: there is one.
///
/// Differs from ECS: containerInsights is kept and shown; no performance metrics are gathered.
final class ClusterSettings {
    private static final List<String> VALUES = SettingRules.values("containerInsights");

    private ClusterSettings() {}

    /// What was asked for, null where nothing was.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    static @Nullable String containerInsights(List<ClusterSetting> settings) {
        String asked = null;
        for (ClusterSetting setting : settings) {
            if (!"containerInsights".equals(setting.nameAsString())) {
                throw Fault.invalidParameter("Unknown cluster setting '%s'. The only setting is containerInsights."
                                .formatted(setting.nameAsString()))
                        .raise();
            }
            if (setting.value() == null || !VALUES.contains(setting.value())) {
                throw Fault.invalidParameter("The value of containerInsights should be one of [%s], was %s."
                                .formatted(String.join(",", VALUES), setting.value()))
                        .raise();
            }
            asked = setting.value();
        }
        return asked;
    }
}

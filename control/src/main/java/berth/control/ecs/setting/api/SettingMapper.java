package berth.control.ecs.setting.api;

import berth.control.ecs.setting.model.AccountSetting;
import berth.control.ecs.setting.plan.SettingRules;
import berth.control.store.Context;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Setting;

/// Account settings as the SDK's class.
final class SettingMapper {
    private SettingMapper() {}

    /// Whose setting a request is about.
    ///
    /// ECS: the caller's where it names nobody.
    static String principal(@Nullable String given, Context context) {
        return given == null || given.isEmpty() ? context.caller() : given;
    }

    static Setting toSdk(AccountSetting setting) {
        return Setting.builder()
                .name(setting.setting())
                .value(setting.value())
                .principalArn(setting.principal())
                .type(SettingRules.isManaged(setting.setting()) ? "aws_managed" : "user")
                .build();
    }
}

package berth.control.ecs.setting;

import berth.control.Module;
import berth.control.ecs.setting.api.DeleteAccountSetting;
import berth.control.ecs.setting.api.ListAccountSettings;
import berth.control.ecs.setting.api.PutAccountSetting;
import berth.control.ecs.setting.api.PutAccountSettingDefault;
import java.util.List;

/// What account settings contribute: a table and four operations.
public final class SettingModule {
    private SettingModule() {}

    public static Module module() {
        return new Module(
                List.of(SettingViews.SETTINGS),
                List.of(
                        new PutAccountSetting(),
                        new PutAccountSettingDefault(),
                        new DeleteAccountSetting(),
                        new ListAccountSettings()),
                List.of());
    }
}

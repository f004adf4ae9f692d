package berth.control.ecs.setting;

import berth.control.ecs.setting.model.AccountSetting;
import berth.control.ecs.setting.plan.SettingRules;
import berth.control.store.Kind;
import berth.control.store.State;
import berth.kernel.Account;
import org.jspecify.annotations.Nullable;

/// How account settings are found.
public final class SettingViews {
    public static final Kind<AccountSetting> SETTINGS =
            Kind.of("account-setting", AccountSetting.class, AccountSetting::name);

    private SettingViews() {}

    /// The ARN under which a choice is for all who have none of their own.
    public static String root(Account account) {
        return "arn:aws:iam::" + account.id() + ":root";
    }

    /// What a principal has chosen for itself, or null.
    public static @Nullable AccountSetting own(State state, String name, String principal) {
        return state.find(SETTINGS, name + '/' + principal);
    }

    /// What holds for a principal: its own choice, the account's, or ECS's default.
    public static AccountSetting effective(State state, Account account, String name, String principal) {
        AccountSetting own = own(state, name, principal);
        AccountSetting chosen = own == null ? own(state, name, root(account)) : own;
        return chosen == null ? new AccountSetting(name, root(account), SettingRules.byDefault(name)) : chosen;
    }
}

package berth.control.ecs.setting.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.setting.SettingViews;
import berth.control.ecs.setting.model.AccountSetting;
import berth.control.ecs.setting.plan.SettingRules;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultResponse;

/// Chooses the value of a setting for all who have none of their own.
public record PutAccountSettingDefault()
        implements Operation.Write<PutAccountSettingDefaultRequest, PutAccountSettingDefaultResponse> {
    static final Honoured HONOURED = Honoured.of(PutAccountSettingDefaultRequest.class, "name", "value");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "PutAccountSettingDefault";
    }

    @Override
    public Class<PutAccountSettingDefaultRequest> request() {
        return PutAccountSettingDefaultRequest.class;
    }

    @Override
    public Outcome<PutAccountSettingDefaultResponse> handle(
            PutAccountSettingDefaultRequest request, State state, Context context) {
        HONOURED.check(request);
        String name = SettingRules.checked(request.nameAsString());
        String value = SettingRules.checkedValue(name, request.value());
        AccountSetting chosen = new AccountSetting(name, SettingViews.root(context.account()), value);
        return new Outcome<>(
                List.of(Change.put(SettingViews.SETTINGS, chosen)),
                PutAccountSettingDefaultResponse.builder()
                        .setting(SettingMapper.toSdk(chosen))
                        .build());
    }
}

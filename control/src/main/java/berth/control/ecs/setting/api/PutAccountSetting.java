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
import software.amazon.awssdk.services.ecs.model.PutAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingResponse;

/// Chooses the value of a setting for the caller or another principal. The root user chooses for all who have none of
/// their own.
public record PutAccountSetting() implements Operation.Write<PutAccountSettingRequest, PutAccountSettingResponse> {
    static final Honoured HONOURED = Honoured.of(PutAccountSettingRequest.class, "name", "value", "principalArn");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "PutAccountSetting";
    }

    @Override
    public Class<PutAccountSettingRequest> request() {
        return PutAccountSettingRequest.class;
    }

    @Override
    public Outcome<PutAccountSettingResponse> handle(PutAccountSettingRequest request, State state, Context context) {
        HONOURED.check(request);
        String name = SettingRules.checked(request.nameAsString());
        String value = SettingRules.checkedValue(name, request.value());
        String principal = SettingMapper.principal(request.principalArn(), context);
        AccountSetting chosen = new AccountSetting(name, principal, value);
        return new Outcome<>(
                List.of(Change.put(SettingViews.SETTINGS, chosen)),
                PutAccountSettingResponse.builder()
                        .setting(SettingMapper.toSdk(chosen))
                        .build());
    }
}

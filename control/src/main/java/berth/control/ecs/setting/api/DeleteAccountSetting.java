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
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingResponse;

/// Takes back what the caller or another principal has chosen. Answers what holds for it from now on.
///
/// ECS: taking back what was never chosen is no error.
public record DeleteAccountSetting()
        implements Operation.Write<DeleteAccountSettingRequest, DeleteAccountSettingResponse> {
    static final Honoured HONOURED = Honoured.of(DeleteAccountSettingRequest.class, "name", "principalArn");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DeleteAccountSetting";
    }

    @Override
    public Class<DeleteAccountSettingRequest> request() {
        return DeleteAccountSettingRequest.class;
    }

    @Override
    public Outcome<DeleteAccountSettingResponse> handle(
            DeleteAccountSettingRequest request, State state, Context context) {
        HONOURED.check(request);
        String name = SettingRules.checked(request.nameAsString());
        String principal = SettingMapper.principal(request.principalArn(), context);
        AccountSetting own = SettingViews.own(state, name, principal);
        List<Change> changes = own == null ? List.of() : List.of(Change.delete(SettingViews.SETTINGS, own.name()));
        AccountSetting left =
                SettingViews.effective(state.with(changes, state.version()), context.account(), name, principal);
        return new Outcome<>(
                changes,
                DeleteAccountSettingResponse.builder()
                        .setting(SettingMapper.toSdk(new AccountSetting(name, principal, left.value())))
                        .build());
    }
}

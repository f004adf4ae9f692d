package berth.control.ecs.setting.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.ecs.setting.SettingViews;
import berth.control.ecs.setting.model.AccountSetting;
import berth.control.ecs.setting.plan.SettingRules;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsRequest;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsResponse;

/// Lists what a principal has chosen, or with effectiveSettings all that holds for it, in pages of up to ten.
///
/// ECS: without a principal the caller; a value can be asked for only together with a name.
public record ListAccountSettings() implements Operation.Read<ListAccountSettingsRequest, ListAccountSettingsResponse> {
    static final int MOST = 10;

    static final Honoured HONOURED = Honoured.of(
            ListAccountSettingsRequest.class,
            "name",
            "value",
            "principalArn",
            "effectiveSettings",
            "nextToken",
            "maxResults");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "ListAccountSettings";
    }

    @Override
    public Class<ListAccountSettingsRequest> request() {
        return ListAccountSettingsRequest.class;
    }

    @Override
    public ListAccountSettingsResponse handle(ListAccountSettingsRequest request, State state, Context context) {
        HONOURED.check(request);
        if (request.value() != null && request.nameAsString() == null) {
            throw Fault.invalidParameter(
                            "You must also specify an account setting name to filter the results by its value.")
                    .raise();
        }
        List<String> names = request.nameAsString() == null
                ? SettingRules.names()
                : List.of(SettingRules.checked(request.nameAsString()));
        String principal = SettingMapper.principal(request.principalArn(), context);
        boolean effective = Boolean.TRUE.equals(request.effectiveSettings());
        PageTokens tokens =
                PageTokens.of(name(), request.nameAsString(), request.value(), principal, request.effectiveSettings());
        String after = tokens.key(request.nextToken());
        List<AccountSetting> rest = names.stream()
                .sorted()
                .filter(name -> name.compareTo(after) > 0)
                .flatMap(name -> Stream.ofNullable(
                        effective
                                ? SettingViews.effective(state, context.account(), name, principal)
                                : SettingViews.own(state, name, principal)))
                .filter(setting -> request.value() == null || setting.value().equals(request.value()))
                .toList();
        Page<AccountSetting> page =
                Page.of(rest, Page.size(request.maxResults(), MOST, MOST), AccountSetting::setting, tokens);
        return ListAccountSettingsResponse.builder()
                .settings(page.items().stream().map(SettingMapper::toSdk).toList())
                .nextToken(page.nextToken())
                .build();
    }
}

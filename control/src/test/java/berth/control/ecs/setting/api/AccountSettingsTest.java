package berth.control.ecs.setting.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ClusterContentsByViews;
import berth.control.dispatch.Calls;
import berth.control.ecs.cluster.api.CreateCluster;
import berth.control.ecs.setting.plan.SettingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsRequest;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsResponse;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.Setting;

class AccountSettingsTest {
    private static final String ROOT = "arn:aws:iam::111122223333:root";
    private static final String OTHER = "arn:aws:iam::111122223333:user/other";

    private final Calls calls = new Calls();
    private final PutAccountSetting put = new PutAccountSetting();
    private final PutAccountSettingDefault byDefault = new PutAccountSettingDefault();
    private final DeleteAccountSetting delete = new DeleteAccountSetting();
    private final ListAccountSettings list = new ListAccountSettings();

    @Test
    void whereNobodyChoseAnythingNothingIsListedAndEcssDefaultsHold() {
        assertThat(listed(l -> {}).settings()).isEmpty();

        assertThat(effective())
                .containsEntry("taskLongArnFormat", "enabled")
                .containsEntry("containerInsights", "disabled")
                .containsEntry("fargateTaskRetirementWaitPeriod", "7")
                .containsEntry("defaultLogDriverMode", "non-blocking")
                .containsEntry("guardDutyActivate", "off")
                .hasSameSizeAs(SettingRules.names());
    }

    @Test
    void onesOwnChoiceGoesBeforeTheAccountsAndThatBeforeEcss() {
        choose("containerInsights", "enabled");
        assertThat(effective()).containsEntry("containerInsights", "enabled");

        calls.call(
                put,
                PutAccountSettingRequest.builder()
                        .name("containerInsights")
                        .value("enhanced")
                        .build());
        assertThat(effective()).containsEntry("containerInsights", "enhanced");
        Setting mine = listed(l -> {}).settings().getFirst();
        assertThat(mine.principalArn()).isEqualTo(Calls.CALLER);
        assertThat(mine.typeAsString()).isEqualTo("user");
        assertThat(listed(l -> l.principalArn(OTHER).effectiveSettings(true).name("containerInsights"))
                        .settings())
                .singleElement()
                .satisfies(setting -> {
                    assertThat(setting.value()).isEqualTo("enabled");
                    assertThat(setting.principalArn()).isEqualTo(ROOT);
                });

        Setting left = calls.call(
                        delete,
                        DeleteAccountSettingRequest.builder()
                                .name("containerInsights")
                                .build())
                .setting();
        assertThat(left.value()).isEqualTo("enabled");
        assertThat(listed(l -> {}).settings()).isEmpty();
    }

    @Test
    void newClustersTakeContainerInsightsFromTheAccount() {
        CreateCluster create = new CreateCluster(new ClusterContentsByViews());
        choose("containerInsights", "enhanced");

        var taken = calls.call(
                        create, CreateClusterRequest.builder().clusterName("a").build())
                .cluster();
        var said = calls.call(
                        create,
                        CreateClusterRequest.builder()
                                .clusterName("b")
                                .settings(s -> s.name("containerInsights").value("disabled"))
                                .build())
                .cluster();

        assertThat(taken.settings().getFirst().value()).isEqualTo("enhanced");
        assertThat(said.settings().getFirst().value()).isEqualTo("disabled");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense          | enabled  | unknown should be one of [serviceLongArnFormat,",
                "taskLongArnFormat | disabled | You can no longer disable Long Arn settings",
                "containerInsights | maybe    | The value of containerInsights should be one of [disabled,enabled,enhanced]",
                "guardDutyActivate | on       | managed by AWS",
                "fargateTaskRetirementWaitPeriod | 3 | should be one of [7,0,14]"
            })
    void whatIsNotThereIsRefused(String name, String value, String why) {
        var fault = calls.refusal(
                byDefault,
                PutAccountSettingDefaultRequest.builder()
                        .name(name)
                        .value(value)
                        .build());

        assertThat(fault.code()).isEqualTo("InvalidParameterException");
        assertThat(fault.message()).contains(why);
    }

    @Test
    void aPageHasTenAtMost() {
        ListAccountSettingsResponse first = listed(l -> l.effectiveSettings(true));

        assertThat(first.settings()).hasSize(10);
        assertThat(first.nextToken()).isNotNull();
        assertThat(calls.refusal(
                                list,
                                ListAccountSettingsRequest.builder()
                                        .maxResults(11)
                                        .build())
                        .code())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void aValueIsAskedForTogetherWithAName() {
        assertThat(calls.refusal(
                                list,
                                ListAccountSettingsRequest.builder()
                                        .value("enabled")
                                        .build())
                        .message())
                .contains("account setting name");
        assertThat(listed(l -> l.name("containerInsights").value("enabled").effectiveSettings(true))
                        .settings())
                .isEmpty();
    }

    private void choose(String name, String value) {
        Setting chosen = calls.call(
                        byDefault,
                        PutAccountSettingDefaultRequest.builder()
                                .name(name)
                                .value(value)
                                .build())
                .setting();
        assertThat(chosen.principalArn()).isEqualTo(ROOT);
    }

    private ListAccountSettingsResponse listed(Consumer<ListAccountSettingsRequest.Builder> with) {
        return calls.call(
                list, ListAccountSettingsRequest.builder().applyMutation(with).build());
    }

    private Map<String, String> effective() {
        List<Setting> all = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            ListAccountSettingsResponse page =
                    listed(l -> l.effectiveSettings(true).nextToken(from));
            all.addAll(page.settings());
            token = page.nextToken();
        } while (token != null);
        Map<String, String> map = new TreeMap<>();
        all.forEach(setting -> map.put(setting.nameAsString(), setting.value()));
        return map;
    }
}

package berth.control.ecs.taskdef.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.dispatch.RequestPaths;
import berth.kernel.Fault;
import berth.wire.codec.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

class HonouredFieldsTest {
    private static final List<String> LEAVES = RequestPaths.leaves(RegisterTaskDefinitionRequest.class);

    @Test
    void everyLeafOfTheRequestStandsInExactlyOneTable() {
        List<String> listed = new ArrayList<>(HonouredFields.HONOURED.keySet());
        listed.addAll(RefusedFields.REFUSED.keySet());

        assertThat(listed).doesNotHaveDuplicates();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(LEAVES);
    }

    @Test
    void everyHonouredFieldNamesTheTestThatReadsItsEffectBackAndOnlyPartsOfOneThingShareOne() {
        assertThat(HonouredFields.HONOURED.values())
                .allMatch(test -> test.matches("berth\\.server\\.[A-Z][A-Za-z]+DockerTest#[a-z][A-Za-z0-9]+"));
        TreeMap<String, TreeSet<String>> owners = new TreeMap<>();
        HonouredFields.HONOURED.forEach((path, test) ->
                owners.computeIfAbsent(test, any -> new TreeSet<>()).add(owner(path, test)));
        assertThat(owners.values()).allMatch(paths -> paths.size() == 1);
    }

    /// Fields of one thing are tested together where their test bears its name.
    private static String owner(String path, String test) {
        String parent = path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
        return ('.' + parent).endsWith('.' + test.substring(test.indexOf('#') + 1)) ? parent : path;
    }

    static Stream<String> refused() {
        return RefusedFields.REFUSED.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource
    void refused(String path) {
        Fault fault = new Calls().refusal(new RegisterTaskDefinition(), withValueAt(path));

        assertThat(fault.code()).isEqualTo("InvalidParameterException");
        assertThat(fault.message().replaceAll("\\[0]", ""))
                .startsWith("Berth does not support " + path + " yet: " + RefusedFields.REFUSED.get(path) + '.');
    }

    @Test
    void theDocumentedTableOfRefusedFieldsSaysWhatTheErrorsSay() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "differences.md"));
        SortedMap<String, String> documented = new TreeMap<>();
        for (String line : lines.subList(lines.indexOf("| field | why |") + 2, lines.size())) {
            String[] cells = line.split(" *\\| *", -1);
            if (cells.length != 4) {
                break;
            }
            documented.put(cells[1], cells[2]);
        }

        SortedMap<String, String> refused = new TreeMap<>();
        RefusedFields.REFUSED.forEach((path, why) -> refused.put(
                documented.keySet().stream()
                        .filter(row -> (path + '.').startsWith(row + '.'))
                        .findFirst()
                        .orElse(path),
                why));
        assertThat(documented).isEqualTo(refused);
    }

    static Stream<String> honoured() {
        return HonouredFields.HONOURED.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource
    void honoured(String path) {
        assertThat(RegisterTaskDefinition.HONOURED.firstRefused(withValueAt(path)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"volumes\":[]",
                "\"volumes\":[{\"name\":\"a\",\"host\":{},\"configuredAtLaunch\":false}]",
                "\"placementConstraints\":[]",
                "\"inferenceAccelerators\":[]",
                "\"requiresCompatibilities\":[]",
                "\"runtimePlatform\":{}",
                "\"enableFaultInjection\":false",
                "\"containerDefinitions\":[{\"name\":\"a\",\"image\":\"i\",\"memory\":64,\"mountPoints\":[],"
                        + "\"volumesFrom\":[],\"systemControls\":[],\"links\":[],\"dnsServers\":[],\"dockerLabels\":{},"
                        + "\"ulimits\":[],\"secrets\":[],\"dependsOn\":[],\"environmentFiles\":[],\"extraHosts\":[],"
                        + "\"linuxParameters\":{\"capabilities\":{\"add\":[],\"drop\":[]}},\"privileged\":false,"
                        + "\"readonlyRootFilesystem\":false,\"interactive\":false,\"pseudoTerminal\":false,"
                        + "\"user\":\"\",\"hostname\":\"\"}]"
            })
    void whatClientsSendForNothingIsAccepted(String member) {
        String json = member.startsWith("\"containerDefinitions")
                ? "{\"family\":\"f\"," + member + "}"
                : "{\"family\":\"f\",\"containerDefinitions\":[{\"name\":\"a\",\"image\":\"i\",\"memory\":64}],"
                        + member + "}";

        var response = new Calls()
                .call(
                        new RegisterTaskDefinition(),
                        Json.fromJson(RegisterTaskDefinitionRequest.class, json.getBytes(StandardCharsets.UTF_8)));

        assertThat(response.taskDefinition().revision()).isEqualTo(1);
    }

    /// A definition that would register, with some value in one more field.
    private static RegisterTaskDefinitionRequest withValueAt(String path) {
        RegisterTaskDefinitionRequest.Builder request = RegisterTaskDefinitionRequest.builder();
        fill(request, "family", List.of("family"));
        List<String> parts = Arrays.asList(path.split("\\.", -1));
        if (!path.startsWith("containerDefinitions.")) {
            fill(request, "containerDefinitions", List.of("containerDefinitions", "name"));
        }
        fill(request, path, parts);
        return request.build();
    }

    private static void fill(SdkPojo builder, String path, List<String> parts) {
        SdkField<?> field = builder.sdkFields().stream()
                .filter(candidate -> candidate.locationName().equals(parts.getFirst()))
                .findFirst()
                .orElseThrow();
        field.set(builder, value(field, path, parts.subList(1, parts.size())));
    }

    private static Object value(SdkField<?> field, String path, List<String> below) {
        return switch (field.marshallingType().getKnownType()) {
            case STRING -> "text";
            case INTEGER -> 7;
            case BOOLEAN -> true;
            case MAP -> java.util.Map.of("key", "value");
            case LIST -> List.of(value(element(field), path, below));
            case SDK_POJO -> {
                SdkPojo builder = field.constructor().get();
                fill(builder, path, below);
                yield ((software.amazon.awssdk.utils.builder.Buildable) builder).build();
            }
            default -> throw new IllegalStateException("no value for " + path);
        };
    }

    private static SdkField<?> element(SdkField<?> list) {
        SdkField<?> element = list.getTrait(ListTrait.class).memberFieldInfo();
        assertThat(element.marshallingType().getKnownType()).isNotEqualTo(MarshallingKnownType.LIST);
        return element;
    }
}

package berth.control;

import berth.control.dispatch.Calls;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterModule;
import berth.control.ecs.instance.HostChannels;
import berth.control.ecs.instance.InstanceModule;
import berth.control.ecs.service.ServiceModule;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.hook.HookCalls;
import berth.control.ecs.setting.SettingModule;
import berth.control.ecs.tag.TagModule;
import berth.control.ecs.task.TaskModule;
import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.taskdef.TaskDefinitionModule;
import berth.control.elb.ElbModule;
import berth.control.elb.ProxyChannels;
import berth.control.vpc.VpcModule;
import berth.kernel.Fault;
import berth.kernel.FaultException;
import berth.wire.codec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkPojo;

/// A control plane without a server, called with what clients write.
///
/// In a request `{{300 x a}}` stands for 300 times the letter, `{{11 of "t##"}}` for "t00","t01" and so on, and
/// `{{/tasks/0/taskArn}}` for what the last answer said there that has it.
final class ContractWorld {
    private static final Pattern REPEATED = Pattern.compile("\\{\\{(\\d+) x (.+?)\\}\\}");
    private static final Pattern LISTED = Pattern.compile("\\{\\{(\\d+) of (.+?)\\}\\}(?!\\})");
    private static final Pattern SAID = Pattern.compile("\\{\\{(/[^}]+)\\}\\}");
    private static final Pattern NUMBER = Pattern.compile("#+");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final TaskWorld world = new TaskWorld().host("h1");
    private final TreeMap<String, Operation<?, ?>> operations = new TreeMap<>();
    private final List<JsonNode> answers = new ArrayList<>();

    ContractWorld(Settings settings) {
        for (Module module : List.of(
                ClusterModule.module(new ClusterContentsByViews()),
                SettingModule.module(),
                TagModule.module(new TaggedResourcesByViews()),
                TaskDefinitionModule.module(new DefinitionUsesByViews()),
                VpcModule.module(),
                ElbModule.module(new ProxyChannels()),
                InstanceModule.module(settings, TaskModule.instanceTasks()),
                TaskModule.module(settings, Calls.ACCOUNT, new HostChannels(), ServiceViews::desiredCount),
                ServiceModule.module(settings, new HookCalls((url, body, done) -> {}, Calls.ACCOUNT)))) {
            module.operations().forEach(one -> operations.put(one.service() + ':' + one.name(), one));
        }
    }

    /// What a call is answered with, or a fault with `code` and `message`.
    sealed interface Answer {
        record Done(JsonNode body) implements Answer {}

        record Refused(Fault fault) implements Answer {}
    }

    /// @param line the operation's name and its request
    Answer call(String line) throws IOException {
        int space = line.indexOf(' ');
        String name = line.substring(0, space);
        Operation<?, ?> operation = operations.get(name.contains(":") ? name : "ecs:" + name);
        if (operation == null) {
            throw new IllegalArgumentException("There is no operation " + name);
        }
        try {
            JsonNode body = MAPPER.readTree(perform(operation, written(line.substring(space + 1))));
            answers.add(body);
            return new Answer.Done(body);
        } catch (FaultException e) {
            return new Answer.Refused(e.fault());
        }
    }

    /// What a text of a case means now.
    String written(String text) {
        String repeated = REPEATED.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(2).repeat(Integer.parseInt(found.group(1)))));
        String listed = LISTED.matcher(repeated)
                .replaceAll(found -> Matcher.quoteReplacement(IntStream.range(0, Integer.parseInt(found.group(1)))
                        .mapToObj(number -> numbered(found.group(2), number))
                        .collect(Collectors.joining(","))));
        return SAID.matcher(listed).replaceAll(found -> Matcher.quoteReplacement(said(found.group(1))));
    }

    /// As many digits as there are signs, or more where the number has more.
    private static String numbered(String text, int number) {
        return NUMBER.matcher(text).replaceAll(found -> ("%0" + found.group().length() + "d").formatted(number));
    }

    private String said(String pointer) {
        return answers.reversed().stream()
                .map(answer -> answer.at(pointer))
                .filter(value -> !value.isMissingNode())
                .map(JsonNode::asText)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No answer said " + pointer + ": " + answers));
    }

    private <Q extends SdkPojo, R extends SdkPojo> byte[] perform(Operation<Q, R> operation, String request) {
        return Json.toJson(world.calls.call(
                operation, Json.fromJson(operation.request(), request.getBytes(StandardCharsets.UTF_8))));
    }
}

package berth.control.ecs.taskdef.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;

/// Lists the ARNs of revisions.
///
/// ECS: ACTIVE ones where no status is given; ascending by family and then by number (`web:9` before `web:10`), DESC
/// turns both round; `familyPrefix` is the whole name of a family.
public record ListTaskDefinitions() implements Operation.Read<ListTaskDefinitionsRequest, ListTaskDefinitionsResponse> {
    static final Honoured HONOURED =
            Honoured.of(ListTaskDefinitionsRequest.class, "familyPrefix", "status", "sort", "nextToken", "maxResults");

    private static final List<String> STATUSES = List.of("ACTIVE", "INACTIVE", "DELETE_IN_PROGRESS");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "ListTaskDefinitions";
    }

    @Override
    public Class<ListTaskDefinitionsRequest> request() {
        return ListTaskDefinitionsRequest.class;
    }

    @Override
    public ListTaskDefinitionsResponse handle(ListTaskDefinitionsRequest request, State state, Context context) {
        HONOURED.check(request);
        String status = oneOf("status", request.statusAsString(), "ACTIVE", STATUSES);
        boolean descending = oneOf("sort", request.sortAsString(), "ASC", List.of("ASC", "DESC"))
                .equals("DESC");
        int size = Page.size(request.maxResults(), 100, 100);
        PageTokens tokens = PageTokens.of(name(), request.familyPrefix(), status, descending);
        String after = tokens.key(request.nextToken());
        Stream<TaskDefinition> rest = families(state, request.familyPrefix(), descending).stream()
                .filter(family -> !isBefore(family, family(after), descending))
                .flatMap(family -> revisions(state, family, descending))
                .filter(definition -> isAfter(definition, after, descending))
                .filter(definition -> definition.status().name().equals(status));
        Page<TaskDefinition> page = Page.of(rest::iterator, size, ListTaskDefinitions::key, tokens);
        return ListTaskDefinitionsResponse.builder()
                .taskDefinitionArns(page.items().stream()
                        .map(definition -> context.account().ecs("task-definition", definition.name()))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    static String oneOf(String parameter, @Nullable String given, String otherwise, List<String> legal) {
        TaskDefinitionMapper.oneOf(parameter, given, legal);
        return given == null ? otherwise : given;
    }

    private static List<String> families(State state, @Nullable String family, boolean descending) {
        List<String> families =
                new ArrayList<>(family == null ? state.keys(TaskDefinitionViews.BY_FAMILY) : List.of(family));
        if (descending) {
            Collections.reverse(families);
        }
        return families;
    }

    private static Stream<TaskDefinition> revisions(State state, String family, boolean descending) {
        var ids = state.ids(TaskDefinitionViews.BY_FAMILY, family);
        return (descending ? ids.descendingSet() : ids)
                .stream().flatMap(id -> Stream.ofNullable(state.find(TaskDefinitionViews.TASK_DEFINITIONS, id)));
    }

    private static String key(TaskDefinition definition) {
        return TaskDefinitionViews.id(definition.family(), definition.revision());
    }

    private static String family(String key) {
        return key.substring(0, Math.max(0, key.indexOf(':')));
    }

    private static boolean isBefore(String family, String reached, boolean descending) {
        return !reached.isEmpty() && order(descending).compare(family, reached) < 0;
    }

    private static boolean isAfter(TaskDefinition definition, String key, boolean descending) {
        return key.isEmpty()
                || !definition.family().equals(family(key))
                || order(descending).compare(key(definition), key) > 0;
    }

    private static Comparator<String> order(boolean descending) {
        return descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    }
}

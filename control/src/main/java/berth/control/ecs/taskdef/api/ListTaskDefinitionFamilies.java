package berth.control.ecs.taskdef.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesResponse;

/// Lists the names of families, ascending.
///
/// ECS: `familyPrefix` is a prefix here; a family is ACTIVE while one of its revisions is; without a status all are
/// listed.
public record ListTaskDefinitionFamilies()
        implements Operation.Read<ListTaskDefinitionFamiliesRequest, ListTaskDefinitionFamiliesResponse> {
    static final Honoured HONOURED =
            Honoured.of(ListTaskDefinitionFamiliesRequest.class, "familyPrefix", "status", "nextToken", "maxResults");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "ListTaskDefinitionFamilies";
    }

    @Override
    public Class<ListTaskDefinitionFamiliesRequest> request() {
        return ListTaskDefinitionFamiliesRequest.class;
    }

    @Override
    public ListTaskDefinitionFamiliesResponse handle(
            ListTaskDefinitionFamiliesRequest request, State state, Context context) {
        HONOURED.check(request);
        String status = ListTaskDefinitions.oneOf(
                "status", request.statusAsString(), "ALL", List.of("ACTIVE", "INACTIVE", "ALL"));
        String prefix = request.familyPrefix() == null ? "" : request.familyPrefix();
        int size = Page.size(request.maxResults(), 100, 100);
        PageTokens tokens = PageTokens.of(name(), prefix, status);
        String after = tokens.key(request.nextToken());
        Stream<String> rest = state.keys(TaskDefinitionViews.BY_FAMILY).stream()
                .filter(family -> family.startsWith(prefix) && family.compareTo(after) > 0)
                .filter(family -> has(state, family, status));
        Page<String> page = Page.of(rest::iterator, size, family -> family, tokens);
        return ListTaskDefinitionFamiliesResponse.builder()
                .families(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static boolean has(State state, String family, String status) {
        return status.equals("ALL")
                || (TaskDefinitionViews.latestActive(state, family) != null) == status.equals("ACTIVE");
    }
}

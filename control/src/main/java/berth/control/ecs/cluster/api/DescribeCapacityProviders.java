package berth.control.ecs.cluster.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.ecs.cluster.CapacityProviderViews;
import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Arn;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.Failure;

/// Shows capacity providers, deleted ones too.
///
/// ECS: no name asks for all, FARGATE and FARGATE_SPOT among them; at most 100 names, pages of 10; one that does not
/// exist is a failure with reason MISSING.
public record DescribeCapacityProviders()
        implements Operation.Read<DescribeCapacityProvidersRequest, DescribeCapacityProvidersResponse> {
    static final int MOST_NAMES = 100;
    static final int PAGE = 10;

    static final Honoured HONOURED = Honoured.of(
            DescribeCapacityProvidersRequest.class, "capacityProviders", "include", "maxResults", "nextToken");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DescribeCapacityProviders";
    }

    @Override
    public Class<DescribeCapacityProvidersRequest> request() {
        return DescribeCapacityProvidersRequest.class;
    }

    @Override
    public DescribeCapacityProvidersResponse handle(
            DescribeCapacityProvidersRequest request, State state, Context context) {
        HONOURED.check(request);
        boolean tags = TagMapper.asked(request.includeAsStrings());
        if (request.capacityProviders().size() > MOST_NAMES) {
            throw Fault.invalidParameter("Capacity providers cannot have more than %d entries, has %d."
                            .formatted(MOST_NAMES, request.capacityProviders().size()))
                    .raise();
        }
        List<CapacityProvider> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        if (request.capacityProviders().isEmpty()) {
            found.addAll(CapacityProviderViews.all(state));
        }
        for (String parameter : new LinkedHashSet<>(request.capacityProviders())) {
            String name = CapacityProviderMapper.shortName(context.account(), parameter);
            CapacityProvider provider = CapacityProviderViews.find(state, name);
            if (provider == null) {
                failures.add(missing(context, parameter));
            } else {
                found.add(provider);
            }
        }
        PageTokens tokens = PageTokens.of(name(), request.capacityProviders());
        String after = tokens.key(request.nextToken());
        List<CapacityProvider> rest = found.stream()
                .sorted(java.util.Comparator.comparing(CapacityProvider::name))
                .filter(provider -> provider.name().compareTo(after) > 0)
                .toList();
        Page<CapacityProvider> page =
                Page.of(rest, Page.size(request.maxResults(), PAGE, PAGE), CapacityProvider::name, tokens);
        return DescribeCapacityProvidersResponse.builder()
                .capacityProviders(page.items().stream()
                        .map(provider -> tags
                                ? CapacityProviderMapper.tagged(
                                        provider,
                                        CapacityProviderMapper.tags(state, provider.name()),
                                        context.account())
                                : CapacityProviderMapper.toSdk(provider, context.account()))
                        .toList())
                .failures(failures)
                .nextToken(page.nextToken())
                .build();
    }

    private static Failure missing(Context context, String parameter) {
        String arn = Arn.looksLike(parameter) ? parameter : CapacityProviderMapper.arn(context.account(), parameter);
        return Failure.builder().arn(arn).reason("MISSING").build();
    }
}

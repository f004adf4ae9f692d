package berth.control.vpc.api;

import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What EC2's describes have in common: ids that must exist, filters, pages, the dry run.
final class Description {
    private static final int MIN_RESULTS = 5;
    private static final int MAX_RESULTS = 1000;

    private Description() {}

    /// EC2: a dry run of a permitted call is answered with the error DryRunOperation.
    static void endDryRun(@Nullable Boolean dryRun) {
        if (Boolean.TRUE.equals(dryRun)) {
            throw new Fault("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412, List.of())
                    .raise();
        }
    }

    /// The rows of the wanted ids, each once, or all rows if no id is wanted; of these, what the filters let through.
    ///
    /// @param missing the fault for an id that does not exist
    static <T> List<T> select(
            Iterable<T> rows,
            Function<T, String> id,
            List<String> wanted,
            Predicate<T> filters,
            Function<String, Fault> missing) {
        LinkedHashSet<String> open = new LinkedHashSet<>(wanted);
        List<T> selected = new ArrayList<>();
        for (T row : rows) {
            if ((open.remove(id.apply(row)) || wanted.isEmpty()) && filters.test(row)) {
                selected.add(row);
            }
        }
        if (!open.isEmpty()) {
            throw missing.apply(open.getFirst()).raise();
        }
        return selected;
    }

    /// One page of rows that are in the order of their ids.
    static <T> Page<T> page(
            List<T> rows,
            Function<T, String> id,
            @Nullable Integer maxResults,
            @Nullable String nextToken,
            PageTokens tokens) {
        if (maxResults != null && (maxResults < MIN_RESULTS || maxResults > MAX_RESULTS)) {
            throw Fault.of(
                            "InvalidParameterValue",
                            "Value ( %d ) for parameter maxResults is invalid. Expecting a value between %d and %d."
                                    .formatted(maxResults, MIN_RESULTS, MAX_RESULTS))
                    .raise();
        }
        String after = tokens.key(nextToken);
        List<T> rest =
                rows.stream().filter(row -> id.apply(row).compareTo(after) > 0).toList();
        return Page.of(rest, maxResults == null ? MAX_RESULTS : maxResults, id, tokens);
    }
}

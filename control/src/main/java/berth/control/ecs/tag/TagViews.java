package berth.control.ecs.tag;

import berth.control.ecs.tag.model.TagSet;
import berth.control.store.Change;
import berth.control.store.Kind;
import berth.control.store.State;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/// How tags are found. Those of a task are in its own row.
public final class TagViews {
    public static final Kind<TagSet> TAGS = Kind.of("tags", TagSet.class, TagSet::resource);

    private TagViews() {}

    /// The tags of what is no task, value by key; often empty.
    ///
    /// @param resource the end of its ARN: `service/c/web`
    public static SortedMap<String, String> of(State state, String resource) {
        TagSet found = state.find(TAGS, resource);
        return found == null ? Collections.emptySortedMap() : found.tags();
    }

    /// What gives a resource these tags and no others.
    public static List<Change> replaced(State state, String resource, SortedMap<String, String> tags) {
        if (of(state, resource).equals(tags)) {
            return List.of();
        }
        return List.of(tags.isEmpty() ? Change.delete(TAGS, resource) : Change.put(TAGS, new TagSet(resource, tags)));
    }
}

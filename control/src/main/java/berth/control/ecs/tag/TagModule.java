package berth.control.ecs.tag;

import berth.control.Module;
import berth.control.ecs.tag.api.ListTagsForResource;
import berth.control.ecs.tag.api.TagResource;
import berth.control.ecs.tag.api.UntagResource;
import java.util.List;

/// What tags contribute: a table, three operations, and the sweeper of tags of what is gone.
public final class TagModule {
    private TagModule() {}

    public static Module module(TaggedResources resources) {
        return new Module(
                List.of(TagViews.TAGS),
                List.of(new TagResource(resources), new UntagResource(resources), new ListTagsForResource(resources)),
                List.of(new TagReconciler(resources)));
    }
}

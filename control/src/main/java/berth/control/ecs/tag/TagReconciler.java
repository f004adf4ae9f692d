package berth.control.ecs.tag;

import berth.control.ecs.tag.TaggedResources.Standing;
import berth.control.ecs.tag.model.TagSet;
import berth.control.reconcile.Plan;
import berth.control.reconcile.Reconciler;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/// Deletes the tags of what is gone. Keys are the ends of ARNs.
final class TagReconciler implements Reconciler {
    private final TaggedResources resources;

    TagReconciler(TaggedResources resources) {
        this.resources = resources;
    }

    @Override
    public String name() {
        return "tags";
    }

    /// Tables are named as the resources in ARNs are; where a row's key is another than the ARN's end, the resync finds
    /// the tags.
    @Override
    public void wakes(State state, Change change, Consumer<String> wake) {
        if (change instanceof Change.Deleted<?> deleted) {
            String resource = deleted.kind().name() + '/' + deleted.id();
            if (state.find(TagViews.TAGS, resource) != null) {
                wake.accept(resource);
            }
        }
    }

    @Override
    public Collection<String> keys(State state) {
        return state.all(TagViews.TAGS).stream().map(TagSet::resource).toList();
    }

    @Override
    public Plan reconcile(State state, String key, Context context) {
        return resources.standing(state, key) == Standing.MISSING && state.find(TagViews.TAGS, key) != null
                ? Plan.of(List.of(Change.delete(TagViews.TAGS, key)))
                : Plan.NOTHING;
    }
}

package berth.control.ecs.tag;

import berth.control.store.Change;
import berth.control.store.State;
import java.util.List;
import java.util.SortedMap;

/// What can have tags. The nouns that know import this package, so the assembly fills it in.
public interface TaggedResources {

    /// How a resource is.
    ///
    /// @param resource the end of its ARN: `service/c/web`
    Standing standing(State state, String resource);

    /// The tags of a resource that is there, value by key.
    SortedMap<String, String> tags(State state, String resource);

    /// What gives a resource that is there these tags and no others.
    List<Change> replaced(State state, String resource, SortedMap<String, String> tags);

    enum Standing {
        /// Its tags may be changed.
        LIVE,
        /// It is described still, with the tags that it has.
        ENDED,
        /// It is Berth's own, like the capacity provider FARGATE.
        RESERVED,
        MISSING
    }
}

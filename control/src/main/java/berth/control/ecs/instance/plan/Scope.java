package berth.control.ecs.instance.plan;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Among which hosts a search goes on.
///
/// @param zones only hosts in these
/// @param listed only these, which are few; null: all of the index
/// @param bounds what must be free
/// @param wanted what else must hold
record Scope(SortedSet<String> zones, @Nullable List<Room> listed, Bounds bounds, Predicate<Room> wanted) {

    Scope in(SortedSet<String> fewer) {
        return new Scope(fewer, listed, bounds, wanted);
    }

    Scope within(Bounds narrower) {
        return new Scope(zones, listed, narrower, wanted);
    }

    Scope where(Predicate<Room> more) {
        return new Scope(zones, listed, bounds, room -> more.test(room) && wanted.test(room));
    }

    /// Only hosts with these ids.
    Scope among(Collection<String> ids, Rooms rooms) {
        if (listed != null) {
            return new Scope(
                    zones,
                    listed.stream().filter(room -> ids.contains(room.id())).toList(),
                    bounds,
                    wanted);
        }
        List<Room> found =
                ids.stream().map(rooms::of).filter(java.util.Objects::nonNull).toList();
        return new Scope(zones, found, bounds, wanted);
    }

    /// Whether a listed host is in it.
    boolean has(Room room) {
        return room.host().connected() && zones.contains(room.zone()) && bounds.admits(room) && wanted.test(room);
    }
}

package berth.control.ecs.instance.plan;

import java.util.Comparator;

/// In which order hosts are looked at. No two hosts are equal in any of them.
enum RoomOrder implements Comparator<Room> {
    /// Least free CPU first.
    CPU {
        @Override
        public int compare(Room one, Room other) {
            int order = Integer.compare(one.cpu(), other.cpu());
            order = order == 0 ? Integer.compare(one.memory(), other.memory()) : order;
            return order == 0 ? TASKS.compare(one, other) : order;
        }
    },
    /// Least free memory first.
    MEMORY {
        @Override
        public int compare(Room one, Room other) {
            int order = Integer.compare(one.memory(), other.memory());
            order = order == 0 ? Integer.compare(one.cpu(), other.cpu()) : order;
            return order == 0 ? TASKS.compare(one, other) : order;
        }
    },
    /// Fewest tasks first.
    TASKS {
        @Override
        public int compare(Room one, Room other) {
            int order = Integer.compare(one.tasks(), other.tasks());
            return order == 0 ? one.id().compareTo(other.id()) : order;
        }
    }
}

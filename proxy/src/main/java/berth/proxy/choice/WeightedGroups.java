package berth.proxy.choice;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The groups of a forward action with their weights.
///
/// Worked example: weights 90 and 10. Of any 100 requests in a row the second group gets 9 to 11.
public final class WeightedGroups {
    private final List<GroupState> groups;
    private final int[] upTo;
    private final int sum;
    private final AtomicInteger turn;

    /// @param turn goes on from the table before, so that frequent tables don't favour a group
    public WeightedGroups(List<GroupState> groups, List<Integer> weights, AtomicInteger turn) {
        this.groups = List.copyOf(groups);
        this.upTo = new int[groups.size()];
        int total = 0;
        for (int i = 0; i < upTo.length; i++) {
            total += weights.get(i);
            upTo[i] = total;
        }
        this.sum = total;
        this.turn = turn;
    }

    /// The group for the next request; null if all weights are 0.
    public @Nullable GroupState next() {
        if (sum == 0) {
            return null;
        }
        if (upTo.length == 1) {
            return groups.getFirst();
        }
        double at = Spread.at(turn.getAndIncrement()) * sum;
        int i = 0;
        while (i < upTo.length - 1 && at >= upTo[i]) {
            i++;
        }
        return groups.get(i);
    }

    /// The group that a cookie names, if it still has a weight.
    public @Nullable GroupState byToken(String token) {
        for (int i = 0; i < upTo.length; i++) {
            boolean weighs = upTo[i] > (i == 0 ? 0 : upTo[i - 1]);
            if (weighs && groups.get(i).token().equals(token)) {
                return groups.get(i);
            }
        }
        return null;
    }
}

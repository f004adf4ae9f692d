package berth.proxy.choice;

import java.util.List;

/// Which targets of a group get requests.
///
/// Those that are fit, as long as they are as many as the group asks for; with fewer, all (ELB: fail open).
/// Draining ones never.
///
/// Worked example: 4 active targets, 1 of them healthy, 1 draining. With a minimum of 1 the healthy one gets
/// everything. With a minimum of 50 % (2 of 4) all 4 get requests.
final class Eligible {
    private Eligible() {}

    /// @param minimumPercent of the active targets, 0: off
    static List<TargetState> of(List<TargetState> targets, int minimum, int minimumPercent) {
        List<TargetState> active =
                targets.stream().filter(TargetState::isActive).toList();
        List<TargetState> fit = active.stream().filter(TargetState::isFit).toList();
        boolean enough =
                fit.size() >= Math.max(1, minimum) && fit.size() * 100L >= (long) minimumPercent * active.size();
        return enough ? fit : active;
    }
}

package berth.control.ecs.service.plan.shift;

import berth.control.ecs.service.model.ShiftStrategy;

/// The weights of a listener rule's two target groups: whole numbers from 0 to 999, as ELB has them.
///
/// **Rule.** They sum to 100 where green's share is a whole percent, else to 1000.
///
/// **Example.** 10 % is 90 and 10; 12.5 % is 875 and 125; 0 % is 100 and 0.
public record Weights(int blue, int green) {

    /// @param tenths green's share, in tenths of a percent
    public static Weights of(int tenths) {
        return tenths % 10 == 0
                ? new Weights((ShiftStrategy.WHOLE - tenths) / 10, tenths / 10)
                : new Weights(ShiftStrategy.WHOLE - tenths, tenths);
    }
}

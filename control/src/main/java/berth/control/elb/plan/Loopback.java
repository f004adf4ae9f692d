package berth.control.elb.plan;

import berth.kernel.Fault;
import java.util.Optional;
import java.util.function.Predicate;

/// Which loopback address a load balancer gets: one of `127.66.x.y`, its own, so that two load balancers can both
/// have port 80.
///
/// Worked example: there are 256 times 254 addresses, `127.66.0.1` to `127.66.255.254`. The search begins at
/// number `start`, 0 being `127.66.0.1`: with start 253, `127.66.0.254`; if that is held it goes on to
/// `127.66.1.1`. The start is drawn, so that two Berths on one machine seldom want the same address.
public final class Loopback {
    private static final int IN_A_ROW = 254;
    private static final int ROWS = 256;

    /// How many load balancers there can be.
    static final int ADDRESSES = ROWS * IN_A_ROW;

    private Loopback() {}

    /// @param start where the search begins, any number
    /// @param held whether a load balancer has an address already
    /// @throws berth.kernel.FaultException TooManyLoadBalancers
    public static String next(int start, Predicate<String> held) {
        return find(start, held)
                .orElseThrow(() -> Fault.of(
                                "TooManyLoadBalancers", "All %d loopback addresses are in use.".formatted(ADDRESSES))
                        .raise());
    }

    private static Optional<String> find(int start, Predicate<String> held) {
        for (int tried = 0; tried < ADDRESSES; tried++) {
            int number = Math.floorMod(start + tried, ADDRESSES);
            String address = "127.66.%d.%d".formatted(number / IN_A_ROW, number % IN_A_ROW + 1);
            if (!held.test(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }
}

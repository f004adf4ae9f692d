package berth.control.store;

import berth.kernel.Account;
import berth.kernel.Ids;
import java.time.Instant;

/// What a decision may know besides the state: the time, chance and who is asking.
///
/// @param now the time of the decision
/// @param ids drawn from a seed of this very decision, so that a replay draws the same
/// @param account account and region
/// @param caller ARN of who asks
public record Context(Instant now, Ids ids, Account account, String caller) {}

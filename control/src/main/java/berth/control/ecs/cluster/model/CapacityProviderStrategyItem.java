package berth.control.ecs.cluster.model;

/// The share of one capacity provider in a strategy.
///
/// @param base so many tasks run there first, 0 to 100,000
/// @param weight its share of the tasks beyond every base, 0 to 1,000
public record CapacityProviderStrategyItem(String capacityProvider, int base, int weight) {}

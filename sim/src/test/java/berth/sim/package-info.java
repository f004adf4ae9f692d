/// The simulation as tests: many seeds, planted bugs, named scenarios.
@org.jspecify.annotations.NullMarked
package berth.sim;

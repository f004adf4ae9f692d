/// Benchmarks of the whole system, each printed as a ratio to a reference that runs beside it, in turns.
///
/// Nothing here is asserted: a benchmark reports, tests decide.
@NullMarked
package berth.bench;

import org.jspecify.annotations.NullMarked;

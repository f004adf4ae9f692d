/// What the plans of several nouns share.
///
/// Invariants: pure; knows no noun.
@NullMarked
package berth.control.plan;

import org.jspecify.annotations.NullMarked;

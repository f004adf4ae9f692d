/// Says in plain sentences why something isn't running.
///
/// Reads the state and decides nothing. Its numbers are computed by what also answers DescribeServices and what
/// also plans, so that they agree.
@NullMarked
package berth.control.explain;

import org.jspecify.annotations.NullMarked;

/// The query language of CloudWatch Logs Insights: reading a query, and running it over events.
///
/// A query is a line of commands. Rows go through them one after the other; what needs all rows (stats, sort) holds
/// them back until the end.
///
/// Invariants: a text is a query or MalformedQueryException; a run holds a bounded number of rows.
@NullMarked
package berth.control.logs.plan.insights;

import org.jspecify.annotations.NullMarked;

/// Filter patterns: what FilterLogEvents, subscription filters and metric filters select events by.
///
/// Three shapes, told apart by their first character: `{...}` looks into JSON, `[...]` into fields between blanks,
/// everything else is terms, or one regular expression between percent signs.
///
/// Invariants: a text is a pattern or InvalidParameterException; matching takes time linear in the message.
@NullMarked
package berth.control.logs.plan.pattern;

import org.jspecify.annotations.NullMarked;

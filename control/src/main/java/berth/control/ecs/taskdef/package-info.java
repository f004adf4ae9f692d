/// Task definitions: blueprints, by family and revision. Owns the validation of RegisterTaskDefinition and the
/// tables of honoured and refused fields.
///
/// Invariants: a revision never changes once registered, but for its status; numbers are never used again.
@NullMarked
package berth.control.ecs.taskdef;

import org.jspecify.annotations.NullMarked;

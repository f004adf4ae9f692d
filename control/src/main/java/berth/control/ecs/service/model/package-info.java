/// Records of services, grouped as spec (what the user asked for) and status (what became of it), and the rows beside
/// them: revisions, service deployments, events.
///
/// A component that is added later must take null, which is what rows from before have, for its default.
@NullMarked
package berth.control.ecs.service.model;

import org.jspecify.annotations.NullMarked;

/// Records of services, grouped as spec (what the user asked for) and status (what became of it).
@NullMarked
package berth.control.ecs.service.model;

import org.jspecify.annotations.NullMarked;

/// What a service does next, as pure functions: how a rollout goes on, how failing starts are slowed down, what
/// the events say.
@NullMarked
package berth.control.ecs.service.plan;

import org.jspecify.annotations.NullMarked;

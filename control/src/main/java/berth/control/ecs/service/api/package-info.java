/// The operations on services: what a request may say, what it changes, how a service is shown.
@NullMarked
package berth.control.ecs.service.api;

import org.jspecify.annotations.NullMarked;

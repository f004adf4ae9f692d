/// Calling the functions of lifecycle hooks: a projection that sends what is wanted and not answered, and the
/// way of the answers back into the state.
///
/// A call is sent only after the commit that wants it, and again after a crash before its answer was committed.
@NullMarked
package berth.control.ecs.service.hook;

import org.jspecify.annotations.NullMarked;

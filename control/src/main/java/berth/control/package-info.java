/// The control plane: what should run, decided; nothing here runs a container.
///
/// `ControlPlane.assemble` is the one place where its parts meet their ports.
@NullMarked
package berth.control;

import org.jspecify.annotations.NullMarked;

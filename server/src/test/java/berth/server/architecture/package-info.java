/// What holds for all modules, tested on their bytecode: the arrows between packages, purity, names.
@NullMarked
package berth.server.architecture;

import org.jspecify.annotations.NullMarked;

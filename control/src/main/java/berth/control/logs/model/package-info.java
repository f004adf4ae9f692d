/// Records of log groups and streams.
@NullMarked
package berth.control.logs.model;

import org.jspecify.annotations.NullMarked;

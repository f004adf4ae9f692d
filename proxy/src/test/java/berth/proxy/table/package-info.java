@NullMarked
package berth.proxy.table;

import org.jspecify.annotations.NullMarked;

@NullMarked
package berth.proxy.tls;

import org.jspecify.annotations.NullMarked;

/// AWS Certificate Manager: certificates that were imported.
///
/// Owns them with their private keys, which leave towards the proxy only and are never shown or logged.
/// Certificates are not requested or renewed here.
@NullMarked
package berth.control.acm;

import org.jspecify.annotations.NullMarked;

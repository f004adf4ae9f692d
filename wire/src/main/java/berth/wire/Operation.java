package berth.wire;

import berth.wire.codec.Model;
import software.amazon.awssdk.core.SdkPojo;

/// An operation that AWS's model knows, by its name on the wire.
///
/// @param service the service that it belongs to
/// @param name the name on the wire, for example `RunTask`
/// @param stem the name that the SDK's classes are built from; differs from `name` in case only
public record Operation(Service service, String name, String stem) {

    /// The class of the request, loaded when first asked for.
    public Class<? extends SdkPojo> requestClass() {
        return Model.load(service.modelPackage() + stem + "Request");
    }

    /// The class of the response, loaded when first asked for.
    public Class<? extends SdkPojo> responseClass() {
        return Model.load(service.modelPackage() + stem + "Response");
    }

    /// The permission that a call of it needs, and its name in messages: `ecs:RunTask`.
    public String action() {
        return service.signingName() + ':' + name;
    }

    @Override
    public String toString() {
        return action();
    }
}

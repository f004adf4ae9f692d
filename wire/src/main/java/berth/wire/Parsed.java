package berth.wire;

import java.util.List;
import software.amazon.awssdk.core.SdkPojo;

/// A call that was understood.
///
/// @param operation what is asked for
/// @param request the request, of class `operation.requestClass()`
/// @param unknownMembers paths of members that AWS's model doesn't have (`containerDefinitions[0].color`), ignored as
///     AWS ignores them, so that they can be told to somebody; at most 50
public record Parsed(Operation operation, SdkPojo request, List<String> unknownMembers) {

    public Parsed {
        unknownMembers = List.copyOf(unknownMembers);
    }

    public Protocol protocol() {
        return operation.service().protocol();
    }

    /// The request as the class that the operation's handler expects.
    public <T extends SdkPojo> T request(Class<T> type) {
        return type.cast(request);
    }
}

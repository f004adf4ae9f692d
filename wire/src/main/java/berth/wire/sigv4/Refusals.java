package berth.wire.sigv4;

import berth.kernel.Fault;
import berth.kernel.FaultException;
import berth.wire.Protocol;
import java.util.List;

/// AWS's answers to a signature that does not hold, named as the caller's protocol names them.
final class Refusals {
    private final Protocol protocol;

    Refusals(Protocol protocol) {
        this.protocol = protocol;
    }

    /// No Authorization header.
    FaultException missing() {
        return switch (protocol) {
            case AWS_JSON_1_1 -> refuse(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
            case AWS_QUERY -> refuse(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
            case EC2_QUERY -> refuse(401, "AuthFailure", "Request is missing Authentication Token");
        };
    }

    /// The Authorization header, the date or the scope can't be read.
    FaultException incomplete(String message) {
        String code = protocol.isJson() ? "IncompleteSignatureException" : "IncompleteSignature";
        return refuse(400, code, message);
    }

    /// No such access key.
    FaultException unknownKey() {
        String message = "The security token included in the request is invalid.";
        return switch (protocol) {
            case AWS_JSON_1_1 -> refuse(403, "UnrecognizedClientException", message);
            case AWS_QUERY -> refuse(403, "InvalidClientTokenId", message);
            case EC2_QUERY ->
                refuse(401, "AuthFailure", "AWS was not able to validate the provided access credentials");
        };
    }

    /// The request is not the one that was signed, or was signed for something else, or with another secret.
    FaultException mismatch(String message) {
        return switch (protocol) {
            case AWS_JSON_1_1 -> refuse(403, "InvalidSignatureException", message);
            case AWS_QUERY -> refuse(403, "SignatureDoesNotMatch", message);
            case EC2_QUERY -> refuse(401, "AuthFailure", message);
        };
    }

    /// The request was signed too long ago.
    FaultException expired(String message) {
        return protocol == Protocol.EC2_QUERY
                ? refuse(400, "RequestExpired", "Request has expired. " + message)
                : mismatch(message);
    }

    private static FaultException refuse(int status, String code, String message) {
        return new Fault(code, message, status, List.of()).raise();
    }
}

package berth.wire;

import berth.kernel.Fault;
import berth.wire.codec.Bounds;
import berth.wire.codec.Form;
import berth.wire.codec.FormReader;
import berth.wire.codec.Inflate;
import berth.wire.codec.Json;
import berth.wire.codec.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/// From HTTP to an operation's request, and from its response or [Fault] back to HTTP.
///
/// JSON calls name service and operation in X-Amz-Target; query calls name the operation in the parameter Action and
/// the service by what they are signed for, or by Version.
public final class Gateway {
    /// The largest body that is read, compressed or inflated: 10 MiB.
    public static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

    private static final String TARGET = "X-Amz-Target";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final List<String> RESERVED = List.of("Action", "Version");

    private final Catalog catalog;

    public Gateway(Catalog catalog) {
        this.catalog = catalog;
    }

    /// The protocol that the caller speaks, as far as the headers tell, so that every fault can be put in words that
    /// he understands; JSON when nothing tells. Never fails.
    public static Protocol protocol(HttpCall call) {
        if (call.headers().first(TARGET).isPresent()
                || call.headers().mediaType().startsWith("application/x-amz-json")) {
            return Protocol.AWS_JSON_1_1;
        }
        Optional<Protocol> signedFor = CredentialScope.claimedBy(call)
                .flatMap(scope -> Service.signedAs(scope.service()))
                .map(Service::protocol);
        boolean query =
                call.headers().mediaType().equals(FORM) || !call.rawQuery().isEmpty();
        return signedFor.orElse(query ? Protocol.AWS_QUERY : Protocol.AWS_JSON_1_1);
    }

    /// The service that a JSON call names in X-Amz-Target; empty for query calls, which name it by their signature.
    public static Optional<Service> serviceNamedBy(HttpCall call) {
        return call.headers().first(TARGET).flatMap(target -> Service.ofVersion(prefix(target)));
    }

    private static String prefix(String target) {
        return target.substring(0, Math.max(target.lastIndexOf('.'), 0));
    }

    /// The operation that the caller asks for; the body of a JSON call is not looked at.
    ///
    /// Raises UnknownOperationException (JSON), MissingAction or InvalidAction (query), RequestTooLarge.
    public Operation route(HttpCall call) {
        return protocol(call).isJson() ? byTarget(call) : byAction(call, form(call));
    }

    /// Reads a call whole. Raises what [#route] raises, SerializationException for a JSON body that doesn't fit, and
    /// MalformedQueryString, InvalidParameterValue or UnknownParameter for a form that doesn't.
    public Parsed read(HttpCall call) {
        if (protocol(call).isJson()) {
            Operation operation = byTarget(call);
            Json.Body body = Json.read(operation.requestClass(), body(call));
            return new Parsed(operation, body.value(), body.unknown());
        }
        Form form = form(call);
        Operation operation = byAction(call, form);
        boolean ec2 = operation.service().protocol() == Protocol.EC2_QUERY;
        Json.Body body = FormReader.read(operation.requestClass(), form, ec2, RESERVED);
        if (ec2 && !body.unknown().isEmpty()) {
            String message = "The parameter " + body.unknown().getFirst() + " is not recognized";
            throw Fault.of("UnknownParameter", message).raise();
        }
        return new Parsed(operation, body.value(), body.unknown());
    }

    private Operation byTarget(HttpCall call) {
        String target = call.headers()
                .first(TARGET)
                .orElseThrow(() -> unknownOperation("The request has no X-Amz-Target header."));
        String name = target.substring(target.lastIndexOf('.') + 1);
        return serviceNamedBy(call)
                .filter(service -> service.protocol().isJson())
                .flatMap(service -> catalog.operation(service, name))
                .orElseThrow(() -> unknownOperation(
                        "The requested operation is not recognized by the service: " + shortened(target)));
    }

    private Operation byAction(HttpCall call, Form form) {
        String action = form.value("Action")
                .orElseThrow(
                        () -> Fault.of("MissingAction", "The request is missing an action or a required parameter.")
                                .raise());
        String version = form.value("Version").orElse("");
        Optional<Service> service = CredentialScope.claimedBy(call)
                .flatMap(scope -> Service.signedAs(scope.service()))
                .or(() -> Service.ofVersion(version))
                .filter(named -> !named.protocol().isJson())
                .filter(named ->
                        named.protocol() != Protocol.AWS_QUERY || version.isEmpty() || version.equals(named.version()));
        return service.flatMap(known -> catalog.operation(known, action))
                .orElseThrow(() -> invalidAction(service, action, version));
    }

    private static RuntimeException invalidAction(Optional<Service> service, String action, String version) {
        String message = service.filter(Service.EC2::equals).isPresent()
                ? "The action " + shortened(action) + " is not valid for this web service."
                : "Could not find operation " + shortened(action) + " for version "
                        + (version.isEmpty() ? "NO_VERSION_SPECIFIED" : shortened(version));
        return Fault.of("InvalidAction", message).raise();
    }

    private static Form form(HttpCall call) {
        String body = call.headers().mediaType().equals(FORM) ? new String(body(call), StandardCharsets.UTF_8) : "";
        return Form.parse(call.rawQuery(), body);
    }

    private static byte[] body(HttpCall call) {
        if (call.body().length > MAX_BODY_BYTES) {
            throw Bounds.tooLarge(MAX_BODY_BYTES);
        }
        String encoding = call.headers().first("Content-Encoding").orElse("identity");
        return switch (encoding.strip()) {
            case "", "identity" -> call.body();
            case "gzip" -> Inflate.gzip(call.body(), MAX_BODY_BYTES);
            default ->
                throw Fault.of(
                                "SerializationException",
                                "Content-Encoding " + shortened(encoding) + " is not supported; send identity or gzip.")
                        .raise();
        };
    }

    private static RuntimeException unknownOperation(String message) {
        return Fault.of("UnknownOperationException", message).raise();
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }

    /// The reply to a call that succeeded.
    public HttpReply write(Parsed call, SdkPojo response, String requestId) {
        Operation operation = call.operation();
        byte[] body = switch (operation.service().protocol()) {
            case AWS_JSON_1_1 -> Json.toJson(response);
            case AWS_QUERY ->
                new XmlWriter()
                        .open(operation.name() + "Response", operation.service().namespace())
                        .open(operation.name() + "Result")
                        .members(response)
                        .close(operation.name() + "Result")
                        .open("ResponseMetadata")
                        .element("RequestId", requestId)
                        .close("ResponseMetadata")
                        .close(operation.name() + "Response")
                        .bytes();
            case EC2_QUERY ->
                new XmlWriter()
                        .declaration()
                        .open(operation.name() + "Response", operation.service().namespace())
                        .element("requestId", requestId)
                        .members(response)
                        .close(operation.name() + "Response")
                        .bytes();
        };
        return new HttpReply(200, headers(call.protocol(), requestId), body);
    }

    /// The reply to a call that is answered with events.
    public HttpReply stream(HttpStream events, String requestId) {
        Headers headers = Headers.of("x-amzn-RequestId", requestId, "Content-Type", EventMessage.CONTENT_TYPE);
        return new HttpReply(200, headers, new byte[0], events);
    }

    /// The reply to a call that failed, in the caller's protocol.
    public HttpReply fault(Protocol protocol, Fault fault, String requestId) {
        Headers headers = headers(protocol, requestId);
        return switch (protocol) {
            case AWS_JSON_1_1 ->
                new HttpReply(fault.status(), headers.with("x-amzn-ErrorType", fault.code()), FaultBody.json(fault));
            case AWS_QUERY -> new HttpReply(fault.status(), headers, FaultBody.query(fault, requestId));
            case EC2_QUERY -> new HttpReply(fault.status(), headers, FaultBody.ec2(fault, requestId));
        };
    }

    private static Headers headers(Protocol protocol, String requestId) {
        return Headers.of("x-amzn-RequestId", requestId, "Content-Type", protocol.contentType());
    }
}

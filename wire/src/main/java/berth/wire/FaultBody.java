package berth.wire;

import berth.kernel.Fault;
import berth.wire.codec.Json;
import berth.wire.codec.XmlWriter;

/// The error documents of the protocols.
final class FaultBody {
    private FaultBody() {}

    /// `{"__type":"ClientException","message":"..."}`; ConflictException adds its resourceIds.
    static byte[] json(Fault fault) {
        return Json.object(out -> {
            out.writeStringField("__type", fault.code());
            if (!fault.resourceIds().isEmpty()) {
                out.writeArrayFieldStart("resourceIds");
                for (String id : fault.resourceIds()) {
                    out.writeString(id);
                }
                out.writeEndArray();
            }
            out.writeStringField("message", Json.wellFormed(fault.message()));
        });
    }

    /// `<ErrorResponse><Error><Type>Sender</Type><Code>...`.
    static byte[] query(Fault fault, String requestId) {
        return new XmlWriter()
                .open("ErrorResponse")
                .open("Error")
                .element("Type", fault.status() < 500 ? "Sender" : "Receiver")
                .element("Code", fault.code())
                .element("Message", fault.message())
                .close("Error")
                .element("RequestId", requestId)
                .close("ErrorResponse")
                .bytes();
    }

    /// `<Response><Errors><Error><Code>...`.
    static byte[] ec2(Fault fault, String requestId) {
        return new XmlWriter()
                .declaration()
                .open("Response")
                .open("Errors")
                .open("Error")
                .element("Code", fault.code())
                .element("Message", fault.message())
                .close("Error")
                .close("Errors")
                .element("RequestID", requestId)
                .close("Response")
                .bytes();
    }
}

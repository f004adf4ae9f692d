package berth.wire;

/// How a service speaks over HTTP.
public enum Protocol {
    /// `POST /` with `X-Amz-Target: PREFIX.Operation`, JSON in and out: ECS, CloudWatch Logs.
    AWS_JSON_1_1("application/x-amz-json-1.1"),
    /// A form with Action and Version in, XML out: STS.
    AWS_QUERY("text/xml"),
    /// EC2's own dialect of the query protocol: no flattened marks, lower-case XML names, another error document.
    EC2_QUERY("text/xml;charset=UTF-8");

    private final String contentType;

    Protocol(String contentType) {
        this.contentType = contentType;
    }

    /// The Content-Type of replies.
    public String contentType() {
        return contentType;
    }

    public boolean isJson() {
        return this == AWS_JSON_1_1;
    }
}

package berth.wire;

import java.util.Optional;

/// An AWS service whose calls Berth can read.
public enum Service {
    ECS("ecs", Protocol.AWS_JSON_1_1, "AmazonEC2ContainerServiceV20141113", "", "ecs"),
    LOGS("logs", Protocol.AWS_JSON_1_1, "Logs_20140328", "", "cloudwatchlogs"),
    STS("sts", Protocol.AWS_QUERY, "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/", "sts"),
    EC2("ec2", Protocol.EC2_QUERY, "2016-11-15", "http://ec2.amazonaws.com/doc/2016-11-15/", "ec2"),
    /// Load balancers of the second kind; classic ones are signed for by the same name and have another version.
    ELB(
            "elasticloadbalancing",
            Protocol.AWS_QUERY,
            "2015-12-01",
            "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
            "elasticloadbalancingv2"),
    IAM("iam", Protocol.AWS_QUERY, "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/", "iam"),
    ACM("acm", Protocol.AWS_JSON_1_1, "CertificateManager", "", "acm");

    private final String signingName;
    private final Protocol protocol;
    private final String version;
    private final String namespace;
    private final String modelPackage;

    Service(String signingName, Protocol protocol, String version, String namespace, String module) {
        this.signingName = signingName;
        this.protocol = protocol;
        this.version = version;
        this.namespace = namespace;
        this.modelPackage = "software.amazon.awssdk.services." + module + ".model.";
    }

    /// The service's name in a signature's credential scope and in permissions: `ecs`.
    public String signingName() {
        return signingName;
    }

    public Protocol protocol() {
        return protocol;
    }

    /// What a call names the service by: the part of X-Amz-Target before the dot (JSON), or Version (query).
    public String version() {
        return version;
    }

    /// The XML namespace of replies; empty for JSON.
    public String namespace() {
        return namespace;
    }

    String modelPackage() {
        return modelPackage;
    }

    /// The service that is signed for as `signingName`.
    public static Optional<Service> signedAs(String signingName) {
        for (Service service : values()) {
            if (service.signingName.equals(signingName)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    /// The service that calls itself `version` in a target or a form.
    static Optional<Service> ofVersion(String version) {
        for (Service service : values()) {
            if (service.version.equals(version)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }
}

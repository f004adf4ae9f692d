package berth.control.iam.api;

import berth.control.acm.plan.BadCertificate;
import berth.control.acm.plan.CertificateReader;
import berth.control.dispatch.Operation;
import berth.control.iam.IamViews;
import berth.control.iam.model.ServerCertificate;
import berth.control.iam.plan.ServerCertificateNames;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UploadServerCertificateRequest;
import software.amazon.awssdk.services.iam.model.UploadServerCertificateResponse;

/// Takes in a certificate with its key under a name.
public final class UploadServerCertificate
        implements Operation.Write<UploadServerCertificateRequest, UploadServerCertificateResponse> {
    @Override
    public String service() {
        return "iam";
    }

    @Override
    public String name() {
        return "UploadServerCertificate";
    }

    @Override
    public Class<UploadServerCertificateRequest> request() {
        return UploadServerCertificateRequest.class;
    }

    @Override
    public Outcome<UploadServerCertificateResponse> handle(
            UploadServerCertificateRequest request, State state, Context context) {
        String name = ServerCertificateNames.name(request.serverCertificateName());
        String path = ServerCertificateNames.path(request.path());
        if (state.find(IamViews.SERVER_CERTIFICATES, name) != null) {
            throw new Fault(
                            "EntityAlreadyExists",
                            "The Server Certificate with name %s already exists.".formatted(name),
                            409,
                            List.of())
                    .raise();
        }
        CertificateReader.Read read = read(request);
        SortedMap<String, String> tags = new TreeMap<>();
        for (Tag tag : request.tags()) {
            tags.put(required("tags.member.key", tag.key()), tag.value() == null ? "" : tag.value());
        }
        ServerCertificate made = new ServerCertificate(
                "arn:aws:iam::%s:server-certificate%s%s"
                        .formatted(context.account().id(), path, name),
                "ASCA" + context.ids().word(17).toUpperCase(Locale.ROOT),
                name,
                path,
                read.material(),
                read.facts(),
                tags,
                context.now());
        return new Outcome<>(
                List.of(Change.put(IamViews.SERVER_CERTIFICATES, made)),
                UploadServerCertificateResponse.builder()
                        .serverCertificateMetadata(ServerCertificates.metadata(made))
                        .tags(ServerCertificates.tags(made))
                        .build());
    }

    private static CertificateReader.Read read(UploadServerCertificateRequest request) {
        try {
            return CertificateReader.read(
                    required("certificateBody", request.certificateBody()),
                    request.certificateChain(),
                    required("privateKey", request.privateKey()));
        } catch (BadCertificate e) {
            String code = switch (e.part()) {
                case CERTIFICATE, CHAIN, KEY -> "MalformedCertificate";
                case PAIR -> "KeyPairMismatch";
            };
            throw Fault.of(code, e.why()).raise();
        }
    }

    private static String required(String member, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw Fault.of(
                            "ValidationError",
                            "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must"
                                            .formatted(member)
                                    + " not be null")
                    .raise();
        }
        return value;
    }
}

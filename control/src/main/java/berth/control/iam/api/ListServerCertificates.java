package berth.control.iam.api;

import berth.control.dispatch.Operation;
import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.iam.IamViews;
import berth.control.iam.model.ServerCertificate;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.iam.model.ListServerCertificatesRequest;
import software.amazon.awssdk.services.iam.model.ListServerCertificatesResponse;

/// Lists server certificates by name, all or those under a path.
public final class ListServerCertificates
        implements Operation.Read<ListServerCertificatesRequest, ListServerCertificatesResponse> {
    private static final int SIZE = 100;
    private static final int MAX = 1000;

    @Override
    public String service() {
        return "iam";
    }

    @Override
    public String name() {
        return "ListServerCertificates";
    }

    @Override
    public Class<ListServerCertificatesRequest> request() {
        return ListServerCertificatesRequest.class;
    }

    @Override
    public ListServerCertificatesResponse handle(ListServerCertificatesRequest request, State state, Context context) {
        Integer asked = request.maxItems();
        if (asked != null && (asked < 1 || asked > MAX)) {
            throw Fault.of("ValidationError", "MaxItems must be between 1 and %d.".formatted(MAX))
                    .raise();
        }
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        PageTokens tokens = PageTokens.of(name(), prefix);
        List<ServerCertificate> rows = state.after(IamViews.SERVER_CERTIFICATES, tokens.key(request.marker())).stream()
                .filter(one -> one.path().startsWith(prefix))
                .toList();
        Page<ServerCertificate> page = Page.of(rows, asked == null ? SIZE : asked, ServerCertificate::name, tokens);
        return ListServerCertificatesResponse.builder()
                .serverCertificateMetadataList(
                        page.items().stream().map(ServerCertificates::metadata).toList())
                .isTruncated(page.nextToken() != null)
                .marker(page.nextToken())
                .build();
    }
}

package berth.control.iam.api;

import berth.control.dispatch.Operation;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Arn;
import berth.kernel.Rng;
import java.util.Locale;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/// Tells a caller who it is. Needs no permission.
///
/// STS: the user id of the account's root is the account's id; of a user it begins with `AIDA`, of anybody else,
/// here, with `AROA`.
public record GetCallerIdentity() implements Operation.Read<GetCallerIdentityRequest, GetCallerIdentityResponse> {
    private static final int UNIQUE_DIGITS = 17;

    @Override
    public String service() {
        return "sts";
    }

    @Override
    public String name() {
        return "GetCallerIdentity";
    }

    @Override
    public Class<GetCallerIdentityRequest> request() {
        return GetCallerIdentityRequest.class;
    }

    @Override
    public GetCallerIdentityResponse handle(GetCallerIdentityRequest request, State state, Context context) {
        return GetCallerIdentityResponse.builder()
                .account(context.account().id())
                .arn(context.caller())
                .userId(userId(context))
                .build();
    }

    private static String userId(Context context) {
        String resource = Arn.parse(context.caller()).map(Arn::resource).orElse(context.caller());
        if (resource.equals("root")) {
            return context.account().id();
        }
        // The same caller has the same id for ever, and there is no table of users yet to keep one in.
        Rng rng = Rng.seeded(0, context.caller(), 0);
        StringBuilder id = new StringBuilder(resource.startsWith("user/") ? "AIDA" : "AROA");
        for (int i = 0; i < UNIQUE_DIGITS; i++) {
            id.append(Integer.toString(rng.nextInt(36), 36).toUpperCase(Locale.ROOT));
        }
        return id.toString();
    }
}

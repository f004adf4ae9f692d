package berth.control.iam;

import berth.control.Module;
import berth.control.iam.api.GetCallerIdentity;
import java.util.List;

/// What identities contribute: one operation of STS.
public final class IamModule {
    private IamModule() {}

    public static Module module() {
        return new Module(List.of(), List.of(new GetCallerIdentity()), List.of());
    }
}

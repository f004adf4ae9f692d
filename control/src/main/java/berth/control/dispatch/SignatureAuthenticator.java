package berth.control.dispatch;

import berth.wire.HttpCall;
import berth.wire.sigv4.Caller;
import berth.wire.sigv4.SigV4;
import java.time.Instant;

/// Believes whoever signed with a key that exists.
public final class SignatureAuthenticator implements Authenticator {
    private final AccessKeys keys;

    public SignatureAuthenticator(AccessKeys keys) {
        this.keys = keys;
    }

    @Override
    public String authenticate(HttpCall call, Instant now) {
        Caller caller = SigV4.verify(call, id -> keys.find(id).map(AccessKeys.Key::secret), now);
        return keys.find(caller.accessKeyId()).orElseThrow().caller();
    }
}

package berth.server;

import berth.control.dispatch.AccessKeys;
import berth.control.dispatch.Authenticator;
import berth.control.dispatch.SignatureAuthenticator;
import berth.kernel.Account;
import berth.kernel.Fault;
import berth.kernel.FaultException;
import berth.server.directory.AccessKey;
import berth.wire.HttpCall;
import berth.wire.sigv4.SecretKey;
import java.time.Instant;
import java.util.Optional;

/// Who may call: the holder of the data directory's access key, as the account's root; and with `--dev-credentials`,
/// from this machine, whoever signs with test/test, as awslocal, tflocal and cdklocal do.
final class LocalKeys implements Authenticator {
    private static final AccessKey DEVELOPMENT = new AccessKey("test", "test");

    private final Authenticator fromAnywhere;
    private final Authenticator fromLoopback;
    private final boolean development;

    LocalKeys(AccessKey root, Account account, boolean development) {
        String caller = "arn:aws:iam::" + account.id() + ":root";
        this.fromAnywhere = new SignatureAuthenticator(id -> find(id, root, caller));
        this.fromLoopback = development
                ? new SignatureAuthenticator(id -> find(id, root, caller).or(() -> find(id, DEVELOPMENT, caller)))
                : fromAnywhere;
        this.development = development;
    }

    @Override
    public String authenticate(HttpCall call, Instant now) {
        try {
            return (isLoopback(call.remoteAddress()) ? fromLoopback : fromAnywhere).authenticate(call, now);
        } catch (FaultException e) {
            throw development || !claimsDevelopment(call)
                    ? e
                    : explained(e.fault()).raise();
        }
    }

    private static boolean isLoopback(String peer) {
        return peer.startsWith("127.") || peer.startsWith("0:0:0:0:0:0:0:1:") || peer.startsWith("::1:");
    }

    private static boolean claimsDevelopment(HttpCall call) {
        return call.headers().first("Authorization").orElse("").contains("Credential=" + DEVELOPMENT.id() + '/');
    }

    private static Fault explained(Fault fault) {
        return new Fault(
                fault.code(),
                fault.message() + " (Berth admits the key test/test only when started with --dev-credentials;"
                        + " eval \"$(./berth env)\" sets a key that it knows.)",
                fault.status(),
                fault.resourceIds());
    }

    private static Optional<AccessKeys.Key> find(String id, AccessKey key, String caller) {
        return id.equals(key.id())
                ? Optional.of(new AccessKeys.Key(new SecretKey(key.secret()), caller))
                : Optional.empty();
    }
}

package berth.wire;

import static org.assertj.core.api.Assertions.assertThat;

import berth.kernel.Fault;
import berth.kernel.FaultException;
import berth.wire.codec.Filled;
import berth.wire.codec.Json;
import berth.wire.sigv4.SecretKey;
import berth.wire.sigv4.SigV4;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Valid calls, broken at random: whatever comes of them is a value or a fault of the caller's, never another
/// exception and never a fault of ours. The seed is fixed and printed; another one is given by `-Dberth.fuzz.seed`.
class FuzzTest {
    private static final long SEED = Long.getLong("berth.fuzz.seed", 20240229L);
    private static final int ROUNDS = Integer.getInteger("berth.fuzz.rounds", 40_000);
    private static final Gateway GATEWAY = new Gateway(Catalog.sdk());
    private static final List<String> JSON_WORDS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "null",
            "true",
            "NaN",
            "-",
            "1e400",
            "-0",
            "1e-999999999",
            "99999999999999999999",
            "\\u0000",
            "\\ud800",
            "\\",
            "\ufeff",
            "//",
            "{\"a\":",
            "[[[[[[[[",
            "0x1",
            "Infinity",
            "'",
            "\u0000",
            "512.0");
    private static final List<String> FORM_WORDS = List.of(
            "&",
            "=",
            ".",
            "%",
            "%00",
            "%ff",
            "+",
            ".1",
            ".member.1",
            ".0",
            ".-1",
            ".99999999999",
            "Action=",
            "Version=",
            "&&",
            "Filter.1.Value.1=",
            "SubnetId",
            "..",
            "%C3%28",
            "true");

    private final Random random = new Random(SEED);

    private record Tally(int values, int faults) {}

    private Tally fuzz(List<HttpCall> valid, List<String> words) {
        System.out.println("FuzzTest: seed " + SEED + ", " + ROUNDS + " rounds");
        int values = 0;
        for (int round = 0; round < ROUNDS; round++) {
            HttpCall call = broken(valid.get(random.nextInt(valid.size())), words);
            try {
                Parsed parsed = GATEWAY.read(call);
                assertThat(Json.read(parsed.operation().requestClass(), Json.toJson(parsed.request()))
                                .value())
                        .isEqualTo(parsed.request());
                values++;
            } catch (FaultException refusal) {
                assertCallersFault(refusal.fault());
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError defect) {
                throw new AssertionError("round " + round + ": " + show(call), defect);
            }
        }
        return new Tally(values, ROUNDS - values);
    }

    private static void assertCallersFault(Fault fault) {
        assertThat(fault.status()).isBetween(400, 499);
        assertThat(fault.message()).isNotBlank().hasSizeLessThan(2000);
        assertThat(GATEWAY.fault(Protocol.AWS_JSON_1_1, fault, "id").body()).isNotEmpty();
        assertThat(GATEWAY.fault(Protocol.EC2_QUERY, fault, "id").body()).isNotEmpty();
    }

    private static String show(HttpCall call) {
        return call.headers() + " " + new String(call.body(), StandardCharsets.UTF_8);
    }

    private HttpCall broken(HttpCall call, List<String> words) {
        byte[] body = call.body();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            body = broken(body, words);
        }
        return new HttpCall(call.method(), call.path(), call.rawQuery(), call.headers(), body, "");
    }

    private byte[] broken(byte[] body, List<String> words) {
        int from = body.length == 0 ? 0 : random.nextInt(body.length);
        int to = Math.min(body.length, from + 1 + random.nextInt(8));
        return switch (random.nextInt(6)) {
            case 0 -> spliced(body, from, to, new byte[] {(byte) random.nextInt(256)});
            case 1 -> spliced(body, from, to, new byte[0]);
            case 2 -> spliced(body, from, from, Arrays.copyOfRange(body, from, to));
            case 3 -> Arrays.copyOf(body, from);
            case 4 -> spliced(body, from, to, word(words));
            default -> spliced(body, from, from, word(words));
        };
    }

    private byte[] word(List<String> words) {
        return words.get(random.nextInt(words.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] spliced(byte[] body, int from, int to, byte[] between) {
        byte[] made = Arrays.copyOf(body, from + between.length + body.length - to);
        System.arraycopy(between, 0, made, from, between.length);
        System.arraycopy(body, to, made, from + between.length, body.length - to);
        return made;
    }

    private static List<HttpCall> jsonCalls() {
        List<HttpCall> calls = new ArrayList<>();
        for (Service service : List.of(Service.ECS, Service.LOGS)) {
            long seed = 0;
            for (Operation operation : Catalog.sdk().operations(service)) {
                byte[] body = Json.toJson(new Filled(seed++, 0.2, false).object(operation.requestClass()));
                Headers headers = Headers.of("X-Amz-Target", service.version() + '.' + operation.name());
                calls.add(new HttpCall("POST", "/", "", headers, body, ""));
            }
        }
        return calls;
    }

    private static List<HttpCall> formCalls() {
        return Fixtures.load("requests").stream()
                .filter(each -> !each.headers().mediaType().contains("json"))
                .map(each -> new HttpCall("POST", "/", "", each.headers(), each.bytes("body"), ""))
                .toList();
    }

    @Test
    void broken_json_is_a_value_or_a_fault_of_the_callers() {
        Tally tally = fuzz(jsonCalls(), JSON_WORDS);

        assertThat(tally.values()).as("some survive").isGreaterThan(ROUNDS / 50);
        assertThat(tally.faults()).as("most don't").isGreaterThan(ROUNDS / 4);
    }

    @Test
    void a_broken_form_is_a_value_or_a_fault_of_the_callers() {
        Tally tally = fuzz(formCalls(), FORM_WORDS);

        assertThat(tally.values()).as("some survive").isGreaterThan(ROUNDS / 50);
        assertThat(tally.faults()).as("most don't").isGreaterThan(ROUNDS / 10);
    }

    @Test
    void a_broken_signature_is_never_believed_and_never_an_accident() {
        Instant signed = Instant.parse("2024-02-29T21:35:25Z");
        SecretKey secret = new SecretKey("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
        List<String> words = List.of(
                ",", "=", "/", ";", " ", "Credential=", "Signature=", "SignedHeaders=host", "%", "\ud83d\ude00");
        for (Fixtures.Fixture fixture : Fixtures.load("signatures")) {
            Headers headers = fixture.headers();
            String authorization = headers.first("Authorization").orElseThrow();
            for (int round = 0; round < 300; round++) {
                byte[] bytes = broken(authorization.getBytes(StandardCharsets.UTF_8), words);
                String broken = new String(bytes, StandardCharsets.UTF_8);
                List<Headers.Field> fields = headers.fields().stream()
                        .map(each -> each.value().equals(authorization) ? new Headers.Field(each.name(), broken) : each)
                        .toList();
                HttpCall call = new HttpCall(
                        fixture.text("method"),
                        fixture.text("path"),
                        fixture.text("query"),
                        new Headers(fields),
                        fixture.bytes("body"),
                        "");
                try {
                    SigV4.verify(call, id -> Optional.of(secret).filter(key -> id.equals("AKIDEXAMPLE")), signed);
                    assertThat(normal(broken)).as(broken).isEqualTo(normal(authorization));
                } catch (FaultException refusal) {
                    assertCallersFault(refusal.fault());
                    assertThat(refusal.fault().message()).doesNotContain("wJalrXUtn");
                }
            }
        }
    }

    /// What may change without changing what was signed: blanks and commas between the parts, the case of header names,
    /// parts of no meaning.
    private static List<String> normal(String authorization) {
        return Arrays.stream(authorization.toLowerCase(Locale.ROOT).split("[\\s,]+"))
                .filter(part -> part.startsWith("credential=")
                        || part.startsWith("signedheaders=")
                        || part.startsWith("signature="))
                .toList();
    }
}

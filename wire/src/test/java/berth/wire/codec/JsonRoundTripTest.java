package berth.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.Catalog;
import berth.wire.Operation;
import berth.wire.Service;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkPojo;

class JsonRoundTripTest {
    private static final int ROUNDS = 4;

    @ParameterizedTest
    @EnumSource(
            value = Service.class,
            names = {"ECS", "LOGS"})
    void what_is_written_of_any_request_or_response_reads_back_equal(Service service) {
        for (Operation operation : Catalog.sdk().operations(service)) {
            for (long seed = 0; seed < ROUNDS; seed++) {
                assertRoundTrip(operation.requestClass(), seed);
                assertRoundTrip(operation.responseClass(), seed);
            }
        }
    }

    private static <T extends SdkPojo> void assertRoundTrip(Class<T> type, long seed) {
        T written = new Filled(seed, seed == 0 ? 0.9 : 0.4, false).object(type);

        Json.Body read = Json.read(type, Json.toJson(written));

        assertThat(read.value()).as("%s, seed %d", type.getSimpleName(), seed).isEqualTo(written);
        assertThat(read.unknown()).isEmpty();
    }
}

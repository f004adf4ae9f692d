package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostRoutesTest {
    private static final String TABLE = """
            Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
            eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
            docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
            eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
            """;

    @Test
    void theKernelsTableIsReadWithoutTheDefaultRoute() {
        assertThat(HostRoutes.parse(TABLE).routes())
                .extracting(HostRoutes.Route::toString)
                .containsExactly("172.17.0.0/16 through docker0", "192.0.2.0/24 through eth0");
    }

    @ParameterizedTest
    @CsvSource({
        "172.31.0.0/16,172.31.32.0/20,true",
        "172.31.32.0/20,172.31.0.0/16,true",
        "172.31.0.0/16,172.16.0.0/12,true",
        "172.31.0.0/16,172.17.0.0/16,false",
        "10.0.0.0/8,172.17.0.0/16,false",
        "10.0.0.0/31,10.0.0.2/31,false",
    })
    void rangesOverlapWhenTheyShareAnAddress(String left, String right, boolean overlap) {
        assertThat(HostRoutes.overlap(left, right)).isEqualTo(overlap);
    }

    @Test
    void theRouteInTheWayIsNamed() {
        HostRoutes routes = HostRoutes.parse(TABLE);
        assertThat(routes.overlapping("172.17.5.0/24")).hasToString("Optional[172.17.0.0/16 through docker0]");
        assertThat(routes.overlapping("172.31.0.0/16")).isEmpty();
    }
}

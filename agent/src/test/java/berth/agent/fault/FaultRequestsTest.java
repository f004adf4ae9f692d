package berth.agent.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.agent.fault.FaultRequests.InvalidFault;
import berth.agent.fault.NetworkFault.BlackholePort;
import berth.agent.fault.NetworkFault.Latency;
import berth.agent.fault.NetworkFault.PacketLoss;
import berth.agent.fault.NetworkFault.Traffic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FaultRequestsTest {
    private static NetworkFault read(FaultType type, String body) throws InvalidFault {
        return FaultRequests.read(type, body.replace('\'', '"'));
    }

    @Test
    void readsWhatIsAskedForInAnyCaseAndLetsTheRestPass() throws InvalidFault {
        assertThat(read(
                        FaultType.BLACKHOLE_PORT,
                        "{'port':80,'PROTOCOL':'tcp','TrafficType':'egress','SourcesToFilter':null,'Other':[1]} x"))
                .isEqualTo(new BlackholePort(80, "tcp", Traffic.EGRESS, List.of()));
        assertThat(
                        read(
                                FaultType.LATENCY,
                                "{'DelayMilliseconds':1,'JitterMilliseconds':0,'Sources':['::/0'],'SourcesToFilter':['10.0.0.1']}"))
                .isEqualTo(
                        new Latency(1, 0, List.of(new IpBlock("::/0", true)), List.of(new IpBlock("10.0.0.1", false))));
        assertThat(read(FaultType.PACKET_LOSS, "{'LossPercent':100,'Sources':['10.0.0.0/8']}"))
                .isEqualTo(new PacketLoss(100, List.of(new IpBlock("10.0.0.0/8", false)), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "BLACKHOLE_PORT | `` | required request body is missing",
                "BLACKHOLE_PORT | {'Port':80 | unexpected EOF",
                "BLACKHOLE_PORT | [] | json: cannot unmarshal array into Go value of type types.NetworkBlackholePortRequest",
                "BLACKHOLE_PORT | null | required parameter Port is missing",
                "BLACKHOLE_PORT | {} | required parameter Port is missing",
                "BLACKHOLE_PORT | {'Port':80} | required parameter Protocol is missing",
                "BLACKHOLE_PORT | {'Port':80,'Protocol':''} | required parameter Protocol is missing",
                "BLACKHOLE_PORT | {'Port':80,'Protocol':'x'} | required parameter TrafficType is missing",
                "BLACKHOLE_PORT | {'Port':80,'Protocol':'x','TrafficType':'y'} | invalid value x for parameter Protocol",
                "BLACKHOLE_PORT | {'Port':80,'Protocol':'udp','TrafficType':'y'} | invalid value y for parameter TrafficType",
                "BLACKHOLE_PORT | {'Port':80,'Protocol':'tcp','TrafficType':'ingress','SourcesToFilter':['x']} | invalid value x for parameter SourcesToFilter",
                "BLACKHOLE_PORT | {'Port':80,'Protocol':'tcp','TrafficType':'ingress','SourcesToFilter':[null]} | invalid value  for parameter SourcesToFilter",
                "BLACKHOLE_PORT | {'Port':'80'} | json: cannot unmarshal string into Go struct field NetworkBlackholePortRequest.Port of type uint16",
                "BLACKHOLE_PORT | {'Port':65536} | json: cannot unmarshal number 65536 into Go struct field NetworkBlackholePortRequest.Port of type uint16",
                "BLACKHOLE_PORT | {'Port':-1} | json: cannot unmarshal number -1 into Go struct field NetworkBlackholePortRequest.Port of type uint16",
                "BLACKHOLE_PORT | {'Port':80,'Protocol':6} | json: cannot unmarshal number into Go struct field NetworkBlackholePortRequest.Protocol of type string",
                "LATENCY | {'JitterMilliseconds':1} | required parameter DelayMilliseconds is missing",
                "LATENCY | {'DelayMilliseconds':1} | required parameter JitterMilliseconds is missing",
                "LATENCY | {'DelayMilliseconds':1,'JitterMilliseconds':1,'Sources':[]} | required parameter Sources is missing",
                "LATENCY | {'DelayMilliseconds':1,'JitterMilliseconds':1,'Sources':['a']} | invalid value a for parameter Sources",
                "LATENCY | {'DelayMilliseconds':1.5} | json: cannot unmarshal number 1.5 into Go struct field NetworkLatencyRequest.DelayMilliseconds of type uint64",
                "LATENCY | {'Sources':'10.0.0.1'} | json: cannot unmarshal string into Go struct field NetworkLatencyRequest.Sources of type []*string",
                "LATENCY | {'Sources':[true]} | json: cannot unmarshal bool into Go struct field NetworkLatencyRequest.Sources of type string",
                "PACKET_LOSS | {} | required parameter LossPercent is missing",
                "PACKET_LOSS | {'LossPercent':0} | invalid value 0 for parameter LossPercent",
                "PACKET_LOSS | {'LossPercent':101} | invalid value 101 for parameter LossPercent",
                "PACKET_LOSS | {'LossPercent':1} | required parameter Sources is missing",
                "PACKET_LOSS | {'LossPercent':1,'Sources':['::1'],'SourcesToFilter':['b']} | invalid value b for parameter SourcesToFilter"
            })
    void saysWhatIsWrongInTheAgentsWords(FaultType type, String body, String message) {
        assertThatThrownBy(() -> read(type, body))
                .isInstanceOf(InvalidFault.class)
                .hasMessage(message);
    }

    @Test
    void brokenJsonIsSaidToBe() {
        assertThatThrownBy(() -> read(FaultType.LATENCY, "{x"))
                .hasMessageStartingWith("invalid JSON in the request body: ");
    }

    @Test
    void readsWhichFaultsRun() {
        assertThat(Disciplines.parse("[]")).isEqualTo(new Disciplines(false, false));
        assertThat(Disciplines.parse("[{\"kind\":\"pfifo\",\"options\":{\"delay\":{}}}]"))
                .isEqualTo(new Disciplines(false, false));
        assertThat(Disciplines.parse("[{\"kind\":\"netem\",\"handle\":\"10:\",\"parent\":\"1:1\",\"options\":"
                        + "{\"limit\":1000,\"delay\":{\"delay\":0.2,\"jitter\":0.05,\"correlation\":0}}}]"))
                .isEqualTo(new Disciplines(true, false));
        assertThat(Disciplines.parse("[{\"kind\":\"netem\",\"options\":{\"limit\":1000,\"loss-random\":"
                        + "{\"loss\":0.25,\"correlation\":0}}}]"))
                .isEqualTo(new Disciplines(false, true));
        assertThat(Disciplines.parse("Cannot find device")).isNull();
        assertThat(Disciplines.parse("")).isNull();
    }
}

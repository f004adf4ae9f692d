package berth.agent.fault;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.fault.NetworkNamespaces.Command;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command lines, word by word.
final class FaultCommandsTest {
    private static FaultCommands of(FaultType type, String body) throws Exception {
        return FaultCommands.of(FaultRequests.read(type, body.replace('\'', '"')));
    }

    /// What may fail has a question mark.
    private static List<String> lines(List<Command> commands) {
        return commands.stream()
                .map(command -> (command.mayFail() ? "? " : "") + command)
                .toList();
    }

    @Test
    void aBlackHoleOfWhatComesIsAChainThatSparesWhereItComesFrom() throws Exception {
        FaultCommands commands = of(
                FaultType.BLACKHOLE_PORT,
                "{'Port':80,'Protocol':'tcp','TrafficType':'ingress','SourcesToFilter':['10.0.0.7','fd00::/8']}");

        assertThat(commands.check()).hasToString("iptables -w 5 -C ingress-tcp-80 -p tcp --dport 80 -j DROP");
        assertThat(lines(commands.start()))
                .containsExactly(
                        "iptables -w 5 -N ingress-tcp-80",
                        "iptables -w 5 -A ingress-tcp-80 -p tcp -s 10.0.0.7 --dport 80 -j ACCEPT",
                        "iptables -w 5 -A ingress-tcp-80 -p tcp -s 0.0.0.0/0 --dport 80 -j DROP",
                        "iptables -w 5 -I INPUT -j ingress-tcp-80",
                        "? ip6tables -w 5 -N ingress-tcp-80",
                        "? ip6tables -w 5 -A ingress-tcp-80 -p tcp -s fd00::/8 --dport 80 -j ACCEPT",
                        "? ip6tables -w 5 -A ingress-tcp-80 -p tcp -s ::/0 --dport 80 -j DROP",
                        "? ip6tables -w 5 -I INPUT -j ingress-tcp-80");
        assertThat(commands.ours()).isZero();
        assertThat(lines(commands.stop()))
                .containsExactly(
                        "? iptables -w 5 -D INPUT -j ingress-tcp-80",
                        "iptables -w 5 -F ingress-tcp-80",
                        "iptables -w 5 -X ingress-tcp-80",
                        "? ip6tables -w 5 -D INPUT -j ingress-tcp-80",
                        "? ip6tables -w 5 -F ingress-tcp-80",
                        "? ip6tables -w 5 -X ingress-tcp-80");
        assertThat(commands.undo())
                .isEqualTo(commands.stop().stream().map(Command::optional).toList());
    }

    @Test
    void aBlackHoleOfWhatGoesSparesWhereItGoes() throws Exception {
        FaultCommands commands = of(
                FaultType.BLACKHOLE_PORT,
                "{'Port':53,'Protocol':'udp','TrafficType':'egress','SourcesToFilter':['10.0.0.0/8']}");

        assertThat(lines(commands.start()).subList(0, 4))
                .containsExactly(
                        "iptables -w 5 -N egress-udp-53",
                        "iptables -w 5 -A egress-udp-53 -p udp -d 10.0.0.0/8 --dport 53 -j ACCEPT",
                        "iptables -w 5 -A egress-udp-53 -p udp -d 0.0.0.0/0 --dport 53 -j DROP",
                        "iptables -w 5 -I OUTPUT -j egress-udp-53");
        assertThat(lines(commands.stop())).startsWith("? iptables -w 5 -D OUTPUT -j egress-udp-53");
    }

    @Test
    void aLatencyIsANetemBelowAPrioAndFiltersThatChooseWhatIsDelayed() throws Exception {
        FaultCommands commands = of(
                FaultType.LATENCY,
                "{'DelayMilliseconds':200,'JitterMilliseconds':50,'Sources':['10.0.0.0/8','2001:db8::1'],"
                        + "'SourcesToFilter':['10.0.0.7']}");

        assertThat(commands.check()).hasToString("tc -j q show dev eth0 parent 1:1");
        assertThat(lines(commands.start()))
                .containsExactly(
                        "tc qdisc add dev eth0 root handle 1: prio priomap 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2",
                        "tc qdisc add dev eth0 parent 1:1 handle 10: netem delay 200ms 50ms",
                        "tc filter add dev eth0 protocol all parent 1:0 prio 1 u32 match ip dst 10.0.0.7 flowid 1:3",
                        "tc filter add dev eth0 protocol all parent 1:0 prio 2 u32 match ip dst 10.0.0.0/8 flowid 1:1",
                        "tc filter add dev eth0 protocol all parent 1:0 prio 2 u32 match ip6 dst 2001:db8::1 flowid 1:1");
        assertThat(commands.ours()).isEqualTo(1);
        assertThat(lines(commands.undo())).containsExactly("? tc qdisc del dev eth0 root handle 1: prio");
        assertThat(lines(commands.stop()))
                .containsExactly(
                        "tc qdisc del dev eth0 parent 1:1 handle 10:", "tc qdisc del dev eth0 root handle 1: prio");
        assertThat(FaultCommands.ofDisciplines().stop()).isEqualTo(commands.stop());
        assertThat(FaultCommands.ofDisciplines().check()).isEqualTo(commands.check());
    }

    @Test
    void aPacketLossIsANetemThatLoses() throws Exception {
        assertThat(lines(of(FaultType.PACKET_LOSS, "{'LossPercent':25,'Sources':['0.0.0.0/0']}")
                        .start()))
                .containsExactly(
                        "tc qdisc add dev eth0 root handle 1: prio priomap 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2",
                        "tc qdisc add dev eth0 parent 1:1 handle 10: netem loss 25%",
                        "tc filter add dev eth0 protocol all parent 1:0 prio 2 u32 match ip dst 0.0.0.0/0 flowid 1:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.7",
                "0.0.0.0/0",
                "255.255.255.255/32",
                "::",
                "::/0",
                "fe80::1",
                "2001:db8::/128",
                "1:2:3:4:5:6:7:8"
            })
    void theseAreBlocks(String text) {
        assertThat(IpBlock.parse(text)).isEqualTo(new IpBlock(text, text.contains(":")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0",
                "10.0.0.256",
                "010.0.0.1",
                "10.0.0.1/33",
                "10.0.0.1/",
                "10.0.0.1 -j ACCEPT",
                "-j",
                "host",
                ":",
                ":::",
                "fe80::1%eth0",
                "::/129",
                "::ffff:10.0.0.7"
            })
    void theseAreNone(String text) {
        assertThat(IpBlock.parse(text)).isNull();
    }
}

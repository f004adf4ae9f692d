package berth.agent.fault;

import berth.agent.fault.NetworkFault.BlackholePort;
import berth.agent.fault.NetworkFault.Latency;
import berth.agent.fault.NetworkFault.PacketLoss;
import berth.agent.fault.NetworkNamespaces.Command;
import java.util.ArrayList;
import java.util.List;

/// The commands that start, stop and find a fault, to be run in the task's network namespace.
///
/// A black hole is a chain of its own, named after what it drops, in the filter table of IPv4 and IPv6. Latency and
/// loss are a `prio` discipline whose first band is a `netem`; filters send there what goes to the sources, and before
/// that to the third band, which changes nothing, what is spared.
///
/// Worked example: dropping what comes to TCP port 80, but from 10.0.0.7, is the chain `ingress-tcp-80` of two rules,
/// `-p tcp -s 10.0.0.7 --dport 80 -j ACCEPT` and `-p tcp -s 0.0.0.0/0 --dport 80 -j DROP`, at the top of INPUT.
///
/// ECS: a namespace without IPv6 is no reason to fail; the chain of IPv4 tells whether the fault runs.
///
/// @param check finds it
/// @param start all of it
/// @param ours index of the first command of `start` whose failure leaves something that is ours to undo
/// @param undo takes away what a start that failed left, and what a crash did
/// @param stop all of it
record FaultCommands(Command check, List<Command> start, int ours, List<Command> undo, List<Command> stop) {
    private static final String DEVICE = "eth0";
    private static final String IPTABLES = " -w 5 ";

    static FaultCommands of(NetworkFault fault) {
        return switch (fault) {
            case BlackholePort port -> blackhole(port);
            case Latency latency ->
                netem(
                        "delay %dms %dms".formatted(latency.delayMillis(), latency.jitterMillis()),
                        latency.to(),
                        latency.spared());
            case PacketLoss loss -> netem("loss %d%%".formatted(loss.percent()), loss.to(), loss.spared());
        };
    }

    /// To stop and to find a latency or a packet loss takes no more than the names of their disciplines.
    static FaultCommands ofDisciplines() {
        return netem("", List.of(), List.of());
    }

    private static FaultCommands blackhole(BlackholePort fault) {
        String chain = fault.traffic().word() + '-' + fault.protocol() + '-' + fault.port();
        List<Command> start = new ArrayList<>(opened("iptables", "0.0.0.0/0", chain, fault, false));
        opened("ip6tables", "::/0", chain, fault, true).forEach(command -> start.add(command.optional()));
        List<Command> stop = new ArrayList<>(closed("iptables", chain, fault));
        closed("ip6tables", chain, fault).forEach(command -> stop.add(command.optional()));
        return new FaultCommands(
                Command.of("iptables" + IPTABLES
                        + "-C %s -p %s --dport %d -j DROP".formatted(chain, fault.protocol(), fault.port())),
                start,
                0,
                stop.stream().map(Command::optional).toList(),
                stop);
    }

    private static List<Command> opened(
            String program, String everybody, String chain, BlackholePort fault, boolean v6) {
        String rule = program
                + IPTABLES
                + "-A %s -p %s %s %%s --dport %d -j %%s"
                        .formatted(chain, fault.protocol(), fault.traffic().peer(), fault.port());
        List<Command> commands = new ArrayList<>();
        commands.add(Command.of(program + IPTABLES + "-N " + chain));
        for (IpBlock block : fault.spared()) {
            if (block.v6() == v6) {
                commands.add(Command.of(rule.formatted(block.text(), "ACCEPT")));
            }
        }
        commands.add(Command.of(rule.formatted(everybody, "DROP")));
        commands.add(Command.of(
                program + IPTABLES + "-I %s -j %s".formatted(fault.traffic().table(), chain)));
        return commands;
    }

    private static List<Command> closed(String program, String chain, BlackholePort fault) {
        String out = "-D %s -j %s".formatted(fault.traffic().table(), chain);
        return List.of(
                // A crash may have left a chain that is in no table; one that still is in use is not removed.
                Command.of(program + IPTABLES + out).optional(),
                Command.of(program + IPTABLES + "-F " + chain),
                Command.of(program + IPTABLES + "-X " + chain));
    }

    private static FaultCommands netem(String effect, List<IpBlock> to, List<IpBlock> spared) {
        String device = " dev " + DEVICE;
        Command delRoot = Command.of("tc qdisc del" + device + " root handle 1: prio");
        List<Command> start = new ArrayList<>();
        start.add(Command.of("tc qdisc add" + device + " root handle 1: prio priomap" + " 2".repeat(16)));
        start.add(Command.of("tc qdisc add" + device + " parent 1:1 handle 10: netem " + effect));
        spared.forEach(block -> start.add(filter(block, 1, "1:3")));
        to.forEach(block -> start.add(filter(block, 2, "1:1")));
        return new FaultCommands(
                Command.of("tc -j q show" + device + " parent 1:1"),
                start,
                // The first fails where the task gave its interface a discipline itself, which stays.
                1,
                List.of(delRoot.optional()),
                List.of(Command.of("tc qdisc del" + device + " parent 1:1 handle 10:"), delRoot));
    }

    private static Command filter(IpBlock block, int priority, String band) {
        return Command.of("tc filter add dev %s protocol all parent 1:0 prio %d u32 match %s dst %s flowid %s"
                .formatted(DEVICE, priority, block.v6() ? "ip6" : "ip", block.text(), band));
    }
}

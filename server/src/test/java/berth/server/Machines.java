package berth.server;

import berth.agent.docker.TestEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Several machines within this one, side by side on a bridge: each a network namespace with a dockerd of its own. What
/// is made is named after a random number and removed at the end, whatever happened.
///
/// A dockerd is started with nsenter, since `ip netns exec` mounts another /sys, in which it finds no cgroups.
final class Machines implements AutoCloseable {
    private final String id = "b%04x".formatted(ThreadLocalRandom.current().nextInt(0x10000));
    private final String network;
    private final Path folder;
    private final List<Machine> machines = new ArrayList<>();

    /// @throws IllegalStateException saying what of this machine is missing
    Machines() {
        requireTools();
        network = freeNetwork();
        try {
            folder = Files.createTempDirectory("berth-machines-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.run("ip", "link", "add", id, "type", "bridge");
        Shell.run("ip", "addr", "add", address() + "/24", "dev", id);
        Shell.run("ip", "link", "set", id, "up");
    }

    private static void requireTools() {
        if (!Shell.attempt("id", "-u").output().equals("0")) {
            throw new IllegalStateException("Machines of their own take network namespaces: run this test as root");
        }
        for (String tool : List.of("ip", "nsenter", "dockerd", "iptables")) {
            if (Shell.attempt("sh", "-c", "command -v " + tool).code() != 0) {
                throw new IllegalStateException("Machines of their own take " + tool
                        + ", which is missing here: install docker.io, iproute2, util-linux and iptables");
            }
        }
    }

    /// A range that no route of this machine has.
    private static String freeNetwork() {
        String routes = Shell.run("ip", "-4", "route");
        for (int third = 200; third < 250; third++) {
            String network = "10.99." + third;
            if (!routes.contains(network + '.')) {
                return network;
            }
        }
        throw new IllegalStateException("10.99.200.0 to 10.99.249.0 are all taken on this machine");
    }

    /// This machine's own address among them.
    String address() {
        return network + ".254";
    }

    Machine add() {
        Machine machine = new Machine(id, machines.size() + 1, network, folder.resolve("m" + (machines.size() + 1)));
        machines.add(machine);
        machine.start();
        return machine;
    }

    /// Gives a machine an image of the test's engine.
    static void copyImage(String image, Machine to) {
        Path file = to.folder().resolve("image.tar");
        TestEngine.docker("save", "-o", file.toString(), image);
        Shell.run("docker", "-H", to.engine(), "load", "-q", "-i", file.toString());
    }

    @Override
    public void close() {
        List<RuntimeException> failures = new ArrayList<>();
        for (Machine machine : machines) {
            tolerate(failures, machine::close);
        }
        tolerate(failures, () -> Shell.run("ip", "link", "del", id));
        tolerate(failures, () -> Shell.run("rm", "-rf", folder.toString()));
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    static void tolerate(List<RuntimeException> failures, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }
}

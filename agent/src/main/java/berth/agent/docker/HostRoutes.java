package berth.agent.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The machine's IPv4 routes, to see whether a VPC's range is still free here.
///
/// @param routes without the default route
public record HostRoutes(List<Route> routes) {
    private static final Path PROC = Path.of("/proc/net/route");

    public HostRoutes {
        routes = List.copyOf(routes);
    }

    /// One route.
    ///
    /// @param range for example `172.17.0.0/16`
    /// @param device for example `docker0`
    public record Route(String range, String device) {
        @Override
        public String toString() {
            return range + " through " + device;
        }
    }

    /// The routes of this machine now; none where the kernel does not list them (not Linux).
    public static HostRoutes read() {
        if (!Files.isReadable(PROC)) {
            return new HostRoutes(List.of());
        }
        try {
            return parse(Files.readString(PROC));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read this machine's routes", e);
        }
    }

    /// Reads the kernel's table: device, destination and mask are columns 1, 2 and 8, the addresses as hex numbers in
    /// the byte order of the machine (little-endian).
    static HostRoutes parse(String table) {
        List<Route> routes = new ArrayList<>();
        for (String line : table.lines().skip(1).toList()) {
            String[] columns = line.trim().split("\\s+");
            if (columns.length >= 8) {
                int prefix = Integer.bitCount(Integer.parseUnsignedInt(columns[7], 16));
                if (prefix > 0) {
                    int address = Integer.reverseBytes(Integer.parseUnsignedInt(columns[1], 16));
                    routes.add(new Route(dotted(address) + "/" + prefix, columns[0]));
                }
            }
        }
        return new HostRoutes(routes);
    }

    /// The first route that shares an address with `range`.
    ///
    /// Example: 172.31.0.0/16 overlaps 172.31.32.0/20, and 172.16.0.0/12, but not 172.17.0.0/16.
    public Optional<Route> overlapping(String range) {
        return routes.stream().filter(route -> overlap(range, route.range())).findFirst();
    }

    static boolean overlap(String left, String right) {
        int prefix = Math.min(prefix(left), prefix(right));
        int mask = prefix == 0 ? 0 : -1 << (32 - prefix);
        return (address(left) & mask) == (address(right) & mask);
    }

    private static int prefix(String range) {
        return Integer.parseInt(range.substring(range.indexOf('/') + 1));
    }

    private static int address(String range) {
        int address = 0;
        for (String part : range.substring(0, range.indexOf('/')).split("\\.")) {
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }

    private static String dotted(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }
}

package berth.control.vpc;

import java.util.List;
import java.util.stream.Stream;

/// The availability zones of a region: three, named by the letters a, b and c.
public final class Zones {
    private static final List<String> LETTERS = List.of("a", "b", "c");

    private Zones() {}

    /// `us-east-1a`, `us-east-1b`, `us-east-1c`.
    public static List<String> of(String region) {
        return LETTERS.stream().map(letter -> region + letter).toList();
    }

    /// EC2: `us-east-1b` has the id `use1-az2`, `ap-southeast-2a` has `apse2-az1`.
    public static String id(String region, String zone) {
        String words = Stream.of(region.split("-", -1)).map(Zones::shortened).reduce("", String::concat);
        return words + "-az" + (of(region).indexOf(zone) + 1);
    }

    private static String shortened(String word) {
        return switch (word) {
            case "north" -> "n";
            case "south" -> "s";
            case "east" -> "e";
            case "west" -> "w";
            case "central" -> "c";
            case "northeast" -> "ne";
            case "southeast" -> "se";
            case "northwest" -> "nw";
            case "southwest" -> "sw";
            case "gov" -> "g";
            default -> word;
        };
    }
}

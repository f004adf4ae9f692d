package berth.control.ecs.task.plan;

import berth.control.ecs.task.model.VolumeConfiguration;
import berth.control.ecs.task.model.VolumeConfiguration.Propagation;
import berth.control.ecs.task.model.VolumeConfiguration.TagSpecification;
import berth.kernel.Fault;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an EBS volume that ECS manages may be, with EC2's words inside ECS's.
///
/// ECS: sizes, iops and throughput by volume type, as in EC2; `gp2` where none is given. Nothing of it but the size has
/// an effect here.
///
/// Worked example: `st1` of 100 GiB is too small, since it has 125 at least; `gp3` of 1 GiB with a throughput of 1000
/// MiB/s needs 4000 iops, for it may have a quarter MiB/s for each.
public final class EbsRules {
    /// Tags that ECS gives to each volume and nobody else may.
    public static final String CREATED = "AmazonECSCreated";

    public static final String MANAGED = "AmazonECSManaged";

    private static final List<String> FILE_SYSTEMS = List.of("ext3", "ext4", "xfs", "ntfs");
    private static final int LEAST_THROUGHPUT = 125;
    private static final int MOST_THROUGHPUT = 1000;
    private static final int DEFAULT_IOPS = 3000;
    private static final double THROUGHPUT_FOR_IOPS = 0.25;

    private static final TreeMap<String, Type> TYPES = new TreeMap<>();

    static {
        TYPES.put("gp2", new Type(1, 16_384, null, false));
        TYPES.put("gp3", new Type(1, 16_384, new Range(3000, 16_000), false));
        TYPES.put("io1", new Type(4, 16_384, new Range(100, 64_000), true));
        TYPES.put("io2", new Type(4, 16_384, new Range(100, 256_000), true));
        TYPES.put("sc1", new Type(125, 16_384, null, false));
        TYPES.put("st1", new Type(125, 16_384, null, false));
        TYPES.put("standard", new Type(1, 1024, null, false));
    }

    private record Range(int least, int most) {}

    /// @param iops null where a volume of the type has none
    /// @param provisioned whether iops must be given
    private record Type(int least, int most, @Nullable Range iops, boolean provisioned) {}

    private EbsRules() {}

    /// @param service whether it is for the tasks of a service
    /// @throws berth.kernel.FaultException InvalidParameterException
    public static void check(VolumeConfiguration given, boolean service) {
        String name = given.name();
        String word = given.volumeType() == null ? "gp2" : given.volumeType();
        Type type = TYPES.get(word);
        if (type == null) {
            throw invalid(
                            name,
                            "InvalidParameterValue",
                            "The volume type '%s' is not one of %s.".formatted(word, TYPES.keySet()))
                    .raise();
        }
        within(name, "Volume of %dGiB", given.sizeInGiB(), new Range(type.least(), type.most()), "GiB");
        iops(name, word, type, given.iops());
        throughput(name, word, given);
        if (given.filesystemType() != null) {
            filesystem(given.filesystemType());
        }
        for (TagSpecification specification : given.tagSpecifications()) {
            tags(specification, service);
        }
    }

    /// What EC2 would have said of the volume, as ECS passes it on.
    static Fault invalid(String volume, String code, String message) {
        return Fault.invalidParameter(
                "ECS managed EBS volume configuration was invalid for volume '%s'. Encountered '%s' error from AmazonEC2: \"%s\""
                        .formatted(volume, code, message));
    }

    /// That neither a size nor a snapshot is given.
    public static Fault unsized(String volume) {
        return invalid(volume, "MissingParameter", "The request must contain the parameter size or snapshotId");
    }

    private static void within(String volume, String what, int value, Range range, String unit) {
        if (value < range.least()) {
            throw invalid(
                            volume,
                            "InvalidParameterValue",
                            (what + " is too %s; minimum is %d%s.")
                                    .formatted(value, unit.isEmpty() ? "low" : "small", range.least(), unit))
                    .raise();
        }
        if (value > range.most()) {
            throw invalid(
                            volume,
                            "InvalidParameterValue",
                            (what + " is too %s; maximum is %d%s.")
                                    .formatted(value, unit.isEmpty() ? "high" : "large", range.most(), unit))
                    .raise();
        }
    }

    private static void iops(String volume, String word, Type type, @Nullable Integer iops) {
        if (iops == null) {
            if (type.provisioned()) {
                throw invalid(
                                volume,
                                "MissingParameter",
                                "The parameter iops must be specified for %s volumes.".formatted(word))
                        .raise();
            }
            return;
        }
        Range range = type.iops();
        if (range == null) {
            throw invalid(
                            volume,
                            "InvalidParameterCombination",
                            "The parameter iops is not supported for %s volumes.".formatted(word))
                    .raise();
        }
        within(volume, "Volume iops of %d", iops, range, "");
    }

    private static void throughput(String volume, String word, VolumeConfiguration given) {
        Integer throughput = given.throughput();
        if (throughput == null) {
            return;
        }
        if (!word.equals("gp3")) {
            throw invalid(
                            volume,
                            "InvalidParameterCombination",
                            "The parameter throughput is not supported for %s volumes.".formatted(word))
                    .raise();
        }
        within(volume, "Volume throughput of %d", throughput, new Range(LEAST_THROUGHPUT, MOST_THROUGHPUT), "");
        double ratio = (double) throughput / (given.iops() == null ? DEFAULT_IOPS : given.iops());
        if (ratio > THROUGHPUT_FOR_IOPS) {
            throw invalid(
                            volume,
                            "InvalidParameterCombination",
                            String.format(
                                    Locale.ROOT,
                                    "Throughput (MiBps) to iops ratio of %.6f is too high; maximum is %.6f MiBps per iops",
                                    ratio,
                                    THROUGHPUT_FOR_IOPS))
                    .raise();
        }
    }

    private static void filesystem(String word) {
        if (!FILE_SYSTEMS.contains(word)) {
            throw Fault.invalidParameter("filesystemType must be one of %s, was '%s'.".formatted(FILE_SYSTEMS, word))
                    .raise();
        }
        if (word.equals("ntfs")) {
            throw Fault.invalidParameter("filesystemType cannot be ntfs: there are no Windows containers.")
                    .raise();
        }
    }

    private static void tags(TagSpecification specification, boolean service) {
        for (String reserved : List.of(CREATED, MANAGED)) {
            if (specification.tags().containsKey(reserved)) {
                throw Fault.invalidParameter("The tag key %s is reserved.".formatted(reserved))
                        .raise();
            }
        }
        if (!service && specification.propagateTags() == Propagation.SERVICE) {
            throw Fault.invalidParameter(
                            "Tags can only be propagated from SERVICE to the volumes of a service's tasks.")
                    .raise();
        }
    }
}

package berth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The CPU that a process uses, as its kernel counts it: by a control group of its own where one can be made, and
/// else by the process's own figures, which go in steps of 10 ms.
final class CpuUse implements AutoCloseable {
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");
    private static final double TICKS_A_SECOND = 100;

    private enum Source {
        VERSION_1("by control group, cpuacct.usage"),
        VERSION_2("by control group, cpu.stat"),
        PROCESS("by process, utime and stime");

        private final String words;

        Source(String words) {
            this.words = words;
        }
    }

    private final Source source;
    private final Path from;

    private CpuUse(Source source, Path from) {
        this.source = source;
        this.from = from;
    }

    static CpuUse of(long pid) {
        String name = "berth-bench-" + pid;
        CpuUse grouped = grouped(Source.VERSION_1, GROUPS.resolve("cpuacct"), name, pid);
        if (grouped == null) {
            grouped = grouped(Source.VERSION_2, GROUPS, name, pid);
        }
        return grouped != null ? grouped : new CpuUse(Source.PROCESS, Path.of("/proc/" + pid + "/stat"));
    }

    private static @Nullable CpuUse grouped(Source source, Path parent, String name, long pid) {
        if (!Files.isDirectory(parent)) {
            return null;
        }
        try {
            Path group = Files.createDirectory(parent.resolve(name));
            CpuUse use = new CpuUse(source, group);
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
            use.seconds();
            return use;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    String how() {
        return source.words;
    }

    /// Seconds so far, in user and kernel.
    double seconds() throws IOException {
        return switch (source) {
            case VERSION_1 ->
                Long.parseLong(Files.readString(from.resolve("cpuacct.usage")).strip()) / 1e9;
            case VERSION_2 ->
                Files.readAllLines(from.resolve("cpu.stat")).stream()
                                .filter(line -> line.startsWith("usage_usec "))
                                .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                                .findFirst()
                                .orElseThrow()
                        / 1e6;
            case PROCESS -> {
                String stat = Files.readString(from);
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                yield (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
            }
        };
    }

    /// After the process ended.
    @Override
    public void close() throws IOException {
        if (source != Source.PROCESS) {
            Files.deleteIfExists(from);
        }
    }
}

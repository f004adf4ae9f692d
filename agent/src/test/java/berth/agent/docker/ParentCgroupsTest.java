package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParentCgroupsTest {
    private static final String MOUNTS = """
            31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
            32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
            50 31 0:39 / /elsewhere/memory rw,relatime - cgroup cgroup rw,memory
            """;

    @Test
    void version1HasAHierarchyForEachControllerAndPerhapsVersion2Beside() {
        List<ParentCgroups.Hierarchy> found = ParentCgroups.hierarchies(MOUNTS, false);
        assertThat(found)
                .containsExactly(
                        new ParentCgroups.Hierarchy(
                                Path.of("/sys/fs/cgroup/cpu,cpuacct"), List.of("rw", "cpu", "cpuacct")),
                        new ParentCgroups.Hierarchy(Path.of("/sys/fs/cgroup/memory"), List.of("rw", "memory")),
                        new ParentCgroups.Hierarchy(Path.of("/sys/fs/cgroup/unified"), List.of()));
    }

    @Test
    void version2HasOneForAll() {
        assertThat(ParentCgroups.hierarchies(MOUNTS, true))
                .containsExactly(new ParentCgroups.Hierarchy(Path.of("/sys/fs/cgroup/unified"), List.of()));
    }
}

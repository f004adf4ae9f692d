package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DiskUseTest {
    @Test
    void aTasksVolumeCountsOnceAndWhatIsNotOursDoesNot() {
        String account = """
                {"Containers":[
                  {"Id":"a","SizeRw":1,"Labels":{"berth.installation":"i"},
                   "Mounts":[{"Type":"volume","Name":"v"},{"Type":"bind","Source":"/srv"}]},
                  {"Id":"b","SizeRw":2,"Labels":{"berth.installation":"i"},
                   "Mounts":[{"Type":"volume","Name":"v"},{"Type":"volume","Name":"shared"},{"Type":"volume","Name":"vol-1"},
                             {"Type":"volume","Name":"vol-2"}]},
                  {"Id":"c","Labels":{"berth.installation":"i"},"Mounts":[]},
                  {"Id":"d","SizeRw":4,"Labels":{"berth.installation":"other"},"Mounts":[]},
                  {"Id":"e","SizeRw":5,"Labels":{}}],
                 "Volumes":[
                  {"Name":"v","Labels":{"berth.installation":"i","berth.task-volume":""},"UsageData":{"Size":10}},
                  {"Name":"shared","Labels":{"berth.installation":"i"},"UsageData":{"Size":100}},
                  {"Name":"vol-1","UsageData":{"Size":10000},
                   "Labels":{"berth.installation":"i","berth.measured":"","berth.task-volume":""}},
                  {"Name":"vol-2","Labels":{"berth.installation":"i","berth.measured":""},"UsageData":{"Size":20000}},
                  {"Name":"vol-3","Labels":{"berth.installation":"other","berth.measured":""},"UsageData":{"Size":3}},
                  {"Name":"theirs","Labels":null,"UsageData":{"Size":1000}}]}
                """;

        assertThat(DiskUse.of(Json.read(account.getBytes(StandardCharsets.UTF_8)), "i"))
                .containsOnly(
                        java.util.Map.entry("a", 11L),
                        java.util.Map.entry("b", 2L),
                        java.util.Map.entry("c", 0L),
                        java.util.Map.entry("vol-1", 10000L),
                        java.util.Map.entry("vol-2", 20000L));
    }
}

package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Ansible's modules of community.aws and amazon.aws for ECS and its logs: the playbook `ansible_ecs.yml` makes things,
/// makes them again without a change, changes them and removes them.
@Tag("docker")
class AnsibleDockerTest {
    @Test
    void thePlaybook() {
        String python = Python.withBoto3();
        if (Program.run(Path.of("/"), Map.of(), List.of("sh", "-c", "command -v ansible-playbook"))
                        .code()
                != 0) {
            throw new AssertionError("ansible-playbook is not on the PATH. Get it with: apt-get install ansible");
        }
        try (Berth berth = Berth.start()) {
            berth.file("ansible_ecs.yml");
            Map<String, String> environment = new TreeMap<>(berth.environment());
            environment.put(
                    "ANSIBLE_LOCAL_TEMP", berth.folder().resolve("ansible").toString());
            environment.put(
                    "ANSIBLE_REMOTE_TEMP",
                    berth.folder().resolve("ansible-modules").toString());
            environment.put("ANSIBLE_NOCOLOR", "1");
            environment.put("LC_ALL", "C.UTF-8");

            // For localhost Ansible takes the Python that it runs on itself, unless a variable says otherwise.
            Program.Run run = Program.run(
                    berth.folder(),
                    environment,
                    List.of(
                            "ansible-playbook",
                            "--extra-vars",
                            "ansible_python_interpreter=" + python,
                            "ansible_ecs.yml"));

            assertThat(run.succeeded()).contains("ansible is done").contains("failed=0");
        }
    }
}

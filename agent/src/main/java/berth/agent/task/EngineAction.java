package berth.agent.task;

import berth.agent.engine.ContainerRequest;
import berth.kernel.host.Interface;
import berth.kernel.host.RegistryCredentials;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One thing to ask of the engine.
public sealed interface EngineAction {

    /// What the action holds while it is under way; there is never a second action with the same subject.
    String subject();

    /// Under which name failures of this action are counted.
    String attemptKey();

    /// The task that wants it, or null where it belongs to none.
    @Nullable
    String taskArn();

    /// Make an image available to a task.
    ///
    /// @param image the reference to pull: image map and digest applied
    record Pull(String taskArn, String image, @Nullable RegistryCredentials credentials) implements EngineAction {
        @Override
        public String subject() {
            return imageSubject(taskArn, image);
        }

        @Override
        public String attemptKey() {
            return pullKey(image);
        }
    }

    /// Read a file of environment variables.
    record ReadFile(String taskArn, String fileArn) implements EngineAction {
        @Override
        public String subject() {
            return "file " + taskArn + ' ' + fileArn;
        }

        @Override
        public String attemptKey() {
            return readKey(fileArn);
        }
    }

    /// Make the namespace of an interface. Without a task: for the pool.
    record OpenInterface(@Nullable String taskArn, Interface networkInterface) implements EngineAction {
        @Override
        public String subject() {
            return interfaceSubject(networkInterface.id());
        }

        @Override
        public String attemptKey() {
            return openKey(networkInterface.id());
        }
    }

    /// Create a container. Host ports that are 0 in the request are chosen when the action is carried out.
    record Create(String taskArn, String name, ContainerRequest request) implements EngineAction {
        @Override
        public String subject() {
            return containerSubject(taskArn, name);
        }

        @Override
        public String attemptKey() {
            return createKey(name);
        }
    }

    record Start(String taskArn, String name, String engineId) implements EngineAction {
        @Override
        public String subject() {
            return containerSubject(taskArn, name);
        }

        @Override
        public String attemptKey() {
            return startKey(name);
        }
    }

    /// Start a container that exited once more.
    ///
    /// @param ranAt when the run began that ended: a later one is left as it is
    record Restart(String taskArn, String name, String engineId, Instant ranAt) implements EngineAction {
        @Override
        public String subject() {
            return containerSubject(taskArn, name);
        }

        @Override
        public String attemptKey() {
            return restartKey(name);
        }
    }

    record Stop(String taskArn, String name, String engineId, Duration timeout) implements EngineAction {
        @Override
        public String subject() {
            return containerSubject(taskArn, name);
        }

        @Override
        public String attemptKey() {
            return stopKey(name);
        }
    }

    record Remove(String taskArn, String name, String engineId) implements EngineAction {
        @Override
        public String subject() {
            return containerSubject(taskArn, name);
        }

        @Override
        public String attemptKey() {
            return removeKey(name);
        }
    }

    /// Remove the pause container of an interface.
    record CloseInterface(@Nullable String taskArn, String interfaceId, String engineId) implements EngineAction {
        @Override
        public String subject() {
            return interfaceSubject(interfaceId);
        }

        @Override
        public String attemptKey() {
            return closeKey(interfaceId);
        }
    }

    static String containerSubject(String taskArn, String name) {
        return "container " + taskArn + ' ' + name;
    }

    static String imageSubject(String taskArn, String image) {
        return "image " + taskArn + ' ' + image;
    }

    static String interfaceSubject(String interfaceId) {
        return "interface " + interfaceId;
    }

    static String pullKey(String image) {
        return "pull " + image;
    }

    static String readKey(String fileArn) {
        return "read " + fileArn;
    }

    static String openKey(String interfaceId) {
        return "open " + interfaceId;
    }

    static String createKey(String name) {
        return "create " + name;
    }

    static String startKey(String name) {
        return "start " + name;
    }

    static String restartKey(String name) {
        return "restart " + name;
    }

    static String stopKey(String name) {
        return "stop " + name;
    }

    static String removeKey(String name) {
        return "remove " + name;
    }

    static String closeKey(String interfaceId) {
        return "close " + interfaceId;
    }
}

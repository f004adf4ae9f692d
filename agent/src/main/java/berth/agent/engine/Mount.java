package berth.agent.engine;

import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Files of the host inside a container.
public sealed interface Mount {

    String containerPath();

    boolean readOnly();

    /// A directory or file of the host; the engine makes a directory where nothing is.
    record Path(String hostPath, String containerPath, boolean readOnly) implements Mount {}

    /// A file of the host that says this, for reading. Who makes the container writes it first, whether it is there or
    /// not. It may hold keys, so that the text is not shown.
    record Text(String hostPath, String containerPath, String text) implements Mount {
        @Override
        public boolean readOnly() {
            return true;
        }

        @Override
        public String toString() {
            return "Text[" + hostPath + ", " + containerPath + ']';
        }
    }

    /// A volume of the engine.
    ///
    /// @param keeping who makes it and how long it stays
    /// @param driver null: `local`
    /// @param measured whether [ContainerEngine#diskUse] tells its size by its name, and counts it to no container
    record Named(
            String volume,
            String containerPath,
            boolean readOnly,
            Keeping keeping,
            @Nullable String driver,
            SequencedMap<String, String> driverOpts,
            SequencedMap<String, String> labels,
            boolean measured)
            implements Mount {
        /// One whose size counts to the containers of its task.
        public Named(
                String volume,
                String containerPath,
                boolean readOnly,
                Keeping keeping,
                @Nullable String driver,
                SequencedMap<String, String> driverOpts,
                SequencedMap<String, String> labels) {
            this(volume, containerPath, readOnly, keeping, driver, driverOpts, labels, false);
        }
    }

    enum Keeping {
        /// Made with the first container that mounts it and removed with the last.
        TASK,
        /// Made when it is missing, never removed.
        SHARED,
        /// Somebody else's: its absence is a failure.
        EXISTING
    }
}

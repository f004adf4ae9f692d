package berth.agent.fault;

import berth.agent.engine.EngineContainer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Runs commands in the network namespaces of containers.
@FunctionalInterface
public interface NetworkNamespaces {
    /// Runs the commands one after another, up to the first that fails and must not, and answers exactly once, on any
    /// thread.
    ///
    /// @param holder a running container of the namespace
    /// @param limit of all of them together; what runs then is killed
    void run(EngineContainer holder, List<Command> commands, Duration limit, Consumer<Outcome> done);

    /// Namespaces that nobody here may enter.
    static NetworkNamespaces closed(String why) {
        return (holder, commands, limit, done) -> done.accept(new Outcome.Unable(why));
    }

    /// One command.
    ///
    /// @param words the program and its arguments
    /// @param mayFail whether the others go on without it
    record Command(List<String> words, boolean mayFail) {
        public Command {
            words = List.copyOf(words);
        }

        /// One that must not fail.
        public static Command of(String words) {
            return new Command(List.of(words.split(" ", -1)), false);
        }

        /// The same, which the others go on without.
        public Command optional() {
            return new Command(words, true);
        }

        @Override
        public String toString() {
            return String.join(" ", words);
        }
    }

    /// How it went.
    sealed interface Outcome {
        /// All that must not fail did not.
        ///
        /// @param output of the last one, both streams
        record Done(String output) implements Outcome {}

        /// One failed.
        ///
        /// @param index of the command
        /// @param exitCode other than 0
        /// @param output both streams
        record Failed(int index, int exitCode, String output) implements Outcome {}

        /// None ran: the namespace can't be entered, or the program is missing.
        ///
        /// @param index of the command that could not run
        record Unable(int index, String why) implements Outcome {
            public Unable(String why) {
                this(0, why);
            }
        }

        /// Time was up.
        record TimedOut() implements Outcome {}
    }
}

package berth.agent;

import berth.agent.engine.Reply;
import java.util.function.Consumer;

/// Where the files of `environmentFiles` are read: S3, or what stands for it.
///
/// What a file holds is secret as far as anybody here knows: it is never logged and never leaves this host.
public interface EnvironmentFiles {
    /// Reads a file, and answers exactly once, on any thread. One that does not exist is a failure of kind NOT_FOUND
    /// whose message says where it was looked for.
    ///
    /// @param arn `arn:aws:s3:::bucket/key`
    void read(String arn, Consumer<Reply<String>> done);
}

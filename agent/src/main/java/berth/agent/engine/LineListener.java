package berth.agent.engine;

import java.time.Instant;

/// Receives a container's output, line by line, in order.
public interface LineListener {
    /// One whole line, without its end. Lines are numbered without gaps; a last line without an end is a line
    /// too. Returning late slows the reading down: that is the back-pressure.
    void line(long number, Instant at, String text);

    /// The container has exited and its last line was given.
    void end();

    /// Reading broke off. The caller may follow again from the next line.
    void failed(String message);
}

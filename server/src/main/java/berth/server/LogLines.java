package berth.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// The log on standard error, a line an event: `11:38:02.415 WARN  Writer: …`.
final class LogLines extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    // The logging framework holds loggers weakly: without this one the level of the libraries would be forgotten.
    private static final Logger OURS = Logger.getLogger("berth");

    private LogLines() {}

    /// @param level of our own lines; libraries are heard from `warn` on
    static void configure(String level) {
        LogManager.getLogManager().reset();
        ConsoleHandler handler = new ConsoleHandler();
        handler.setFormatter(new LogLines());
        handler.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        root.setLevel(Level.WARNING);
        OURS.setLevel(
                switch (level) {
                    case "error" -> Level.SEVERE;
                    case "warn" -> Level.WARNING;
                    case "debug" -> Level.FINE;
                    default -> Level.INFO;
                });
    }

    @Override
    public String format(LogRecord line) {
        StringBuilder text = new StringBuilder(160);
        text.append(TIME.format(Instant.ofEpochMilli(line.getMillis()))).append(' ');
        text.append(word(line.getLevel())).append(' ');
        String name = line.getLoggerName();
        text.append(name == null ? "" : name.substring(name.lastIndexOf('.') + 1))
                .append(": ")
                .append(formatMessage(line).replace("\n", "\n    "))
                .append('\n');
        if (line.getThrown() != null) {
            StringWriter trace = new StringWriter();
            line.getThrown().printStackTrace(new PrintWriter(trace, true));
            text.append(trace);
        }
        return text.toString();
    }

    private static String word(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
    }
}

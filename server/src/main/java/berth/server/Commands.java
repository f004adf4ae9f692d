package berth.server;

import berth.server.config.Config;
import berth.server.config.ConfigException;
import berth.server.config.JoinConfig;
import berth.server.config.Setting;
import berth.server.host.EngineSource;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The command line, built by hand from the table of settings: annotations would be looked for by reflection at every
/// start.
final class Commands {
    /// What [#run] answers when a server was started.
    static final int RUNS_ON = -1;

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final EngineSource engines;

    Commands(PrintStream out, PrintStream err, Map<String, String> environment, EngineSource engines) {
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.engines = engines;
    }

    /// Runs one command and answers with the exit code.
    static int run(String[] args, EngineSource engines) {
        return new Commands(System.out, System.err, System.getenv(), engines).call(args);
    }

    int call(String... args) {
        CommandLine line = new CommandLine(root());
        try {
            ParseResult parsed = line.parseArgs(args);
            if (CommandLine.printHelpIfRequested(parsed.asCommandLineList(), out, err, CommandLine.Help.Ansi.OFF)) {
                return OK;
            }
            ParseResult command = parsed.subcommand();
            return command == null ? usage(line) : run(command);
        } catch (ParameterException e) {
            err.println(e.getMessage());
            err.println("The options: berth " + e.getCommandLine().getCommandName() + " --help");
            return MISUSED;
        }
    }

    private int run(ParseResult command) {
        return switch (command.commandSpec().name()) {
            case "up" -> up(command);
            case "agent" -> agent(command);
            case "host" -> host(command);
            case "explain" -> explain(command);
            case "interrupt" -> interrupt(command);
            default -> version();
        };
    }

    private int usage(CommandLine line) {
        line.usage(err, CommandLine.Help.Ansi.OFF);
        return MISUSED;
    }

    private int version() {
        out.println("berth " + Version.CURRENT);
        return OK;
    }

    private int up(ParseResult command) {
        Config config = config(command);
        if (config == null) {
            return MISUSED;
        }
        LogLines.configure(config.logLevel());
        return new Up(config, out, err, engines).run() ? RUNS_ON : FAILED;
    }

    private int agent(ParseResult command) {
        Config config = config(command);
        JoinConfig join = config == null ? null : join(command);
        if (config == null || join == null) {
            return MISUSED;
        }
        LogLines.configure(config.logLevel());
        return new RunAgent(config, join, out, err, engines).run() ? RUNS_ON : FAILED;
    }

    private int host(ParseResult command) {
        String data = command.matchedOptionValue(Setting.DATA.option(), (String) null);
        boolean force = command.hasMatchedOption("--force");
        List<String> words = command.matchedPositionalValue(0, List.of());
        return new HostCall(Config.dataDirectory(data, environment), out, err).run(words, force);
    }

    private @Nullable JoinConfig join(ParseResult command) {
        try {
            return JoinConfig.of(options(command), environment);
        } catch (ConfigException e) {
            return problems(e);
        }
    }

    private <T> @Nullable T problems(ConfigException e) {
        err.println("Berth can't start with these settings:");
        e.problems().forEach(problem -> err.println("  - " + problem));
        return null;
    }

    private int explain(ParseResult command) {
        String data = command.matchedOptionValue(Setting.DATA.option(), (String) null);
        Path path = Config.dataDirectory(data, environment);
        String cluster = command.matchedOptionValue("--cluster", "default");
        List<String> words = command.matchedPositionalValue(0, List.of());
        if (words.isEmpty() || words.size() > 2) {
            err.println("Say what to explain: berth explain task ID, or berth explain service NAME [--cluster NAME].");
            return MISUSED;
        }
        String kind = words.size() == 2 ? words.getFirst() : null;
        if (kind != null && !kind.equals("task") && !kind.equals("service")) {
            err.println("A task or a service can be explained, not a '" + kind + "'.");
            return MISUSED;
        }
        return new ExplainCall(path, out, err).run(kind, cluster, words.getLast()) ? OK : FAILED;
    }

    private int interrupt(ParseResult command) {
        String data = command.matchedOptionValue(Setting.DATA.option(), (String) null);
        String cluster = command.matchedOptionValue("--cluster", "default");
        List<String> words = command.matchedPositionalValue(0, List.of());
        if (words.size() != 1) {
            err.println("Say which task to interrupt: berth interrupt ID [--cluster NAME].");
            return MISUSED;
        }
        boolean done = new LocalCall(Config.dataDirectory(data, environment), out, err)
                .run(
                        "POST",
                        InterruptHandler.PATH,
                        "cluster=%s&task=%s"
                                .formatted(LocalCall.encoded(cluster), LocalCall.encoded(words.getFirst())));
        return done ? OK : FAILED;
    }

    private @Nullable Config config(ParseResult command) {
        try {
            return Config.of(options(command), environment);
        } catch (ConfigException e) {
            return problems(e);
        }
    }

    private static Map<Setting, List<String>> options(ParseResult command) {
        Map<Setting, List<String>> options = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            if (command.hasMatchedOption(setting.option())) {
                options.put(
                        setting,
                        setting.isSwitch()
                                ? List.of("true")
                                : command.matchedOption(setting.option()).stringValues());
            }
        }
        return options;
    }

    private static CommandSpec root() {
        CommandSpec root = named("berth", "Amazon ECS on your own machines.");
        root.addSubcommand("up", up());
        root.addSubcommand("agent", agent());
        root.addSubcommand("host", host());
        root.addSubcommand("explain", explain());
        root.addSubcommand("interrupt", interrupt());
        root.addSubcommand("version", named("version", "Prints the version."));
        return root;
    }

    private static CommandSpec up() {
        return settings(
                named("up", "Runs Berth until it is interrupted. Tasks go on running."),
                Arrays.stream(Setting.values()).filter(Setting::ofUp).toList());
    }

    private static CommandSpec agent() {
        return settings(
                named("agent", "Makes this machine a host of another machine's Berth, until it is interrupted."),
                Arrays.stream(Setting.values()).filter(Setting::ofAgent).toList());
    }

    private static CommandSpec host() {
        CommandSpec host = named("host", "Adds, lists and removes hosts that are other machines.");
        host.addPositional(PositionalParamSpec.builder()
                .paramLabel("add NAME | list | routes | remove NAME")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .build());
        host.addOption(OptionSpec.builder("--force")
                .type(boolean.class)
                .arity("0")
                .description("remove a host that has tasks: they count as stopped at once")
                .build());
        host.addOption(
                string(Setting.DATA.option(), Setting.DATA.placeholder(), "the data directory of the Berth to ask"));
        return host;
    }

    private static CommandSpec settings(CommandSpec up, List<Setting> settings) {
        for (Setting setting : settings) {
            OptionSpec.Builder option = OptionSpec.builder(setting.option())
                    .description("%s (default: %s; %s)"
                            .formatted(setting.description(), setting.shownDefault(), setting.variable())
                            .replace("%", "%%"));
            if (setting.isSwitch()) {
                up.addOption(option.type(boolean.class).arity("0").build());
            } else {
                up.addOption(option.type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .paramLabel(setting.placeholder())
                        .build());
            }
        }
        return up;
    }

    private static CommandSpec explain() {
        CommandSpec explain = named("explain", "Tells why a task or a service isn't running.");
        explain.addPositional(PositionalParamSpec.builder()
                .paramLabel("[task|service] NAME")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .build());
        explain.addOption(string("--cluster", "NAME", "its cluster (default: default)"));
        explain.addOption(
                string(Setting.DATA.option(), Setting.DATA.placeholder(), "the data directory of the Berth to ask"));
        return explain;
    }

    private static CommandSpec interrupt() {
        CommandSpec interrupt = named("interrupt", "Takes the capacity away from a task of FARGATE_SPOT.");
        interrupt.addPositional(PositionalParamSpec.builder()
                .paramLabel("TASK")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .build());
        interrupt.addOption(string("--cluster", "NAME", "its cluster (default: default)"));
        interrupt.addOption(
                string(Setting.DATA.option(), Setting.DATA.placeholder(), "the data directory of the Berth to ask"));
        return interrupt;
    }

    private static OptionSpec string(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    private static CommandSpec named(String name, String description) {
        CommandSpec command = CommandSpec.create().name(name);
        command.usageMessage().description(description);
        command.addOption(OptionSpec.builder("--help", "-h")
                .usageHelp(true)
                .type(boolean.class)
                .description("Shows this.")
                .build());
        return command;
    }
}

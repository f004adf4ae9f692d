package berth.server;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A program that stands for fluentbit and fluentd: it reads the configuration that it finds, listens where its inputs
/// say, understands the forward protocol, filters as told, and prints what reaches an output of the plugin `stdout`.
/// Of outputs elsewhere it prints where they would go, and what. It runs in containers of the tests: here on the JDK of
/// the machine, in `conformance` on Java 17 from its source.
final class StandInRouter {
    private final List<Section> sections;

    /// One section or element: `INPUT`, `FILTER`, `OUTPUT`, each line split at its first space.
    record Section(String kind, String match, List<List<String>> lines) {
        String value(String... names) {
            for (List<String> line : lines) {
                if (List.of(names).contains(line.get(0))) {
                    return line.get(1);
                }
            }
            return "";
        }

        String plugin() {
            return value("Name", "@type");
        }
    }

    private StandInRouter(List<Section> sections) {
        this.sections = sections;
    }

    /// @param arguments the file of the configuration
    public static void main(String... arguments) throws IOException, InterruptedException {
        List<Section> sections = new ArrayList<>();
        Path file = Path.of(arguments[0]);
        if (file.startsWith("/fluentd")) {
            readFluentd(file, sections);
        } else {
            readFluentBit(file, sections);
        }
        new StandInRouter(sections).listen();
        Thread.currentThread().join();
    }

    private static void readFluentBit(Path file, List<Section> sections) throws IOException {
        for (String line : Files.readAllLines(file)) {
            String text = line.strip();
            if (text.startsWith("@INCLUDE ")) {
                readFluentBit(Path.of(text.substring(9)), sections);
            } else if (text.startsWith("[")) {
                sections.add(new Section(text.substring(1, text.length() - 1), "", new ArrayList<>()));
            } else if (!text.isEmpty()) {
                last(sections).lines().add(List.of(text.split(" ", 2)));
            }
        }
    }

    private static void readFluentd(Path file, List<Section> sections) throws IOException {
        Map<String, String> kinds = Map.of("source", "INPUT", "filter", "FILTER", "match", "OUTPUT");
        for (String line : Files.readAllLines(file)) {
            String text = line.strip();
            String name = text.replaceAll("^<(\\w+).*", "$1");
            if (text.startsWith("@include ")) {
                readFluentd(Path.of(text.substring(9)), sections);
            } else if (text.startsWith("<") && kinds.containsKey(name)) {
                String match =
                        text.substring(name.length() + 1, text.length() - 1).strip();
                sections.add(new Section(kinds.getOrDefault(name, ""), match, new ArrayList<>()));
            } else if (text.startsWith("<") && !text.startsWith("</")) {
                last(sections).lines().add(List.of("<", name));
            } else if (!text.isEmpty() && !text.startsWith("</")) {
                last(sections).lines().add(List.of(text.split(" ", 2)));
            }
        }
    }

    private static Section last(List<Section> sections) {
        return sections.get(sections.size() - 1);
    }

    private void listen() throws IOException {
        for (Section input : sections) {
            if (!input.kind().equals("INPUT")) {
                continue;
            }
            String path = input.value("unix_path", "path");
            ServerSocketChannel server;
            SocketAddress address;
            if (path.isEmpty()) {
                server = ServerSocketChannel.open();
                address = new InetSocketAddress(
                        input.value("Listen", "bind"), Integer.parseInt(input.value("Port", "port")));
            } else {
                Files.deleteIfExists(Path.of(path));
                server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                address = UnixDomainSocketAddress.of(path);
            }
            server.bind(address);
            boolean forward = !input.plugin().equals("tcp");
            new Thread(() -> accept(server, forward)).start();
        }
    }

    private void accept(ServerSocketChannel server, boolean forward) {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                new Thread(() -> take(channel, forward)).start();
            }
        } catch (IOException e) {
            System.out.println("an input ended: " + e);
        }
    }

    private void take(SocketChannel channel, boolean forward) {
        try (channel;
                DataInputStream in = new DataInputStream(Channels.newInputStream(channel))) {
            while (forward) {
                List<?> message = (List<?>) value(in);
                if (message.get(2) instanceof Map<?, ?> record) {
                    TreeMap<String, String> fields = new TreeMap<>();
                    record.forEach((name, value) -> fields.put(String.valueOf(name), String.valueOf(value)));
                    route(String.valueOf(message.get(0)), fields);
                }
            }
        } catch (EOFException e) {
            // The sender is done.
        } catch (IOException e) {
            System.out.println("a sender is gone: " + e);
        }
    }

    private void route(String tag, TreeMap<String, String> fields) {
        for (Section section : sections) {
            String match = section.match().isEmpty() ? section.value("Match") : section.match();
            if (section.kind().equals("INPUT") || !tag.matches(match.replaceAll("\\*+", ".*"))) {
                continue;
            }
            if (section.kind().equals("OUTPUT")) {
                if (!section.plugin().equals("null")) {
                    System.out.println(where(section) + tag + ' ' + fields);
                }
                return;
            }
            if (!filtered(section, fields)) {
                return;
            }
        }
    }

    /// What stands before a line of an output that goes somewhere.
    private static String where(Section output) {
        return switch (output.plugin()) {
            case "stdout" -> "";
            default ->
                output.lines().stream()
                        .filter(line -> !line.get(0).equals("Match"))
                        .map(line -> line.get(1))
                        .collect(Collectors.joining(" ", "", ": "));
        };
    }

    private static boolean filtered(Section filter, TreeMap<String, String> fields) {
        String line = fields.getOrDefault("log", "");
        boolean excludes = false;
        for (List<String> option : filter.lines()) {
            String value = option.get(1);
            switch (option.get(0)) {
                case "Regex" -> {
                    if (!Pattern.compile(value.substring("log ".length()))
                            .matcher(line)
                            .find()) {
                        return false;
                    }
                }
                case "Exclude" -> {
                    if (Pattern.compile(value.substring("log ".length()))
                            .matcher(line)
                            .find()) {
                        return false;
                    }
                }
                case "<" -> excludes = value.equals("exclude");
                case "pattern" -> {
                    if (Pattern.compile(value).matcher(line).find() == excludes) {
                        return false;
                    }
                }
                case "Record" -> fields.put(value.split(" ", 2)[0], value.split(" ", 2)[1]);
                case "ec2_instance_id", "ecs_cluster", "ecs_task_arn", "ecs_task_definition" ->
                    fields.put(option.get(0), value);
                default -> {}
            }
        }
        return true;
    }

    /// One value of MessagePack; integers and times as they come, since nobody reads them.
    private static Object value(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        if (first < 0x80 || first >= 0xe0) {
            return (byte) first;
        }
        if (first < 0x90) {
            return map(in, first & 0x0f);
        }
        if (first < 0xa0) {
            return list(in, first & 0x0f);
        }
        if (first < 0xc0) {
            return text(in, first & 0x1f);
        }
        return switch (first) {
            case 0xc0 -> "nil";
            case 0xc2 -> false;
            case 0xc3 -> true;
            case 0xc4, 0xd9 -> text(in, in.readUnsignedByte());
            case 0xc5, 0xda -> text(in, in.readUnsignedShort());
            case 0xc6, 0xdb -> text(in, in.readInt());
            case 0xc7 -> text(in, in.readUnsignedByte() + 1);
            case 0xca, 0xce, 0xd2 -> in.readInt();
            case 0xcb, 0xcf, 0xd3 -> in.readLong();
            case 0xcc, 0xd0 -> in.readByte();
            case 0xcd, 0xd1 -> in.readShort();
            case 0xd4 -> text(in, 2);
            case 0xd5 -> text(in, 3);
            case 0xd6 -> text(in, 5);
            case 0xd7 -> text(in, 9);
            case 0xd8 -> text(in, 17);
            case 0xdc -> list(in, in.readUnsignedShort());
            case 0xdd -> list(in, in.readInt());
            case 0xde -> map(in, in.readUnsignedShort());
            case 0xdf -> map(in, in.readInt());
            default -> throw new IOException("no MessagePack: " + first);
        };
    }

    private static String text(DataInputStream in, int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static List<Object> list(DataInputStream in, int length) throws IOException {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            values.add(value(in));
        }
        return values;
    }

    private static Map<String, Object> map(DataInputStream in, int length) throws IOException {
        Map<String, Object> values = new TreeMap<>();
        for (int i = 0; i < length; i++) {
            String name = String.valueOf(value(in));
            values.put(name, value(in));
        }
        return values;
    }
}

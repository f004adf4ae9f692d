package berth.wire.codec;

import berth.kernel.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parameters of a query call as a tree: `Filter.1.Name=vpc-id` is the value `vpc-id` at Filter, 1, Name.
public final class Form {
    /// More parameters than any call of AWS's takes; each costs some hundred bytes here.
    private static final int MAX_PARAMETERS = 20_000;

    private final String path;
    private final Map<String, Form> children = new LinkedHashMap<>();
    private @Nullable String value;

    private Form(String path) {
        this.path = path;
    }

    /// Reads `name=value&name=value`, percent-encoded UTF-8 with `+` for a space. Raises MalformedQueryString.
    public static Form parse(String... encoded) {
        Form root = new Form("");
        int count = 0;
        for (String text : encoded) {
            for (String pair : text.split("&", MAX_PARAMETERS + 2)) {
                if (pair.isEmpty()) {
                    continue;
                }
                if (++count > MAX_PARAMETERS) {
                    throw malformed("The query string holds more than " + MAX_PARAMETERS + " parameters");
                }
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                root.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return root;
    }

    private void put(String name, String text) {
        String[] steps = name.split("\\.", Json.MAX_DEPTH + 1);
        if (steps.length > Json.MAX_DEPTH) {
            throw malformed("A parameter name nests deeper than " + Json.MAX_DEPTH + " levels");
        }
        Form at = this;
        for (String step : steps) {
            String below = at.path.isEmpty() ? step : at.path + '.' + step;
            at = at.children.computeIfAbsent(step, unused -> new Form(below));
        }
        if (at.value != null) {
            throw malformed("Duplicate parameter " + name);
        }
        at.value = text;
    }

    /// The dotted name of this node.
    String path() {
        return path;
    }

    Optional<String> value() {
        return Optional.ofNullable(value);
    }

    /// The value of a parameter without dots.
    public Optional<String> value(String name) {
        Form child = children.get(name);
        return child == null ? Optional.empty() : child.value();
    }

    @Nullable
    Form child(String name) {
        return children.get(name);
    }

    Map<String, Form> children() {
        return children;
    }

    /// The items of a list `1`, `2` ... in the order of their numbers; gaps are allowed, as at AWS.
    List<Form> items() {
        List<Map.Entry<Integer, Form>> items = new ArrayList<>();
        children.forEach((key, child) -> items.add(Map.entry(index(key, child), child)));
        items.sort(Map.Entry.comparingByKey());
        Iterator<Map.Entry<Integer, Form>> each = items.iterator();
        int before = -1;
        while (each.hasNext()) {
            Map.Entry<Integer, Form> item = each.next();
            if (item.getKey() == before) {
                throw malformed("Two parameters are item " + before + " of " + path);
            }
            before = item.getKey();
        }
        return items.stream().map(Map.Entry::getValue).toList();
    }

    private static int index(String key, Form child) {
        boolean number = key.length() <= 9 && !key.isEmpty() && key.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            throw malformed("The parameter " + child.path + " has no item number where one is expected");
        }
        return Integer.parseInt(key);
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0 && isAscii(text)) {
            return text;
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(raw.length);
        for (int at = 0; at < raw.length; at++) {
            if (raw[at] == '%') {
                int high = at + 2 <= raw.length - 1 ? Character.digit(raw[at + 1], 16) : -1;
                int low = at + 2 <= raw.length - 1 ? Character.digit(raw[at + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw malformed("The query string has a '%' without two hexadecimal digits");
                }
                out.put((byte) (high << 4 | low));
                at += 2;
            } else {
                out.put(raw[at] == '+' ? (byte) ' ' : raw[at]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
        } catch (CharacterCodingException notText) {
            throw malformed("The query string is not UTF-8");
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static RuntimeException malformed(String message) {
        return Fault.of("MalformedQueryString", message).raise();
    }
}

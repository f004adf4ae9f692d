package berth.wire.codec;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;

/// Makes objects of the model with members drawn at random from what their types can hold.
public final class Filled {
    private static final int DEEPEST = 9;

    private final Random random;
    private final double share;
    private final boolean collectionsHoldSomething;

    /// @param share how likely a member is set, 0 to 1
    /// @param collectionsHoldSomething no empty list: query protocols can't tell them from unset ones
    public Filled(long seed, double share, boolean collectionsHoldSomething) {
        this.random = new Random(seed);
        this.share = share;
        this.collectionsHoldSomething = collectionsHoldSomething;
    }

    public <T extends SdkPojo> T object(Class<T> type) {
        SdkPojo builder = Model.builder(type);
        fill(builder, Shape.of(builder), 0);
        return type.cast(Model.build(builder));
    }

    /// Sets some members; at least one where an empty structure could not be told from none. Tokens that a client makes
    /// up when they are missing are always set.
    private void fill(SdkPojo builder, Shape shape, int depth) {
        int set = 0;
        for (Member member : shape.members()) {
            boolean needed = member.isGenerated() || (collectionsHoldSomething && set == 0 && isScalar(member));
            if (needed || (depth < DEEPEST && random.nextDouble() < share)) {
                member.set(builder, value(member, depth));
                set++;
            }
        }
        if (set == 0 && collectionsHoldSomething && !shape.members().isEmpty()) {
            Member first = shape.members().getFirst();
            first.set(builder, value(first, depth + 1));
        }
    }

    private static boolean isScalar(Member member) {
        return switch (member.type()) {
            case SDK_POJO, LIST, MAP, DOCUMENT -> false;
            default -> true;
        };
    }

    private Object value(Member member, int depth) {
        return switch (member.type()) {
            case STRING -> text();
            case INTEGER -> random.nextInt();
            case LONG -> random.nextLong();
            case SHORT -> (short) random.nextInt();
            case BYTE -> (byte) random.nextInt();
            case FLOAT -> (float) random.nextGaussian();
            case DOUBLE -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            case BIG_DECIMAL -> BigDecimal.valueOf(random.nextGaussian());
            case BOOLEAN -> random.nextBoolean();
            case INSTANT -> Instant.ofEpochMilli(random.nextLong(-2_000_000_000_000L, 4_000_000_000_000L));
            case SDK_BYTES -> bytes();
            case SDK_POJO -> {
                SdkPojo builder = member.newBuilder();
                fill(builder, member.shape(), depth + 1);
                yield Model.build(builder);
            }
            case LIST -> list(member.element(), depth);
            case MAP -> map(member.element(), depth);
            case DOCUMENT -> document(0);
            case NULL -> throw new IllegalStateException("the model has a member of no type");
        };
    }

    private int size() {
        return collectionsHoldSomething ? 1 + random.nextInt(2) : random.nextInt(3);
    }

    private List<Object> list(Member element, int depth) {
        List<Object> values = new ArrayList<>();
        for (int left = size(); left > 0; left--) {
            values.add(value(element, depth));
        }
        return values;
    }

    private Map<String, Object> map(Member element, int depth) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int left = size(); left > 0; left--) {
            values.put(text(), value(element, depth));
        }
        return values;
    }

    private SdkBytes bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return SdkBytes.fromByteArray(bytes);
    }

    private Document document(int depth) {
        return switch (random.nextInt(depth > 3 ? 4 : 6)) {
            case 0 -> Document.fromNull();
            case 1 -> Document.fromBoolean(random.nextBoolean());
            case 2 -> Document.fromNumber(SdkNumber.fromString(Long.toString(random.nextLong())));
            case 3 -> Document.fromString(text());
            case 4 -> Document.fromList(List.of(document(depth + 1), document(depth + 1)));
            default -> Document.fromMap(Map.of(text(), document(depth + 1)));
        };
    }

    /// Text of all planes, with what JSON and XML must escape; no control characters, which XML can't hold.
    private String text() {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(12); left > 0; left--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append("<>&\"'\\/%+= ;.,\n\t\r".charAt(random.nextInt(17)));
                case 1 -> text.append((char) (0xC0 + random.nextInt(0x2000)));
                case 2 -> text.appendCodePoint(0x1F300 + random.nextInt(0x300));
                default -> text.append((char) ('A' + random.nextInt(26)));
            }
        }
        return text.toString();
    }
}

package berth.server.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.kernel.Resources;
import berth.kernel.host.Beat;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.ContainerState;
import berth.kernel.host.Desired;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Health;
import berth.kernel.host.HostFacts;
import berth.kernel.host.Interface;
import berth.kernel.host.Lease;
import berth.kernel.host.LogBatch;
import berth.kernel.host.LogRoute;
import berth.kernel.host.Namespaces;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.Observed;
import berth.kernel.host.ObservedContainer;
import berth.kernel.host.ObservedTask;
import berth.kernel.host.PortBinding;
import berth.kernel.host.ProtectionAnswer;
import berth.kernel.host.ProtectionCall;
import berth.kernel.host.RegistryCredentials;
import berth.kernel.host.Volume;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123Z");

    static List<Frame> everyFrame() {
        Interface eni = new Interface(
                "eni-1",
                "vpc-1",
                "172.31.0.0/16",
                "subnet-1",
                "172.31.0.0/20",
                "172.31.0.1",
                "172.31.0.9",
                "02:42",
                "ip");
        LinkedHashMap<String, String> environment = new LinkedHashMap<>();
        environment.put("Z", "first");
        environment.put("A", "second \"quoted\" \n ü \u0000");
        List<Frame> frames = List.of(
                new Frame.Join(
                        3,
                        new HostFacts(
                                "h",
                                "n",
                                new Resources(1, 2),
                                List.of(22),
                                "x86_64",
                                "1",
                                "1",
                                9,
                                "10.0.0.1",
                                "us-east-1b",
                                null)),
                new Frame.Report(new Observed(
                        "h",
                        1,
                        2,
                        3,
                        true,
                        List.of(new ObservedTask(
                                "arn",
                                true,
                                null,
                                AT,
                                null,
                                List.of(ObservedContainer.absent("web"), observedContainer()))),
                        List.of("eni-1"))),
                new Frame.Pulse(new Beat("h", 1, Long.MAX_VALUE)),
                new Frame.Lines(7, new LogBatch("g", "s", "c", 5, List.of(new LogBatch.Line(AT, "a\u2028b")), true)),
                new Frame.Position(8, "g", "s", "c"),
                new Frame.Want(3, new Desired("h", 4, List.of(desiredTask(eni, environment)), List.of(eni))),
                new Frame.Renewed(3, new Lease(5, Duration.ofSeconds(90))),
                new Frame.Renewed(3, new Lease(5, null)),
                new Frame.Next(7, 6),
                new Frame.Protect(9, new ProtectionCall("arn", true, null)),
                new Frame.Protected(9, new ProtectionAnswer.Protection(true, AT)),
                new Frame.Protected(9, new ProtectionAnswer.Refused(400, "ClientException", "no")),
                new Frame.Refused("no"));
        assertThat(frames.stream().map(Frame::getClass).distinct().count())
                .isEqualTo(Frame.class.getPermittedSubclasses().length);
        return frames;
    }

    @ParameterizedTest
    @MethodSource("everyFrame")
    void isReadAsItWasWritten(Frame frame) throws Exception {
        Frame read = Frames.read(Frames.write(frame));
        assertThat(read).isEqualTo(frame);
        if (read instanceof Frame.Want(var line, var desired)) {
            assertThat(desired.tasks()
                            .getFirst()
                            .containers()
                            .getFirst()
                            .environment()
                            .sequencedKeySet())
                    .as("in its order")
                    .containsExactly("Z", "A");
        }
    }

    @Test
    void anUnknownMemberOfANewerBerthIsPassedOver() throws Exception {
        assertThat(Frames.read("{'@':'Next','call':1,'number':2,'more':{'x':[1]}}".replace('\'', '"')))
                .isEqualTo(new Frame.Next(1, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{'@':'Nothing'}",
                "{'@':'Join','line':1}",
                "{'@':'Join','line':1,'facts':{}}",
                "{'@':'Report','observed':{'hostId':'h'}}",
                "{'@':'Pulse','beat':null}",
                "{'@':'Want','line':1,'desired':{'hostId':'h','version':1}}",
                "{'@':'Renewed','line':1,'lease':{'beat':1,'fence':'soon'}}",
                "{'@':'java.lang.Runtime'}"
            })
    void whatIsNoFrameIsRefused(String text) {
        assertThatThrownBy(() -> Frames.read(text.replace('\'', '"'))).isInstanceOf(Frames.Malformed.class);
    }

    @Test
    void whatIsRefusedIsNotRepeated() {
        assertThatThrownBy(() -> Frames.read("{\"@\":\"Want\",\"password\":\"hunter2\""))
                .hasMessageNotContaining("hunter2");
    }

    /// Frames with bytes changed, cut out and doubled: they are read or refused, and nothing else happens.
    @Test
    void damagedFramesAreReadOrRefused() {
        Random random = new Random(1);
        List<byte[]> whole = everyFrame().stream()
                .map(frame -> Frames.write(frame).getBytes(StandardCharsets.UTF_8))
                .toList();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = whole.get(random.nextInt(whole.size())).clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
            try {
                Frames.read(new String(cut, StandardCharsets.UTF_8));
            } catch (Frames.Malformed e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(5_000, 20_000);
    }

    private static ObservedContainer observedContainer() {
        return new ObservedContainer(
                "log",
                ContainerState.RUNNING,
                "c1",
                "sha256:1",
                AT,
                AT,
                null,
                null,
                false,
                null,
                Health.HEALTHY,
                null,
                List.of(new PortBinding("10.0.0.1", 80, 61_000, "tcp")));
    }

    private static DesiredTask desiredTask(Interface eni, LinkedHashMap<String, String> environment) {
        return new DesiredTask(
                "arn",
                "c",
                "cluster-arn",
                "f",
                1,
                "s",
                "service:s",
                "FARGATE",
                "us-east-1a",
                true,
                NetworkMode.AWSVPC,
                eni,
                new Resources(256, 512),
                null,
                AT,
                List.of(new DesiredContainer(
                        "arn",
                        "web",
                        "nginx",
                        null,
                        true,
                        false,
                        1,
                        null,
                        6,
                        List.of(),
                        List.of("a"),
                        null,
                        environment,
                        null,
                        Duration.ofSeconds(30),
                        new LogRoute.AwsLogs("g", "s", new LinkedHashMap<>()),
                        new RegistryCredentials("u", "p"),
                        ContainerSettings.NONE)),
                List.of(
                        new Volume("a", new Volume.Host("/a")),
                        new Volume(
                                "d", new Volume.Docker(true, true, null, new LinkedHashMap<>(), new LinkedHashMap<>())),
                        new Volume(
                                "b",
                                new Volume.Ebs(
                                        "vol-0123456789abcdef0",
                                        10,
                                        true,
                                        new LinkedHashMap<>(java.util.Map.of("team", "a")))),
                        new Volume("e", new Volume.Efs("fs-12345678", "/", null, null, null)),
                        new Volume(
                                "f",
                                new Volume.S3Files(
                                        "arn:aws:s3files:us-east-1:000000000000:file-system/fs-12345678",
                                        null,
                                        2999,
                                        null))),
                Namespaces.OWN,
                21,
                true);
    }
}

package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PauseImageTest {
    private static final int ENTRY_OFFSET = 120;

    @ParameterizedTest
    @CsvSource({"x86_64,62", "arm64,183"})
    void theProgramIsAnExecutableOfOneSegmentThatEndsWithTheFile(String architecture, short machine) {
        byte[] elf = PauseProgram.elf(architecture);
        ByteBuffer file = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(file.getInt(0)).isEqualTo(0x464c457f);
        assertThat(file.getShort(18)).isEqualTo(machine);
        assertThat(file.getLong(24)).isEqualTo(0x400000 + ENTRY_OFFSET);
        assertThat(file.getLong(64 + 32)).isEqualTo(elf.length);
        assertThat(file.getLong(elf.length - 32)).as("the handler SIG_IGN").isEqualTo(1);
    }

    @Test
    void armInstructionsAreTheAssemblersOwn() {
        ByteBuffer code = ByteBuffer.wrap(PauseProgram.elf("arm64"))
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(ENTRY_OFFSET);
        int[] expected = {
            0xd28010c8,
            0xd2800220,
            0x10000181,
            0xd2800002,
            0xd2800103,
            0xd4000001,
            0xd2800000,
            0xd2800001,
            0xd2800002,
            0xd2800003,
            0xd2800004,
            0xd2800928,
            0xd4000001,
            0x17fffff9,
        };
        for (int instruction : expected) {
            assertThat(code.getInt()).isEqualTo(instruction);
        }
    }

    @Test
    void otherArchitecturesAreRefusedByName() {
        assertThatThrownBy(() -> PauseProgram.elf("riscv64")).hasMessageContaining("riscv64");
    }

    @Test
    void theImageIsAlwaysTheSame() {
        byte[] tar = PauseImage.tar("arm64");
        assertThat(tar).isEqualTo(PauseImage.tar("arm64"));
        assertThat(tar.length % 512).isZero();
        assertThat(new String(tar, StandardCharsets.ISO_8859_1))
                .contains("manifest.json", "\"RepoTags\":[\"berth-pause:1\"]", "\"architecture\":\"arm64\"");
    }
}

package berth.control.ecs.taskdef.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.kernel.FaultException;
import berth.kernel.Resources;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {

    @Test
    void fargateHas74MeasuredSizesAndThreeOf32Cores() {
        List<Resources> sizes = FargateSizes.SIZES;

        assertThat(sizes).doesNotHaveDuplicates().hasSize(77);
        assertThat(sizes)
                .filteredOn(size -> size.cpu() == 256)
                .extracting(Resources::memory)
                .containsExactly(512, 1024, 2048);
        assertThat(sizes).filteredOn(size -> size.cpu() == 512).hasSize(4);
        assertThat(sizes).filteredOn(size -> size.cpu() == 1024).hasSize(7);
        assertThat(sizes).filteredOn(size -> size.cpu() == 2048).hasSize(13);
        assertThat(sizes).filteredOn(size -> size.cpu() == 4096).hasSize(23);
        assertThat(sizes).filteredOn(size -> size.cpu() == 8192).hasSize(12);
        assertThat(sizes).filteredOn(size -> size.cpu() == 16384).hasSize(12);
        assertThat(sizes)
                .filteredOn(size -> size.cpu() == 32768)
                .extracting(Resources::memory)
                .containsExactly(61440, 122880, 249856);
    }

    /// The corners of each row of the table.
    @ParameterizedTest
    @CsvSource({
        "256,512",
        "256,2048",
        "512,1024",
        "512,4096",
        "1024,2048",
        "1024,8192",
        "2048,4096",
        "2048,16384",
        "4096,8192",
        "4096,30720",
        "8192,16384",
        "8192,61440",
        "16384,32768",
        "16384,122880",
        "32768,249856"
    })
    void theseAreSizes(int cpu, int memory) {
        assertThat(FargateSizes.has(cpu, memory)).isTrue();
    }

    /// What the real API was seen to reject.
    @ParameterizedTest
    @CsvSource({
        "1024,9216",
        "2048,17408",
        "4096,31744",
        "8192,62464",
        "16384,131072",
        "1024,2560",
        "8192,17408",
        "8192,18432",
        "16384,33792",
        "16384,36864"
    })
    void theseAreNot(int cpu, int memory) {
        assertThat(FargateSizes.has(cpu, memory)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,256,512",
        "256,512,256,512",
        "256,600,256,1024",
        "300,600,512,1024",
        "256,3000,512,3072",
        "4097,1,8192,16384",
        "256,122880,16384,122880"
    })
    void theSmallestSizeThatHoldsTheNeed(int cpu, int memory, int sizeCpu, int sizeMemory) {
        assertThat(FargateSizes.smallestFor(new Resources(cpu, memory))).contains(new Resources(sizeCpu, sizeMemory));
    }

    @Property
    void theSmallestSizeHoldsTheNeedAndNoEarlierOneDoes(
            @ForAll @IntRange(min = 1, max = 40000) int cpu, @ForAll @IntRange(min = 1, max = 260000) int memory) {
        Resources need = new Resources(cpu, memory);
        List<Resources> holding = FargateSizes.SIZES.stream().filter(need::fits).toList();

        assertThat(FargateSizes.smallestFor(need)).isEqualTo(holding.stream().findFirst());
    }

    @ParameterizedTest
    @CsvSource({
        "1024,1024",
        "1 vCPU,1024",
        "1 vcpu,1024",
        "1vCPU,1024",
        ".5 vCPU,512",
        "0.25 vCPU,256",
        "' 256 ',256",
        "16 VCPU,16384"
    })
    void cpuIsUnitsOrVcpus(String text, int units) {
        assertThat(TaskSize.cpu(text)).isEqualTo(units);
    }

    @ParameterizedTest
    @CsvSource({"512,512", "1GB,1024", "1 GB,1024", "0.5GB,512", "30 gb,30720"})
    void memoryIsMibOrGb(String text, int mib) {
        assertThat(TaskSize.memory(text)).isEqualTo(mib);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "1 GB", "-1", "0", "1.5", ".", "1e3", "vCPU", ".0001 vCPU", "9999999 vCPU", "1 vCPUs"})
    void otherTextsAreNoCpu(String text) {
        assertThatThrownBy(() -> TaskSize.cpu(text))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("ClientException: Invalid 'cpu' setting for task.");
    }
}

package berth.wire.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import berth.kernel.Fault;
import berth.kernel.FaultException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {
    private static Fault refusal(String token, @Nullable Object... question) {
        return catchThrowableOfType(FaultException.class, () -> PageToken.position(token, question))
                .fault();
    }

    @Property(tries = 200)
    void a_token_gives_back_its_position(@ForAll @StringLength(max = 300) String position, @ForAll String filter) {
        String text = position.replaceAll("[\\ud800-\\udfff]", "x");

        String token = PageToken.after(text, "ListTasks", filter, null);

        assertThat(token).matches("[A-Za-z0-9_-]+");
        assertThat(PageToken.position(token, "ListTasks", filter, null)).isEqualTo(text);
    }

    @Property(tries = 200)
    void a_token_used_with_other_filters_is_refused(
            @ForAll @Size(2) List<@StringLength(max = 9) String> filters,
            @ForAll @UniqueElements @Size(2) List<Integer> numbers) {
        String token = PageToken.after("p", filters.get(0), filters.get(1), numbers.get(0));

        assertThat(refusal(token, filters.get(0), filters.get(1), numbers.get(1))
                        .code())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void where_one_filter_ends_and_the_next_begins_matters_and_so_does_unset() {
        String token = PageToken.after("p", "ab", "c");

        assertThat(refusal(token, "a", "bc").message()).isEqualTo("Invalid token.");
        assertThat(refusal(PageToken.after("p", "a", ""), "a", null).message()).isEqualTo("Invalid token.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!!", "AQ", "eyJhIjoxfQ==", "AgAAAAAAAAAAAAAAAAAA", "\u00e4"})
    void what_nobody_handed_out_is_refused(String token) {
        assertThat(refusal(token, "ListTasks").message()).isEqualTo("Invalid token.");
    }
}

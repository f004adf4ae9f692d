package berth.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultTest {
    @Test
    void callersFaultsAre400AndOurs500() {
        assertThat(Fault.client("x").status()).isEqualTo(400);
        assertThat(Fault.invalidParameter("x").code()).isEqualTo("InvalidParameterException");
        assertThat(Fault.server("x").status()).isEqualTo(500);
    }

    @Test
    void aRaisedFaultIsAnAnswerAndHasNoStackTrace() {
        FaultException raised = Fault.client("no").raise();
        assertThat(raised.fault()).isEqualTo(Fault.client("no"));
        assertThat(raised).hasMessage("ClientException: no");
        assertThat(raised.getStackTrace()).isEmpty();
    }

    @Test
    void resourcesFitOnlyWhereBothDo() {
        Resources host = new Resources(1024, 512);
        assertThat(new Resources(1024, 512).fits(host)).isTrue();
        assertThat(new Resources(1025, 1).fits(host)).isFalse();
        assertThat(new Resources(1, 513).fits(host)).isFalse();
        assertThat(host.minus(new Resources(24, 12)).plus(new Resources(24, 12)))
                .isEqualTo(host);
    }
}

package berth.control.iam.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.store.Context;
import berth.control.store.State;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class GetCallerIdentityTest {

    @Test
    void theRootIsItsAccount() {
        GetCallerIdentityResponse root = of("arn:aws:iam::111122223333:root");

        assertThat(root.account()).isEqualTo("111122223333");
        assertThat(root.arn()).isEqualTo("arn:aws:iam::111122223333:root");
        assertThat(root.userId()).isEqualTo("111122223333");
    }

    @Test
    void aUserHasAnIdOfItsOwnThatStays() {
        GetCallerIdentityResponse dev = of("arn:aws:iam::111122223333:user/dev");

        assertThat(dev.userId()).matches("AIDA[A-Z0-9]{17}");
        assertThat(of("arn:aws:iam::111122223333:user/dev")).isEqualTo(dev);
        assertThat(of("arn:aws:iam::111122223333:user/other").userId()).isNotEqualTo(dev.userId());
    }

    private static GetCallerIdentityResponse of(String caller) {
        Context context = new Calls().context();
        return new GetCallerIdentity()
                .handle(
                        GetCallerIdentityRequest.builder().build(),
                        State.EMPTY,
                        new Context(context.now(), context.ids(), context.account(), caller));
    }
}

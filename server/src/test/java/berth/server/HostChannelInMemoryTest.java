package berth.server;

import berth.kernel.host.HostChannel;

/// The channel between control plane and agent of one process.
class HostChannelInMemoryTest extends HostChannelContract {
    @Override
    HostChannel.Upstream connect(BerthServer to) {
        return to.control().upstream();
    }
}

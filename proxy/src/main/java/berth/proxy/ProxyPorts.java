package berth.proxy;

import berth.kernel.Loop;
import berth.routing.ProxyChannel;

/// What a proxy needs from outside.
///
/// @param loop takes in tables and outcomes of probes; connections have threads of their own
/// @param upstream the control plane
/// @param seed makes the cookies of this installation unlike those of another
/// @param threads how many serve connections
public record ProxyPorts(Loop loop, ProxyChannel.Upstream upstream, long seed, int threads) {}
